import type { GenerateStrategy } from "../contract.js";
import { askStep } from "../request/ask-step.js";

/**
 * The label and the conditions are given, the sample is written to fit them, in one call (as in
 * ZeroGen, Ye et al. 2022, and AttrPrompt, Yu et al. 2023). Where the sub-task writes the label
 * itself, it is decided last: text first.
 */
export const labelFirstStrategy: GenerateStrategy = {
  name: "label-first",
  write: (input, work, context) => askStep(input, work, context),
};
