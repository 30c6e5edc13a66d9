import { RandomDraw } from "../../base/statistics/random-draw.js";
import type { StudentMistake } from "../../agents/contract.js";
import type { RoleInput } from "../../agents/roles.js";
import { invokeAgent } from "../runtime/invoke-agent.js";
import { runEntries } from "../runtime/run-entries.js";
import type { RunRuntime } from "../runtime/runtime.js";
import { labelKey } from "../../schema/label.js";

/**
 * What the labeler that was trained at a sealed round gets wrong of the validation part, the most
 * confident mistakes first.
 */
export async function studentMistakes(
  runtime: RunRuntime,
  learnedRound: number,
): Promise<readonly StudentMistake[]> {
  const { validation } = runtime;
  const state = validation.length === 0 ? null : await runtime.learning.state(learnedRound);
  if (state === null || state === undefined) return [];
  const { labels } = await invokeAgent(
    runtime,
    "labeler",
    "label",
    { drafts: validation.map(({ id, text, label }) => ({ id, text, label })), state },
    {
      orderId: `validation:${learnedRound}`,
      step: "validate",
      sampleIds: [],
      visible: await runtime.rounds.visible(learnedRound),
    },
  );
  const predicted = new Map(labels.map((label) => [label.id, label]));
  return validation
    .flatMap((row): StudentMistake[] => {
      const label = predicted.get(row.id);
      return !label || labelKey(label.label) === labelKey(row.label)
        ? []
        : [{ row, predicted: label.label, confidence: label.confidence }];
    })
    .sort((a, b) => b.confidence - a.confidence || (a.row.id < b.row.id ? -1 : 1));
}

/**
 * Lets the labeler learn what a sealed round and those before it hold, and stores its state; reads
 * it where that is done already. The rows are the same whenever it runs: curation and people change
 * samples only while no training is under way.
 */
export async function trainLabeler(runtime: RunRuntime, round: number): Promise<unknown> {
  const stored = await runtime.store.get(runEntries.learned(round));
  if (stored !== null && "state" in stored) return stored.state;
  const gold = (await runtime.store.get(runEntries.gold)) ?? [];
  const rows: RoleInput<"labeler", "learn">["rows"] = runtime.task.support.map((row) => ({
    id: row.id,
    text: row.text,
    label: row.label,
    weight: 1,
    source: "support" as const,
  }));
  for (const row of gold)
    rows.push({ id: row.id, text: row.text, label: row.label, weight: 1, source: "gold" });
  const { seed, label } = runtime.task.spec;
  const draw = new RandomDraw<(typeof rows)[number]>({ most: label.rowsAtOnce, seed });
  for await (const sample of runtime.samples.stream({
    status: "accepted",
    maxRound: round,
    order: "accepted",
  })) {
    draw.add(sample.id, {
      id: sample.id,
      text: sample.text,
      label: sample.label.current,
      weight: sample.weight,
      source: "accepted",
    });
  }
  for (const row of draw.values()) rows.push(row);
  const decision = await runtime.rounds.training(round);
  const previous = await runtime.learning.state(decision?.previous ?? -1);
  const output = await invokeAgent(
    runtime,
    "labeler",
    "learn",
    { rows, previous },
    {
      orderId: `round:${round}`,
      step: "learn",
      sampleIds: [],
      visible: await runtime.rounds.visible(round - 1),
    },
  );
  const state = output.state ?? previous;
  await runtime.store.set(runEntries.learned(round), { state });
  await forgetBefore(runtime, decision?.previous ?? -1);
  runtime.events.emit({
    type: "labeler-trained",
    round,
    trainedOn: output.trainedOn,
    note: output.note,
  });
  return state;
}

/**
 * Takes away what was learned before a round: drafts in flight are labelled by what was learned at
 * that round or behind it, and a state has half a megabyte and more.
 */
async function forgetBefore({ rounds, store }: RunRuntime, round: number): Promise<void> {
  const before = round < 0 ? null : await rounds.training(round);
  if (before !== null && before.previous >= 0)
    await store.set(runEntries.learned(before.previous), { forgotten: true });
}
