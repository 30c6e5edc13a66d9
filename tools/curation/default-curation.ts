import type { StepsSpec } from "./load-steps.js";

/**
 * What a set is curated by where its owner names no steps: without gold labels, people or a
 * language model, and chosen so that a clean set stays as it is. Chosen and frozen in
 * docs/decisions/2026-11-20-default-curation.md.
 *
 * Markup is cleaned; broken and equal texts go. Labels are touched only where a small model
 * contradicts at least 2 % of those on which it is surest (the noise floor) and the gate finds that
 * it helps (docs/decisions/2026-11-22-curation-gate.md); then as many rows as
 * the floor estimates, most suspicious first, get the model's label where it is sure of it, else
 * they go. All rows that stay count the same: no weights that were tried gained on top of that.
 */
export const DEFAULT_CURATION = {
  filters: ["heuristics", "exact-duplicate"],
  relabel: [
    {
      name: "confident-learning",
      method: "noise-floor",
      action: "relabel",
      sureFrom: 0.8,
      leastNoise: 0.02,
      algorithm: "ensemble",
      folds: 5,
    },
  ],
  reweight: null,
} as const satisfies StepsSpec;
