import type { FeatureOptions } from "../features/feature-options.js";

/** Weights (classes x features) of a dense model: 4 bytes each. */
const MOST_WEIGHTS = 4e7;
const MANY_ROWS = 5000;
const MANY_CLASSES = 50;

/**
 * Features for a model that keeps a dense weight for every class and feature: hashed into fewer
 * columns where there are many classes.
 */
export function featuresFor(rows: number, classes: number): Partial<FeatureOptions> {
  const rare = rows > MANY_ROWS ? { minDocumentFrequency: 2 } : {};
  if (classes <= MANY_CLASSES) return rare;
  return {
    ...rare,
    vocabulary: "hashed",
    hashBits: Math.max(8, Math.min(20, Math.floor(Math.log2(MOST_WEIGHTS / classes)))),
  };
}
