import type { AgentContext } from "../../contract.js";
import type { Demonstration, DemonstrationQuery } from "../contract.js";
import { machineRows, realRows, type RowPool } from "./row-pool.js";
import type { LabelValue } from "../../../schema/label.js";
import type { Row } from "../../../schema/sample.js";

/** Positions of rows that have an order's label, and of the others. */
export interface LabelPools {
  readonly own: readonly number[];
  readonly others: readonly number[];
}

const known = new WeakMap<readonly Row[], Map<string, LabelPools>>();

/**
 * Divides rows by whether they share a label with an order; without a label all are its own.
 * Computed once for each list and label: a round asks for each of its samples.
 */
export function labelPools(rows: readonly Row[], label: LabelValue): LabelPools {
  let pools = known.get(rows);
  if (!pools) known.set(rows, (pools = new Map<string, LabelPools>()));
  const key = JSON.stringify(label);
  let found = pools.get(key);
  if (!found) pools.set(key, (found = divide(rows, label)));
  return found;
}

function divide(rows: readonly Row[], label: LabelValue): LabelPools {
  const wanted = new Set(label === null ? [] : [label].flat());
  const own: number[] = [];
  const others: number[] = [];
  rows.forEach((row, index) => {
    const shares =
      wanted.size === 0 ||
      (row.label !== null && [row.label].flat().some((name) => wanted.has(name)));
    (shares ? own : others).push(index);
  });
  return { own, others };
}

/**
 * How many rows of each pool a prompt shows: half of each where there are many, so that the
 * contrast to other labels stays visible; three quarters of the order's own label where there are
 * few. Rows of other labels never outnumber that share.
 */
export function poolShares(count: number, pools: LabelPools): { own: number; others: number } {
  const contrast = Math.min(pools.others.length, Math.floor(count >= 16 ? count / 2 : count / 4));
  return { own: Math.min(pools.own.length, count - contrast), others: contrast };
}

/** Takes at most `count` of a pool's rows, all different, from those at `positions`. */
export type PickRows = (
  positions: readonly number[],
  count: number,
  pool: RowPool,
) => readonly number[] | Promise<readonly number[]>;

/**
 * What most selectors share: as many accepted samples as the task allows (`machine` rows where
 * given), support rows of the order's own label and of others; others first, so that the last ones
 * read are of the wanted label.
 */
export async function selectDemonstrations(
  query: DemonstrationQuery,
  context: AgentContext,
  pick: PickRows,
  machine?: number,
): Promise<readonly Demonstration[]> {
  const wanted = machine ?? Math.round(query.count * query.machine);
  const accepted = wanted > 0 ? await own(wanted, query, await machineRows(context), pick) : [];
  const real = realRows(context);
  const pools = labelPools(real.rows, query.order.label);
  const left = query.count - accepted.length;
  const shares =
    query.contrast === false
      ? { own: Math.min(left, pools.own.length), others: 0 }
      : poolShares(left, pools);
  const others = shares.others === 0 ? [] : await pick(pools.others, shares.others, real);
  const alike = shares.own === 0 ? [] : await pick(pools.own, shares.own, real);
  return [
    ...others.map((index) => real.rows[index]!),
    ...context.random
      .derive("demonstrations", "order")
      .shuffle<Demonstration>([...accepted, ...alike.map((index) => real.rows[index]!)]),
  ];
}

/**
 * Rows of the order's own label only: what a machine wrote shows no contrast that can be trusted.
 */
async function own(
  count: number,
  { order }: DemonstrationQuery,
  pool: RowPool,
  pick: PickRows,
): Promise<Demonstration[]> {
  const positions = labelPools(pool.rows, order.label).own;
  return positions.length === 0
    ? []
    : (await pick(positions, count, pool)).map((index) => pool.rows[index]!);
}
