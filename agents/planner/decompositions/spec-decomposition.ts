import { DatawrightError } from "../../../base/errors.js";
import { chosenName, chosenSettings } from "../../../base/slots/slot-choice.js";
import type { Decomposition } from "../contract.js";

/**
 * The steps that the spec declares under `steps:`. A step that names no dependence depends on
 * nothing.
 */
export const specDecomposition: Decomposition = {
  name: "steps",
  steps: ({ spec }) => {
    if (spec.steps.length === 0)
      throw new DatawrightError({
        code: "PLAN_INVALID",
        message: "plan.decomposition is steps, but the task has none",
        hint: "Name them under `steps:`, or leave plan.decomposition out.",
      });
    return spec.steps.map(({ output, strategy, ...step }) => ({
      ...step,
      output: typeof output === "string" ? [output] : [...output],
      strategy: strategy === undefined ? undefined : chosenName(strategy),
      settings: strategy === undefined ? undefined : chosenSettings(strategy),
    }));
  },
};
