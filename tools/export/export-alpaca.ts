import type { Exporter } from "../rows/contract.js";
import { conversationOf, requireForm } from "../rows/conversation.js";
import { exportList } from "./export-file.js";

/**
 * Alpaca JSON: a list of { instruction, input, output }. Holds kinds with one question and one
 * answer.
 */
export const alpacaExporter: Exporter = {
  name: "alpaca",
  extension: ".json",
  export: async (samples, target, { task }) => {
    requireForm("alpaca", task, ["single"]);
    return exportList(samples, target, (sample) => {
      const conversation = conversationOf(sample, task);
      if (conversation.form !== "single") return conversation;
      const { instruction, input, output } = conversation;
      return instruction === ""
        ? { instruction: input, input: "", output }
        : { instruction, input, output };
    });
  },
};
