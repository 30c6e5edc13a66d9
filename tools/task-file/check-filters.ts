import type { SpecProblem } from "../../base/settings/zod-problems.js";
import { chosenName, chosenSettings } from "../../base/slots/slot-choice.js";
import type { TaskSpec } from "../../schema/task-file/task-spec.js";

/** Filters of a task that lack what they compare with: told before the run pays for samples. */
export function checkFilters(spec: TaskSpec): SpecProblem[] {
  return (spec.curate.filters ?? []).flatMap((choice, index): SpecProblem[] => {
    if (chosenName(choice) !== "leakage") return [];
    const { testTexts } = chosenSettings(choice);
    if (testTexts !== undefined && !(Array.isArray(testTexts) && testTexts.length === 0)) return [];
    return [
      {
        code: "SPEC_INVALID",
        path: ["curate", "filters", index],
        message:
          "leakage has no test texts to look for; give them, for example `{ name: leakage, " +
          "testTexts: [the first test text] }`, or leave the filter out",
      },
    ];
  });
}
