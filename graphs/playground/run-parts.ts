import type { Passage } from "../../agents/contract.js";
import { DatawrightError } from "../../base/errors.js";
import { entryKey } from "../../memory/entry-key.js";
import type { DatabaseRunStore } from "../../memory/run-store.js";
import type { DatabaseSampleStore } from "../../memory/sample-store.js";
import type { DatabaseTraceStore } from "../../memory/trace-store.js";
import type { Order, Plan } from "../../schema/plan.js";
import type { Row } from "../../schema/sample.js";
import { resolveTask, type Task } from "../../schema/task.js";
import type { ChunkItem } from "../chunk/chunk-item.js";
import { roundItems } from "../chunk/round-items.js";
import type { PlannedRound } from "../runtime/planned-coverage.js";
import type { RunConfig } from "../runtime/run-config.js";
import { FOUND, runEntries } from "../runtime/run-entries.js";
import type { SealedRound } from "../runtime/sealed-round.js";

/** What of a stored run is read: nothing of it is locked. */
export interface StoredRun {
  readonly config: RunConfig;
  readonly store: DatabaseRunStore;
  readonly samples: DatabaseSampleStore;
  readonly trace: DatabaseTraceStore;
}

/** An order of a run with what its agents are given beside it. */
export interface OrderParts {
  readonly task: Task;
  readonly order: Order;
  /** As it is before its first step. */
  readonly item: ChunkItem;
  /** Passages that it keeps to. */
  readonly sources: readonly Passage[];
}

/** A planned round; null where there is none. */
export function plannedRound({ store }: StoredRun, round: number): Promise<PlannedRound | null> {
  return store.get(entryKey<PlannedRound>(`orders:${round}`));
}

/** A round as later ones read it, -1 for the state before the first; null before it is sealed. */
export function sealedRound({ store }: StoredRun, round: number): Promise<SealedRound | null> {
  return store.get(entryKey<SealedRound>(`sealed:${Math.max(-1, round)}`));
}

/** The plan that a round was planned by. @throws USAGE before there is one */
export async function planOfRound(run: StoredRun, round: number): Promise<Plan> {
  const plans = await run.store.plans();
  const planned = await plannedRound(run, round);
  const found = plans.find(({ revision }) => revision === planned?.planRevision) ?? plans.at(-1);
  if (found !== undefined) return found.plan;
  throw new DatawrightError({
    code: "USAGE",
    message: "the run has no plan yet",
    hint: "Wait until its first round is planned.",
  });
}

/**
 * Reads what an order of a run is made from.
 * @throws USAGE where there is no such order
 */
export async function orderParts(
  run: StoredRun,
  { id, round }: { readonly id: string; readonly round: number },
): Promise<OrderParts> {
  const { config, store, samples } = run;
  const orders = await store.orders(round);
  const order = orders.find((one) => one.id === id);
  if (order === undefined)
    throw new DatawrightError({
      code: "USAGE",
      message: `the run has no order ${id} in round ${round}`,
      details: { status: 404 },
    });
  const support = await store.rows("support");
  const task = resolveTask(config.spec, support);
  const wanted = new Set([...order.seedIds, ...order.sourceIds, ...(order.writtenIds ?? [])]);
  const passages = await passagesOf(run, wanted);
  const rows = new Set([...wanted, ...(order.inputId === null ? [] : [order.inputId])]);
  const gold = (await store.get(runEntries.gold)) ?? [];
  const knowledge = {
    get: (ids: readonly string[]) => ids.flatMap((one) => passages.get(one) ?? []),
  };
  const itemOf = await roundItems(
    {
      samples,
      task,
      knowledge,
      inputs: await rowsOf(run, "inputs", rows),
      validation: await rowsOf(run, "validation", rows),
    },
    {
      orders,
      plan: await planOfRound(run, round),
      visible: { demonstrations: [...support, ...gold] },
    },
    [order],
  );
  return { task, order, item: itemOf(order), sources: knowledge.get(order.sourceIds) };
}

async function rowsOf(
  { store }: StoredRun,
  set: "inputs" | "validation",
  wanted: ReadonlySet<string>,
): Promise<Row[]> {
  const found: Row[] = [];
  if (wanted.size === 0) return found;
  for await (const row of store.streamRows(set)) if (wanted.has(row.id)) found.push(row);
  return found;
}

/** Passages of the sources, and what searches found on the way. */
async function passagesOf(
  { store }: StoredRun,
  wanted: ReadonlySet<string>,
): Promise<ReadonlyMap<string, Passage>> {
  const found = new Map<string, Passage>();
  if (wanted.size === 0) return found;
  const places = new Map<number, { readonly id: string; readonly source: string }>();
  let position = 0;
  for await (const passage of store.streamRecords<{ id: string; source: string }>("passages")) {
    if (wanted.has(passage.id)) places.set(position, passage);
    position += 1;
  }
  position = 0;
  if (places.size > 0)
    for await (const text of store.streamRecords<string>("passage-texts")) {
      const place = places.get(position++);
      if (place !== undefined) found.set(place.id, { ...place, text });
      if (found.size === places.size) break;
    }
  for await (const others of store.startingWith<readonly Passage[]>(FOUND))
    for (const passage of others) if (wanted.has(passage.id)) found.set(passage.id, passage);
  return found;
}
