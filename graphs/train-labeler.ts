import type { RoleInput, RoleOutput } from "../agents/roles.js";
import type { Row } from "../schema/sample.js";
import { invokeAgent } from "./invoke-agent.js";
import { learnedKey, trainingKey, type TrainingDecision } from "./sealed-rounds.js";
import type { RunRuntime } from "./runtime.js";
import { visibleAfter } from "./visible-state.js";

/**
 * Lets the labeler learn what a sealed round and those before it hold, and stores its state; reads it where that is done already.
 * The rows are the same whenever it runs: curation and people change samples only while no training is under way.
 */
export async function trainLabeler(runtime: RunRuntime, round: number): Promise<unknown> {
  const stored = await runtime.store.get<{ readonly state: unknown }>(learnedKey(round));
  if (stored) return stored.state;
  const gold = (await runtime.store.get<Row[]>("gold")) ?? [];
  const rows: RoleInput<"labeler", "learn">["rows"] = runtime.task.support.map((row) => ({
    id: row.id,
    text: row.text,
    label: row.label,
    weight: 1,
    source: "support" as const,
  }));
  for (const row of gold)
    rows.push({ id: row.id, text: row.text, label: row.label, weight: 1, source: "gold" });
  for await (const sample of runtime.samples.stream({
    status: "accepted",
    maxRound: round,
    order: "accepted",
  })) {
    rows.push({
      id: sample.id,
      text: sample.text,
      label: sample.label.current,
      weight: sample.weight,
      source: "accepted",
    });
  }
  const decision = await runtime.store.get<TrainingDecision>(trainingKey(round));
  const previous = await runtime.learning.state(decision?.previous ?? -1);
  const output = await invokeAgent<RoleOutput<"labeler", "learn">>(
    runtime,
    {
      agent: runtime.registry.get("labeler"),
      orderId: `round:${round}`,
      step: "learn",
      sampleIds: [],
      visible: await visibleAfter(runtime, round - 1),
    },
    "learn",
    { rows, previous },
  );
  const state = output.state ?? previous;
  await runtime.store.set(learnedKey(round), { state });
  runtime.events.emit({
    type: "labeler-trained",
    round,
    trainedOn: output.trainedOn,
    ...(output.note === undefined ? {} : { note: output.note }),
  });
  return state;
}
