import type { GenerateStrategy } from "../contract.js";
import { finishAnswer } from "../request/finish-answer.js";
import { sampleRequest } from "../request/sample-request.js";

/**
 * Writes without being told the label, of the order or of the demonstrations: the text first, its
 * label is decided by a later step. Conditions stay.
 */
export const labelFreeStrategy: GenerateStrategy = {
  name: "label-free",
  async write(input, { demonstrations, ask }, context) {
    const unlabelled = demonstrations.map((row) => ({ ...row, label: null }));
    return finishAnswer(
      context.task,
      input.subTask,
      await ask(
        sampleRequest({ ...input, order: { ...input.order, label: null } }, unlabelled, context),
      ),
    );
  },
};
