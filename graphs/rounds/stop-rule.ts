import type { RunStateValues } from "./state.js";
import { gateTarget } from "./gate-target.js";
import type { SealedRound } from "../runtime/sealed-round.js";
import type { RunRuntime } from "../runtime/runtime.js";
import type { ReasonCode } from "../../schema/reasons.js";
import { isSaturated } from "../../tools/coverage/saturation.js";

/** Reasons that are named at most: what is rarer is not what holds the run up. */
const NAMED = 3;

/** What helps where most drafts are refused for a reason. */
const ADVICE: Partial<Record<ReasonCode, string>> = {
  "agent-failed": "An agent's own code fails on the drafts: mend it, and resume the run.",
  "near-duplicate":
    "The model repeats what is there: raise its temperature, give it more attributes or " +
    "subtopics to write about, or more support rows; critique.rougeL and " +
    "critique.vectorDistance set what counts as too close.",
  "copy-of-support":
    "The model copies the rows that it is shown: raise its temperature, show it fewer " +
    "demonstrations, or take a larger model.",
  label:
    "Texts and labels do not fit: describe the labels, add support rows for those that are " +
    "mixed up, or take another model for the critic.",
  "off-task":
    "Say more clearly in the description what a sample is, or add support rows that show it.",
  coherence: "The texts are broken: lower the temperature, or take a larger model.",
  format:
    "Fields are missing or of the wrong form: check `fields` and constraints against what " +
    "the model can write.",
  ungrounded:
    "The model states what its sources do not say: lower the temperature, or give longer sources.",
  unparsed:
    "The model's answers do not fit the schema: check its base URL and its support for " +
    "JSON, or take a larger model.",
  truncated: "Answers are cut off: raise `maxTokens` of the model, or ask for shorter fields.",
  refused: "The model declines: reword the description, or take another model.",
  empty: "The model answers nothing: check its base URL, its chat template and `maxTokens`.",
  "content-filter":
    "The provider's content filter refuses the prompts: reword the description, or the label or " +
    "condition that they name, or take another model.",
  "context-length":
    "Prompts are longer than the model takes: show fewer or shorter demonstrations and sources, or " +
    "take a model with a longer context.",
  "provider-error": "The provider fails at these prompts: see `datawright trace`.",
  "sub-task-failed":
    "A step of the plan keeps failing: see its reason in the samples, change its prompt " +
    "under `steps:`, or let fewer steps make a sample.",
  "draft-failed":
    "The model could not be asked or answered with errors: see the log and `datawright trace`.",
  rubric:
    "A criterion of your own asks for more than the model writes: lower its `atLeast`, say in the " +
    "description what is wanted, or take another model.",
  custom: "An agent of your own refuses the drafts.",
};
const SAME_ADVICE: Readonly<Record<string, ReasonCode>> = {
  "duplicate-in-round": "near-duplicate",
};

/**
 * Why nothing of the last rounds was accepted: the main reasons with their counts, and what to do
 * about the first. Reads the store only: the same after a resume.
 */
async function noProgressDetail(
  runtime: RunRuntime,
  lastRound: number,
  rounds: number,
): Promise<string> {
  const counts = new Map<string, number>();
  let drafts = 0;
  for (let round = Math.max(0, lastRound - rounds + 1); round <= lastRound; round++) {
    for await (const { history } of runtime.samples.stream({ round, status: "rejected" })) {
      drafts += 1;
      const reason = history.at(-1)?.reason ?? "custom";
      counts.set(reason, (counts.get(reason) ?? 0) + 1);
    }
  }
  const start = `nothing accepted in ${rounds} rounds in a row`;
  const main = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).slice(0, NAMED);
  const first = main[0]?.[0];
  if (first === undefined) return start;
  const advice = ADVICE[SAME_ADVICE[first] ?? (first as ReasonCode)];
  return (
    `${start}; of ${drafts} drafts ` +
    `${main.map(([reason, count]) => `${count} were refused as ${reason}`).join(", ")}. ` +
    `${advice === undefined ? "" : `${advice} `}\`${runtime.folder.command("samples")} ` +
    `--reason ${first}\` shows them.`
  );
}

type FailedSubTask = RunStateValues["failed"][number];
/** What changes in the run's state: a stop, or sub-tasks to plan again, or nothing. */
export type StopVerdict = Partial<
  Pick<RunStateValues, "stop" | "stopDetail" | "failed" | "replans">
>;

const MAX_REPLANS = 2;
/** Rounds become small towards the end: a few refused drafts in each of them say nothing yet. */
const FEWEST_DRY_DRAFTS = 12;
const FEWEST_FAILED = 4;

/**
 * What a method refuses itself: part of how it works, and no failure of the sub-task as long as
 * something comes through.
 */
const REFUSED_BY_METHOD: readonly string[] = [
  "eliminated",
  "no-agreement",
  "no-label-fits",
  "no-preference",
  "not-verified",
] satisfies ReasonCode[];

/**
 * Sub-tasks that failed for at least half of a round's drafts, and at least four of them. Refusals
 * of the method count where they are all that a round has, and the round is large enough to say
 * something: of the few drafts that the end of a run needs all may be refused.
 */
async function failedSubTasks(runtime: RunRuntime, round: number): Promise<FailedSubTask[]> {
  const plan = await runtime.rounds.plan();
  const known = new Set(plan?.plan.subTasks.map((subTask) => subTask.id));
  const drafts = await runtime.samples.samples({ round, status: "rejected" });
  const total = await runtime.samples.count({ round });
  const failures = new Map<string, { reason: string; count: number; refused: number }>();
  for (const { history, reasons } of drafts) {
    const { failed, note = "" } = history.find((change) => change.failed !== undefined) ?? {};
    if (failed === undefined || !known.has(failed)) continue;
    const before = failures.get(failed) ?? { reason: note, count: 0, refused: 0 };
    const isRefused = reasons.some((reason) => REFUSED_BY_METHOD.includes(reason));
    failures.set(failed, {
      ...before,
      count: before.count + 1,
      refused: before.refused + (isRefused ? 1 : 0),
    });
  }
  return [...failures]
    .filter(
      ([, { count, refused }]) =>
        (count >= FEWEST_FAILED && (count - refused) * 2 >= total) ||
        count >= Math.max(total, FEWEST_DRY_DRAFTS),
    )
    .map(([subTask, { reason, count }]) => ({ subTask, reason, count }));
}

/**
 * Whether a run goes on after a sealed round, and with which sub-tasks to plan again. Reads the
 * store only: the same after a resume.
 */
export async function stopRule(
  runtime: RunRuntime,
  sealed: SealedRound,
  state: Pick<RunStateValues, "planRevision" | "replans">,
): Promise<StopVerdict> {
  const { spec, kind } = runtime.task;
  if (runtime.mostOrders !== null && sealed.drafted >= runtime.mostOrders)
    return { stop: "target", stopDetail: `the ${sealed.drafted} orders of the trial are written` };
  const planned = await runtime.rounds.planned(sealed.round);
  const aim = await gateTarget(runtime);
  if (sealed.accepted >= aim)
    return {
      stop: "target",
      stopDetail:
        aim === spec.target
          ? `${sealed.accepted} of ${aim} accepted`
          : `${sealed.accepted} of ${aim} accepted, to be curated for a target of ${spec.target}`,
    };
  if (isSaturated(sealed.coverage, spec.plan.saturation)) {
    return {
      stop: "saturation",
      stopDetail:
        `unseen mass under ${spec.plan.saturation.unseenMass} in every open cell over its ` +
        `last ${spec.plan.saturation.window} drafts: what the model still writes repeats what ` +
        "is there",
    };
  }
  const again = (await failedSubTasks(runtime, sealed.round)).filter(
    ({ subTask }) =>
      planned.planRevision === state.planRevision || (state.replans[subTask] ?? 0) === 0,
  );
  if (again.length > 0) {
    const spent = again.find(({ subTask }) => (state.replans[subTask] ?? 0) >= MAX_REPLANS);
    if (spent)
      return {
        stop: "plan-failed",
        stopDetail:
          `sub-task "${spent.subTask}" failed for ${spent.count} drafts of a round after ` +
          `${MAX_REPLANS} new plans: ${spent.reason}`,
      };
    const replans = { ...state.replans };
    for (const { subTask } of again) replans[subTask] = (replans[subTask] ?? 0) + 1;
    return { failed: again, replans };
  }
  // Rounds of an older plan say nothing about the one in force.
  const fewest = Math.min(FEWEST_DRY_DRAFTS, spec.plan.noProgressRounds * runtime.roundSize);
  if (
    planned.planRevision === state.planRevision &&
    sealed.dryRounds >= spec.plan.noProgressRounds &&
    sealed.dryDrafts >= fewest
  ) {
    return {
      stop: "no-progress",
      stopDetail: await noProgressDetail(runtime, sealed.round, sealed.dryRounds),
    };
  }
  if (
    (kind.givenFields.length > 0 || sealed.inputsUsed > 0) &&
    sealed.inputsUsed >= runtime.inputs.length &&
    planned.size === 0
  )
    return { stop: "inputs-used", stopDetail: `all ${runtime.inputs.length} input rows were used` };
  const next = await runtime.rounds.plannedOrNull(sealed.round + 1);
  if (planned.size === 0 && next?.size === 0 && planned.planRevision === state.planRevision)
    return { stop: "no-progress", stopDetail: "the planner has no open cell left to order from" };
  return {};
}
