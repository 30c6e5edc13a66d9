import type { GenerateStrategy } from "../contract.js";
import { finishAnswer } from "../request/ask-step.js";
import { giveUp } from "../request/give-up.js";
import { sampleRequest } from "../request/sample-request.js";

/**
 * The passage that the rest of a sample is about: that of the order's sources, word for word,
 * without asking anybody; written by the model where there is none (self-prompting, Li et al.
 * 2022). Given up (empty) where the model leaves it out.
 */
export const passageStrategy: GenerateStrategy = {
  name: "passage",
  async write(input, { demonstrations, ask }, context) {
    const { sources, subTask } = input;
    const field = subTask.output[0]!;
    const text = sources
      .map((source) => source.text.trim())
      .filter((part) => part !== "")
      .join("\n\n");
    if (text !== "") return { fields: { [field]: text } };
    const written = finishAnswer(
      context.task,
      subTask,
      await ask(sampleRequest(input, demonstrations, context)),
    );
    if (written.fields[field] === undefined) throw giveUp("empty", "the model wrote no passage");
    return written;
  },
};
