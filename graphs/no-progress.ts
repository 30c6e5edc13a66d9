import type { ReasonCode } from "../schema/reasons.js";
import type { RunRuntime } from "./runtime.js";

/** Reasons that are named at most: what is rarer is not what holds the run up. */
const NAMED = 3;

/** What helps where most drafts are refused for a reason. */
const ADVICE: Partial<Record<ReasonCode, string>> = {
  "near-duplicate":
    "The model repeats what is there: raise its temperature, give it more attributes or subtopics to write about, or more support rows; critique.rougeL and critique.vectorDistance set what counts as too close.",
  "copy-of-support":
    "The model copies the rows that it is shown: raise its temperature, show it fewer demonstrations, or take a larger model.",
  label:
    "Texts and labels do not fit: describe the labels, add support rows for those that are mixed up, or take another model for the critic.",
  "off-task":
    "Say more clearly in the description what a sample is, or add support rows that show it.",
  coherence: "The texts are broken: lower the temperature, or take a larger model.",
  format:
    "Fields are missing or of the wrong form: check `fields` and constraints against what the model can write.",
  ungrounded:
    "The model states what its sources do not say: lower the temperature, or give longer sources.",
  unparsed:
    "The model's answers do not fit the schema: check its base URL and its support for JSON, or take a larger model.",
  truncated: "Answers are cut off: raise `maxTokens` of the model, or ask for shorter fields.",
  refused: "The model declines: reword the description, or take another model.",
  empty: "The model answers nothing: check its base URL, its chat template and `maxTokens`.",
  "sub-task-failed":
    "A step of the plan keeps failing: see its reason in the samples, change its prompt under `steps:`, or let fewer steps make a sample.",
  "draft-failed":
    "The model could not be asked or answered with errors: see the log and `datawright trace`.",
  custom: "An agent of your own refuses the drafts.",
};
const SAME_ADVICE: Readonly<Record<string, ReasonCode>> = {
  "duplicate-in-round": "near-duplicate",
};

/** Why nothing of the last rounds was accepted: the main reasons with their counts, and what to do about the first. Reads the store only: the same after a resume. */
export async function noProgressDetail(
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
  return `${start}; of ${drafts} drafts ${main.map(([reason, count]) => `${count} were refused as ${reason}`).join(", ")}. ${advice === undefined ? "" : `${advice} `}\`datawright samples ${runtime.runId} --reason ${first}\` shows them.`;
}
