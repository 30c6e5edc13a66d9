import type { ChatModel } from "../../tools/models/contract.js";
import { answerOf, type Vocabulary } from "./answers.js";

/** A model object in the process, which answers at once. */
export function growthModel(vocabulary: Vocabulary): ChatModel {
  return {
    info: {
      name: vocabulary,
      fingerprint: vocabulary,
      contextTokens: 8000,
      price: { input: 0, output: 0 },
      logProbabilities: false,
      structured: ["schema"],
    },
    complete: async (request) => ({
      text: JSON.stringify(answerOf(request, vocabulary)),
      usage: { inputTokens: 100, outputTokens: 20 },
      finish: "stop",
      model: vocabulary,
    }),
  };
}
