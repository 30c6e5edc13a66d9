import { RUBRIC_KEY } from "../../schema/task-file/rubric.js";
import { chosenName, chosenSettings } from "../../base/slots/slot-choice.js";
import type { Growth } from "../../schema/coverage.js";
import type { RunConfig } from "../runtime/run-config.js";
import { runEntries } from "../runtime/run-entries.js";
import type { RunRuntime } from "../runtime/runtime.js";

/** What a reader of a run's figures should know: what they do not mean, and what could not be used. */
export async function reportNotes(
  runtime: RunRuntime,
  {
    own,
    growth,
    data,
  }: {
    /** What the evaluator said. */
    readonly own: readonly string[];
    readonly growth: readonly Growth[];
    readonly data: RunConfig["data"] | undefined;
  },
): Promise<string[]> {
  const certification = await runtime.store.get(runEntries.certification);
  return [
    ...(certification === null ? [] : [certification.certificate.sentence]),
    ...own,
    ...growthNotes(growth),
    ...embeddedNotes(runtime),
    ...curationNotes(await runtime.store.get(runEntries.curationFigures)),
    ...(data?.warnings ?? []).map((warning) => `warning: ${warning}`),
    ...(data?.problems ?? []).map((problem) => `not used: ${problem}`),
  ];
}

/** What the figures of a run on the embedded model do not mean. */
function embeddedNotes(runtime: RunRuntime): string[] {
  if (runtime.models.generator.info.name !== "embedded") return [];
  const asked = runtime.task.spec.attributes?.map((attribute) => attribute.name) ?? [];
  const rubrics = (runtime.task.spec.critique.criteria ?? [])
    .filter((choice) => Object.hasOwn(chosenSettings(choice), RUBRIC_KEY))
    .map(chosenName);
  return [
    ...(rubrics.length > 0 && runtime.models.critic.info.name === "embedded"
      ? [
          `the embedded model cannot answer questions of one's own: its ratings of ` +
            `${rubrics.join(" and ")} mean nothing`,
        ]
      : []),
    ...(asked.length > 0
      ? [
          `the embedded model does not follow conditions such as ${asked.join(" and ")}: ` +
            "coverage counts the cells that samples were ordered for, not what their texts " +
            "show",
        ]
      : []),
    "the embedded model recombines the support rows that the small models learn from too: " +
      "agreement and downstream accuracy say less here than with a language model",
  ];
}

/** What the curator says of its last pass, whoever wrote it. */
function curationNotes(figures: Readonly<Record<string, unknown>> | undefined | null): string[] {
  const notes = figures?.["notes"];
  return Array.isArray(notes) ? notes.filter((note) => typeof note === "string") : [];
}

/**
 * What grew on the concept tree, what was refused, and what cut it off; nothing for a tree that was
 * planned at once.
 */
function growthNotes(growth: readonly Growth[]): string[] {
  if (growth.length === 0) return [];
  const count = (of: (row: Growth) => number, step?: Growth["step"]): number =>
    growth
      .filter((row) => step === undefined || row.step === step)
      .reduce((sum, row) => sum + of(row), 0);
  const added = (row: Growth): number => row.added.length;
  const stop = growth.find((row) => row.step === "stopped");
  return [
    `the concept tree has ${count(added)} sub-tasks: ${count(added, "lookahead")} by ` +
      `lookahead, ${count(added, "backtracking")} by backtracking; ` +
      `${count((row) => row.refused)} proposals of the model were refused as unusable or too ` +
      `alike, ${count((row) => row.leftOut)} left out by limits; ` +
      `${count((row) => row.tokens)} tokens`,
    ...(stop
      ? [
          `the concept tree stopped growing in round ${stop.round}: ${stop.why}; ` +
            `${stop.leftOut} nodes that were still new were not taken apart`,
        ]
      : []),
  ];
}
