import type { GenerateStrategy } from "../contract.js";
import { askStep } from "../request/ask-step.js";

/**
 * Writes without being told the label, of the order or of the demonstrations: the text first, its
 * label is decided by a later step. Conditions stay.
 */
export const labelFreeStrategy: GenerateStrategy = {
  name: "label-free",
  write(input, { demonstrations, ask }, context) {
    const unlabelled = demonstrations.map((row) => ({ ...row, label: null }));
    const order = { ...input.order, label: null };
    return askStep({ ...input, order }, { demonstrations: unlabelled, ask }, context);
  },
};
