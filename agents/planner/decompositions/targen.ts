import { chosenSettings } from "../../../base/slots/slot-choice.js";
import type { TaskSpec } from "../../../schema/task-file/task-spec.js";
import type { Decomposition, StepOutline } from "../contract.js";
import { unfitTask } from "./unfit-task.js";

const SETTING = "setting";

/** Whether settings are a dimension of the task: listed once and varied, not named one by one. */
function listsSettings({ attributes = [], plan: { conditions = [] } }: TaskSpec): boolean {
  return (
    attributes.some(({ name }) => name === SETTING) ||
    conditions.some((choice) => chosenSettings(choice)["dimension"] === SETTING)
  );
}

/**
 * Contexts, an instance seed in each, the sample under the constraint of its label, and
 * self-correction (TarGen, Gupta et al. 2023). The contexts are a dimension named `setting` where the
 * task has one, else one is asked for each sample.
 */
export const targenDecomposition: Decomposition = {
  name: "targen",
  steps: (task): readonly StepOutline[] => {
    if (task.writtenFields.length === 0)
      throw unfitTask("targen", task, "something that is written");
    const isListed = listsSettings(task.spec);
    return [
      ...(isListed
        ? []
        : [
            {
              id: "setting",
              purpose: "A setting that the sample could come from.",
              prompt:
                "Name one setting that such a sample could come from: a field, a place, a " +
                "situation; in a few words.",
              output: ["setting"],
              fields: {
                setting: { type: "text" as const, description: "the setting, in a few words" },
              },
              strategy: "label-free",
            },
          ]),
      {
        id: "seed",
        purpose: "What the sample starts from.",
        prompt: "In one sentence, one concrete thing that happens or is said in the setting.",
        output: ["instanceSeed"],
        fields: {
          instanceSeed: { type: "text", description: "what happens or is said, in one sentence" },
        },
        dependsOn: isListed ? [] : undefined,
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
