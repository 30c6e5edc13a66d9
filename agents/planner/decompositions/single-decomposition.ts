import type { Decomposition } from "../contract.js";
import { wantedFields } from "./sub-tasks.js";

/** One step that writes every field. */
export const singleDecomposition: Decomposition = {
  name: "single",
  steps: (task) => [
    { id: "sample", purpose: `Write ${task.kind.sample}.`, output: wantedFields(task) },
  ],
};
