import type { Decomposition } from "../contract.js";
import { unfitTask } from "./unfit-task.js";

/**
 * What the user wants, then the calls that fulfil it, one after the other, each with its result
 * (after ToolLLM, Qin et al. 2024).
 */
export const toolUseDecomposition: Decomposition = {
  name: "tool-use",
  steps: (task) => {
    if (task.kind.name !== "tool-use")
      throw unfitTask("tool-use", task, "samples of kind tool-use");
    if (task.spec.tools.length === 0)
      throw unfitTask(
        "tool-use",
        task,
        "tools",
        "Declare them under `tools:`, each with its name, description and parameters.",
      );
    const asked = task.writtenFields.filter((name) => name !== "messages");
    return [
      {
        id: "query",
        purpose: "Write what the user wants.",
        prompt:
          "Write only what the user asks for, in their own words: something that needs the " +
          "tools, with everything in it that the calls need.",
        output: asked,
      },
      {
        id: "calls",
        purpose: "Call the tools until it is fulfilled, and answer.",
        output: ["messages"],
        strategy: "tool-loop",
      },
    ];
  },
};
