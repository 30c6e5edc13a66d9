import { interrupt } from "@langchain/langgraph";
import type { ReviewAnswer, ReviewItem, RoleOutput } from "../../agents/roles.js";
import type { SampleUpdate } from "../../memory/contract.js";
import type { Row, Sample } from "../../schema/sample.js";
import { decided } from "../runtime/decided-sample.js";
import { invokeAgent } from "../runtime/invoke-agent.js";
import { RealisedCells } from "../runtime/realised-cell.js";
import { recountEntries, type StatusChange } from "../runtime/recount-coverage.js";
import type { RunRuntime } from "../runtime/runtime.js";
import { sealedRound } from "../runtime/round-log.js";
import type { RunStateValues } from "../rounds/state.js";
import { topUpOrFinish } from "../rounds/state.js";
import { visibleAfter } from "../runtime/visible-state.js";

/** The queue of samples that wait for a person, most uncertain first. */
export async function reviewQueue(runtime: RunRuntime, sealed: number): Promise<ReviewItem[]> {
  const output = await invokeAgent<RoleOutput<"reviewer", "queue">>(
    runtime,
    {
      agent: runtime.registry.get("reviewer"),
      orderId: "review",
      step: "queue",
      sampleIds: [],
      visible: await visibleAfter(runtime, sealed),
    },
    "queue",
    {},
  );
  return output.items;
}

/**
 * Applies people's answers: statuses and labels change with a reason, and what was accepted or
 * relabelled becomes gold, for the
 * labeler and as demonstrations.
 *
 * @returns what could not be applied, one message each; nothing is dropped silently
 */
export async function applyAnswers(
  runtime: RunRuntime,
  sealed: number,
  items: readonly ReviewItem[],
  answers: readonly ReviewAnswer[],
): Promise<{ applied: number; problems: readonly string[] }> {
  const output = await invokeAgent<RoleOutput<"reviewer", "apply">>(
    runtime,
    {
      agent: runtime.registry.get("reviewer"),
      orderId: "review",
      step: "apply",
      sampleIds: answers.map((answer) => answer.sampleId),
      visible: await visibleAfter(runtime, sealed),
    },
    "apply",
    { answers, items },
  );
  const samples = new Map(
    (await runtime.samples.samples({ ids: output.decisions.map((decision) => decision.id) })).map(
      (sample) => [sample.id, sample],
    ),
  );
  const gold = new Map(
    ((await runtime.store.get<Row[]>("gold")) ?? []).map((row) => [row.id, row]),
  );
  const cells = new RealisedCells((await sealedRound(runtime, sealed)).coverage);
  let ordinal = await runtime.samples.count({ everAccepted: true });
  const updates: SampleUpdate[] = [];
  const problems = [...output.problems];
  const changes: StatusChange[] = [];
  for (const decision of output.decisions) {
    const sample = samples.get(decision.id);
    if (!sample) {
      problems.push(`sample ${decision.id} does not exist`);
      continue;
    }
    const label = decision.label === undefined ? sample.label.current : decision.label;
    const cell = decision.label === undefined ? sample.cell : (cells.of(sample.cell, label) ?? "");
    const next: Sample = decided(
      {
        ...sample,
        cell,
        label: {
          ...sample.label,
          current: label,
          source: decision.status === "accepted" ? "person" : sample.label.source,
        },
      },
      "review",
      decision.status,
      decision.reason,
      decision.note,
    );
    const history =
      decision.label === undefined
        ? next.history
        : [
            ...next.history.slice(0, -1),
            { ...next.history.at(-1)!, labelFrom: sample.label.current, labelTo: label },
          ];
    if (decision.status !== sample.status || cell !== sample.cell)
      changes.push({ cell: sample.cell, toCell: cell, from: sample.status, to: decision.status });
    updates.push({
      sample: { ...next, history },
      acceptedOrdinal:
        decision.status === "accepted" && sample.status === "drafted" ? ordinal++ : undefined,
    });
    if (decision.status === "accepted")
      gold.set(sample.id, {
        id: sample.id,
        fields: sample.fields,
        text: sample.text,
        label,
        line: null,
      });
  }
  await runtime.samples.applyUpdates(updates, {
    gold: [...gold.values()],
    ...(await recountEntries(runtime, sealed, changes)),
  });
  runtime.sealed.clear();
  runtime.visible.clear();
  return { applied: updates.length, problems };
}

/**
 * The review node. Blocking: the run waits here, as an interrupt of the graph, until the answers
 * come. After: the queue is left for later.
 */
export async function reviewStep(
  runtime: RunRuntime,
  state: RunStateValues,
): Promise<Partial<RunStateValues>> {
  const mode = runtime.task.spec.review;
  if (mode === "none") return { next: "finish" };
  const waiting = await runtime.samples.count({ status: "in-review" });
  if (waiting === 0) return { next: "finish" };
  if (mode === "after") {
    runtime.events.emit({ type: "review-needed", items: waiting });
    return { next: "finish" };
  }
  const items =
    (await runtime.store.get<ReviewItem[]>(`review:${state.passes}`)) ??
    (await reviewQueue(runtime, state.sealed));
  await runtime.store.set(`review:${state.passes}`, items);
  runtime.events.emit({ type: "review-needed", items: items.length });
  // An interrupt throws and the node starts again from the top when it is resumed: everything with
  // an effect comes after it.
  const answers = interrupt<{ items: readonly ReviewItem[] }, readonly ReviewAnswer[]>({ items });
  const { problems } = await applyAnswers(runtime, state.sealed, items, answers);
  for (const message of problems) runtime.events.emit({ type: "warning", message });
  const accepted = await runtime.samples.count({ status: "accepted" });
  return topUpOrFinish(state, { accepted, target: runtime.task.spec.target, after: "review" });
}
