import type { Draft } from "../../agents/draft.js";
import type { Stage } from "../../agents/registry.js";
import type { RoleOutput } from "../../agents/roles.js";
import { entry } from "../../memory/entry-key.js";
import { labelKey } from "../../schema/label.js";
import type { Order } from "../../schema/plan.js";
import type { Sample } from "../../schema/sample.js";
import { textOf } from "../../schema/task.js";
import { draftFailureOf } from "../chunk/draft-failure.js";
import { draftOf } from "../chunk/draft-of.js";
import { decidedSample } from "../runtime/decided-sample.js";
import { invokeStage } from "../runtime/invoke-agent.js";
import { RealisedCells } from "../runtime/realised-cell.js";
import { runEntries } from "../runtime/run-entries.js";
import type { VisibleState } from "../runtime/run-memory.js";
import type { RunRuntime } from "../runtime/runtime.js";
import { seedRows } from "../runtime/seed-rows.js";

/**
 * Samples that are processed together and written in one transaction with how far the stage has
 * come.
 */
const PAGE = 50;

/**
 * A stage behind the curator sees every accepted sample once; one that it cannot process is refused
 * and counted.
 */
export async function curatorStage(runtime: RunRuntime, stage: Stage, last: number): Promise<void> {
  const progress = runEntries.stage(stage.agent.name, last);
  const visible = await runtime.rounds.visible(last);
  const done = await runtime.store.get(progress);
  let page: Sample[] = [];
  const flush = async (): Promise<void> => {
    const end = page.at(-1);
    if (!end) return;
    const after = await processedPage(runtime, page, { stage, visible });
    const changes = after.flatMap((sample, index) => {
      const before = page[index]!;
      return sample.status === before.status && sample.cell === before.cell
        ? []
        : [{ cell: before.cell, toCell: sample.cell, from: before.status, to: sample.status }];
    });
    const updates = after.map((sample) => ({ sample }));
    const entries = [entry(progress, [end.round, end.ordinal])];
    if (changes.length > 0) await runtime.rounds.recount(last, changes, { updates, entries });
    else await runtime.samples.applyUpdates(updates, entries);
    page = [];
  };
  // The order of acceptance is the order of rounds and ordinals.
  for await (const sample of runtime.samples.stream({ status: "accepted", order: "ordinal" })) {
    if (done && (sample.round < done[0] || (sample.round === done[0] && sample.ordinal <= done[1])))
      continue;
    page.push(sample);
    if (page.length >= PAGE) await flush();
  }
  await flush();
}

interface StageWork {
  readonly stage: Stage;
  readonly visible: VisibleState;
}

/** The samples as the stage leaves them, each in the cell of its label in force. */
async function processedPage(
  runtime: RunRuntime,
  page: readonly Sample[],
  work: StageWork,
): Promise<Sample[]> {
  const cells = new RealisedCells(work.visible.coverage);
  const orders = await ordersOf(runtime, page);
  const seeds = await seedRows(runtime, work.visible, [...orders.values()]);
  return Promise.all(
    page.map(async (sample) => {
      const order = orders.get(sample.id)!;
      const draft = draftOf(runtime, {
        order,
        seeds: order.seedIds.flatMap((id) => seeds.get(id) ?? []),
        fields: sample.fields,
        label: sample.label.current,
        revision: sample.revisions,
        scores: sample.scores,
      });
      const next = await processed(runtime, sample, { ...work, draft });
      return labelKey(next.label.current) === labelKey(sample.label.current)
        ? next
        : { ...next, cell: cells.of(sample.cell, next.label.current) ?? "" };
    }),
  );
}

/** The orders that samples were written for, by the id that both have. */
async function ordersOf(
  runtime: RunRuntime,
  samples: readonly Sample[],
): Promise<ReadonlyMap<string, Order>> {
  const orders = new Map<string, Order>();
  for (const round of new Set(samples.map((sample) => sample.round)))
    for (const order of await runtime.rounds.orders(round)) orders.set(order.id, order);
  return new Map(samples.map(({ id }) => [id, orders.get(id)!]));
}

async function processed(
  runtime: RunRuntime,
  sample: Sample,
  { stage: { agent }, visible, draft }: StageWork & { readonly draft: Draft },
): Promise<Sample> {
  let output: RoleOutput<"stage", "process">;
  try {
    output = await invokeStage(
      runtime,
      agent,
      { draft },
      {
        orderId: sample.id,
        step: `stage:${agent.name}:curator`,
        sampleIds: [sample.id],
        visible,
      },
    );
  } catch (error) {
    const failure = draftFailureOf(error, null);
    if (!failure) throw error;
    return decidedSample(sample, agent.name, "rejected", failure.reason, failure.message);
  }
  const fields = output.fields ? { ...sample.fields, ...output.fields } : sample.fields;
  const next: Sample = {
    ...sample,
    fields,
    text: textOf(fields, runtime.task.textFields),
    weight: output.weight ?? sample.weight,
    scores: { ...sample.scores, ...output.scores },
    label:
      output.label === undefined
        ? sample.label
        : { ...sample.label, current: output.label, source: "model" },
  };
  const failed = output.verdicts.find((verdict) => !verdict.pass);
  return failed ? decidedSample(next, agent.name, "rejected", failed.code, failed.reason) : next;
}
