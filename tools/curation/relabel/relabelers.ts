import { DatawrightError } from "../../../base/errors.js";
import { didYouMean } from "../../../base/text/nearest-name.js";
import type { RelabelerFactory } from "./define-relabeler.js";

/** Relabelers by name, each loaded when it is asked for. */
export const RELABELERS = {
  "confident-learning": async (): Promise<RelabelerFactory> =>
    (await import("./confident-learning.js")).confidentLearning,
  freeal: async (): Promise<RelabelerFactory> => (await import("./freeal.js")).freeal,
  mckd: async (): Promise<RelabelerFactory> => (await import("./mckd.js")).mckd,
  "temporal-ensembling": async (): Promise<RelabelerFactory> =>
    (await import("./temporal-ensembling.js")).temporalEnsembling,
  "label-replacement": async (): Promise<RelabelerFactory> =>
    (await import("./label-replacement.js")).labelReplacement,
  "out-of-scope": async (): Promise<RelabelerFactory> =>
    (await import("./out-of-scope.js")).outOfScope,
  "lowest-logit": async (): Promise<RelabelerFactory> =>
    (await import("./lowest-logit.js")).lowestLogit,
  "majority-vote": async (): Promise<RelabelerFactory> =>
    (await import("./majority-vote.js")).majorityVote,
} as const;

export type RelabelerName = keyof typeof RELABELERS;

/**
 * The relabeler of a name, to be made with its settings.
 * @throws SPEC_INVALID for an unknown name, with the nearest one
 */
export async function loadRelabeler(name: string): Promise<RelabelerFactory> {
  if (Object.hasOwn(RELABELERS, name)) return RELABELERS[name as RelabelerName]();
  const names = Object.keys(RELABELERS);
  throw new DatawrightError({
    code: "SPEC_INVALID",
    message: `no relabeler ${JSON.stringify(name)}${didYouMean(name, names)}`,
    hint: `relabelers: ${names.join(", ")}`,
  });
}
