import { DatawrightError } from "../../../base/errors.js";
import { didYouMean } from "../../../base/text/nearest-name.js";
import type { Filter } from "../contract.js";
import type { FilterFactory } from "./define-filter.js";

/** Filters by name, each loaded when it is asked for. */
export const FILTERS = {
  agreement: async (): Promise<FilterFactory> => (await import("./agreement.js")).agreementFilter,
  "average-log-probability": async (): Promise<FilterFactory> =>
    (await import("./average-log-probability.js")).averageLogProbabilityFilter,
  cartography: async (): Promise<FilterFactory> =>
    (await import("./cartography.js")).cartographyFilter,
  confidence: async (): Promise<FilterFactory> =>
    (await import("./confidence.js")).confidenceFilter,
  "exact-duplicate": async (): Promise<FilterFactory> =>
    (await import("./exact-duplicate.js")).exactDuplicateFilter,
  harm: async (): Promise<FilterFactory> => (await import("./harm.js")).harmFilter,
  heuristics: async (): Promise<FilterFactory> =>
    (await import("./heuristics.js")).heuristicsFilter,
  influence: async (): Promise<FilterFactory> => (await import("./influence.js")).influenceFilter,
  "instruction-difficulty": async (): Promise<FilterFactory> =>
    (await import("./instruction-difficulty.js")).instructionDifficultyFilter,
  "judge-rating": async (): Promise<FilterFactory> =>
    (await import("./judge-rating.js")).judgeRatingFilter,
  leakage: async (): Promise<FilterFactory> => (await import("./leakage.js")).leakageFilter,
  "learning-dynamics": async (): Promise<FilterFactory> =>
    (await import("./learning-dynamics.js")).learningDynamicsFilter,
  "max-variability": async (): Promise<FilterFactory> =>
    (await import("./max-variability.js")).maxVariabilityFilter,
  "near-duplicate": async (): Promise<FilterFactory> =>
    (await import("./near-duplicate.js")).nearDuplicateFilter,
  privacy: async (): Promise<FilterFactory> => (await import("./privacy.js")).privacyFilter,
  pvi: async (): Promise<FilterFactory> => (await import("./pvi.js")).pviFilter,
  "trained-critic": async (): Promise<FilterFactory> =>
    (await import("./trained-critic.js")).trainedCriticFilter,
} as const satisfies Record<string, () => Promise<FilterFactory>>;

export type FilterName = keyof typeof FILTERS;

/**
 * The filter of a name with its settings.
 * @throws SPEC_INVALID for an unknown name, with the nearest one, and for wrong settings
 */
export async function loadFilter(name: string, settings?: unknown): Promise<Filter> {
  if (Object.hasOwn(FILTERS, name)) return (await FILTERS[name as FilterName]())(settings);
  const names = Object.keys(FILTERS);
  throw new DatawrightError({
    code: "SPEC_INVALID",
    message: `no filter ${JSON.stringify(name)}${didYouMean(name, names)}`,
    hint: `filters: ${names.join(", ")}`,
  });
}
