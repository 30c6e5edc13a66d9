import type { GenerateStrategy } from "../contract.js";
import { finishAnswer } from "../request/finish-answer.js";
import { sampleRequest } from "../request/sample-request.js";

/**
 * The label and the conditions are given, the sample is written to fit them, in one call (as in
 * ZeroGen, Ye et al. 2022, and AttrPrompt, Yu et al. 2023). Where the sub-task writes the label
 * itself, it is decided last: text first.
 */
export const labelFirstStrategy: GenerateStrategy = {
  name: "label-first",
  async write(input, { demonstrations, ask }, context) {
    return finishAnswer(
      context.task,
      input.subTask,
      await ask(sampleRequest(input, demonstrations, context)),
    );
  },
};
