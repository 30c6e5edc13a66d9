import { interrupt } from "@langchain/langgraph";
import type { ReviewAnswer, ReviewItem, RoleOutput } from "../../agents/roles.js";
import type { SampleUpdate } from "../../memory/contract.js";
import { entry } from "../../memory/entry-key.js";
import type { Row, Sample } from "../../schema/sample.js";
import { textOf } from "../../schema/task.js";
import { decidedSample } from "../runtime/decided-sample.js";
import { invokeAgent } from "../runtime/invoke-agent.js";
import { RealisedCells } from "../runtime/realised-cell.js";
import type { StatusChange } from "../runtime/recount-coverage.js";
import { runEntries } from "../runtime/run-entries.js";
import { certify } from "./certify.js";
import { auditItem, openAudits } from "./open-audits.js";
import type { RunRuntime } from "../runtime/runtime.js";
import { topUpOrFinish, type RunStateValues } from "../rounds/state.js";

/** The queue of samples that wait for a person, most uncertain first. */
export async function reviewQueue(
  runtime: RunRuntime,
  sealed: number,
): Promise<readonly ReviewItem[]> {
  const { items } = await invokeAgent(
    runtime,
    "reviewer",
    "queue",
    {},
    {
      orderId: "review",
      step: "queue",
      sampleIds: [],
      visible: await runtime.rounds.visible(sealed),
    },
  );
  return items;
}

/**
 * Applies people's answers: statuses and labels change with a reason, and what was accepted or
 * relabelled becomes gold, for the labeler and as demonstrations.
 *
 * @returns what could not be applied, one message each; nothing is dropped silently
 */
export async function applyAnswers(
  runtime: RunRuntime,
  sealed: number,
  items: readonly ReviewItem[],
  answers: readonly ReviewAnswer[],
): Promise<{ applied: number; problems: readonly string[] }> {
  const output = await invokeAgent(
    runtime,
    "reviewer",
    "apply",
    { answers, items },
    {
      orderId: "review",
      step: "apply",
      sampleIds: answers.map((answer) => answer.sampleId),
      visible: await runtime.rounds.visible(sealed),
    },
  );
  const samples = new Map(
    (await runtime.samples.samples({ ids: output.decisions.map((decision) => decision.id) })).map(
      (sample) => [sample.id, sample],
    ),
  );
  const gold = new Map(
    ((await runtime.store.get(runEntries.gold)) ?? []).map((row) => [row.id, row]),
  );
  const cells = new RealisedCells((await runtime.rounds.sealed(sealed)).coverage);
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
    const next = reviewed(
      mended(sample, decision.fields, runtime.task.textFields),
      decision,
      cells,
    );
    if (next.status !== sample.status || next.cell !== sample.cell)
      changes.push({ cell: sample.cell, toCell: next.cell, from: sample.status, to: next.status });
    updates.push({
      sample: next,
      acceptedOrdinal:
        next.status === "accepted" && sample.status === "drafted" ? ordinal++ : undefined,
    });
    if (next.status === "accepted") gold.set(next.id, goldRow(next));
  }
  await runtime.rounds.recount(sealed, changes, {
    updates,
    entries: [
      entry(runEntries.gold, [...gold.values()]),
      ...(updates.length > 0 ? [entry(runEntries.unmeasured, true)] : []),
    ],
  });
  await embedAnew(
    runtime,
    updates.map(({ sample }) => sample).filter(({ id, text }) => samples.get(id)!.text !== text),
  );
  return { applied: updates.length, problems };
}

/** Vectors of texts that people mended. */
async function embedAnew(
  { embeddings, samples }: RunRuntime,
  mendedSamples: readonly Sample[],
): Promise<void> {
  if (mendedSamples.length === 0) return;
  const vectors = await embeddings.embed(mendedSamples.map(({ text }) => text));
  await samples.setVectors(mendedSamples.map(({ id }, at) => [id, vectors[at]!] as const));
}

/** A sample with the fields that a person mended; fields that it does not have are left out. */
function mended(
  sample: Sample,
  changed: Readonly<Record<string, unknown>> | undefined,
  textFields: readonly string[],
): Sample {
  if (changed === undefined) return sample;
  const known = Object.entries(changed).filter(([name]) => Object.hasOwn(sample.fields, name));
  const fields = { ...sample.fields, ...Object.fromEntries(known) };
  return { ...sample, fields, text: textOf(fields, textFields) };
}

/** A sample as a person left it. */
function reviewed(
  sample: Sample,
  decision: RoleOutput<"reviewer", "apply">["decisions"][number],
  cells: RealisedCells,
): Sample {
  const { status, reason, note } = decision;
  const label = decision.label === undefined ? sample.label.current : decision.label;
  const next = decidedSample(
    {
      ...sample,
      cell: decision.label === undefined ? sample.cell : (cells.of(sample.cell, label) ?? ""),
      label: {
        ...sample.label,
        current: label,
        source: status === "accepted" ? "person" : sample.label.source,
      },
    },
    "review",
    status,
    reason,
    note,
  );
  if (decision.label === undefined) return next;
  const change = { ...next.history.at(-1)!, labelFrom: sample.label.current, labelTo: label };
  return { ...next, history: [...next.history.slice(0, -1), change] };
}

function goldRow({ id, fields, text, label }: Sample): Row {
  return { id, fields, text, label: label.current, line: null };
}

/**
 * What people say to a run that waits: answers, as many as there are by now; with `finish` the run
 * goes on without the others, which stay out of the dataset.
 */
export type ReviewReply =
  readonly ReviewAnswer[] | { readonly answers: readonly ReviewAnswer[]; readonly finish: boolean };

/**
 * The review node. Blocking: the run waits here, as an interrupt of the graph, and waits again until
 * every sample of the queue is decided or people say that it should go on. After: the queue is left
 * for later.
 */
export async function reviewStep(
  runtime: RunRuntime,
  state: RunStateValues,
): Promise<Partial<RunStateValues>> {
  const { next, asked } = await reviewUncertain(runtime, state);
  if (runtime.task.spec.certify === undefined || next.next !== "finish") return next;
  // One interrupt for each pass through the node: its answers are told apart by their order.
  return asked ? { ...next, next: "review" } : auditStep(runtime, { ...state, ...next });
}

/** What neither model is sure of: asked now, or left for later. */
async function reviewUncertain(
  runtime: RunRuntime,
  state: RunStateValues,
): Promise<{ readonly next: Partial<RunStateValues>; readonly asked: boolean }> {
  const mode = runtime.task.spec.review;
  const finish = { next: { next: "finish" }, asked: false } as const;
  if (mode === "none") return finish;
  const waiting = await runtime.samples.count({ status: "in-review" });
  if (mode === "after") {
    if (waiting > 0) runtime.events.emit({ type: "review-needed", items: waiting });
    return finish;
  }
  const known = await runtime.store.get(runEntries.review(state.passes));
  if (waiting === 0 && known === null) return finish;
  const queue = known ?? (await reviewQueue(runtime, state.sealed));
  await runtime.store.set(runEntries.review(state.passes), queue);
  const uncertain = await undecided(runtime, queue);
  if (uncertain.length > 0) {
    // Whoever looked into the run meanwhile drew audits, and was asked for these too.
    const items = [...uncertain, ...(await openAudits(runtime)).map(auditItem)];
    runtime.events.emit({ type: "review-needed", items: items.length });
    // An interrupt throws and the node starts again from the top when it is resumed: everything
    // with an effect comes after it.
    const reply = interrupt<{ items: readonly ReviewItem[] }, ReviewReply>({ items });
    const { answers, last } = replied(reply);
    const { problems } = await applyAnswers(runtime, state.sealed, items, answers);
    for (const message of problems) runtime.events.emit({ type: "warning", message });
    // Anew for the rest: a node that waits twice would apply its first answers twice.
    if (!last && (await undecided(runtime, uncertain)).length > 0)
      return { next: { next: "review" }, asked: true };
  }
  const accepted = await runtime.samples.count({ status: "accepted" });
  const { target } = runtime.task.spec;
  return {
    next: topUpOrFinish(state, { accepted, target, after: "review" }),
    asked: uncertain.length > 0,
  };
}

/** Audits for the promise of the task: asked now, or left for later. */
async function auditStep(
  runtime: RunRuntime,
  state: RunStateValues,
): Promise<Partial<RunStateValues>> {
  const { spec } = runtime.task;
  const waits = await certify(runtime, state.sealed);
  if (waits.length > 0) {
    runtime.events.emit({ type: "review-needed", items: waits.length });
    if (spec.review === "after") return { next: "finish" };
    const reply = interrupt<{ items: readonly ReviewItem[] }, ReviewReply>({ items: waits });
    const { answers, last } = replied(reply);
    const { problems } = await applyAnswers(runtime, state.sealed, waits, answers);
    for (const message of problems) runtime.events.emit({ type: "warning", message });
    if (!last) return { next: "review" };
    await certify(runtime, state.sealed, { asksMore: false });
  }
  const accepted = await runtime.samples.count({ status: "accepted" });
  const isFinal = (await runtime.store.get(runEntries.certification))?.isFinal ?? false;
  if (isFinal && state.stop === "target" && accepted < spec.target)
    return {
      accepted,
      next: "finish",
      stop: "no-progress",
      stopDetail: `${accepted} of ${spec.target} left after the audits, and no audits are left for more`,
    };
  return spec.review === "after" || isFinal
    ? { accepted, next: "finish" }
    : topUpOrFinish(state, { accepted, target: spec.target, after: "the audits" });
}

function replied(reply: ReviewReply): {
  readonly answers: readonly ReviewAnswer[];
  readonly last: boolean;
} {
  return "finish" in reply
    ? { answers: reply.answers, last: reply.finish }
    : { answers: reply, last: false };
}

/** The part of a queue that nobody decided yet. */
async function undecided(
  { samples }: RunRuntime,
  queue: readonly ReviewItem[],
): Promise<ReviewItem[]> {
  const open = new Set<string>();
  for await (const { id } of samples.stream({ status: "in-review" })) open.add(id);
  return queue.filter((item) => open.has(item.sampleId));
}
