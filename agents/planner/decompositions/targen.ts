import type { Decomposition } from "../contract.js";
import { unfitTask } from "./unfit-task.js";

/**
 * Contexts, an instance seed in each, the sample under the constraint of its label, and
 * self-correction (TarGen, Gupta et al. 2023).
 */
export const targenDecomposition: Decomposition = {
  name: "targen",
  steps: (task) => {
    if (task.writtenFields.length === 0)
      throw unfitTask("targen", task, "something that is written");
    return [
      {
        id: "setting",
        purpose: "A setting that the sample could come from.",
        prompt:
          "Name one setting that such a sample could come from: a field, a place, a " +
          "situation; in a few words.",
        output: ["setting"],
        strategy: "label-free",
      },
      {
        id: "seed",
        purpose: "What the sample starts from.",
        prompt: "In one sentence, one concrete thing that happens or is said in this setting.",
        output: ["instanceSeed"],
        strategy: "label-free",
      },
      {
        id: "sample",
        purpose: "The sample for its label, checked and corrected.",
        prompt: "Write the sample from the seed so that it has the wanted label.",
        output: [...task.writtenFields],
        strategy: "self-correct",
        settings: { mend: "relabel" },
      },
    ];
  },
};
