import type { AgentContext } from "../contract.js";
import type { Demonstration, DemonstrationQuery } from "./contract.js";
import { labelPools, poolShares } from "./label-pools.js";
import { machineRows, realRows, type RowPool } from "./row-pool.js";

/** Takes at most `count` of a pool's rows, all different, from those at `positions`. */
export type PickRows = (
  positions: readonly number[],
  count: number,
  pool: RowPool,
) => readonly number[] | Promise<readonly number[]>;

/**
 * What most selectors share: as many accepted samples as the task allows (`machine` rows where given), support rows of the order's
 * own label and of others; others first, so that the last ones read are of the wanted label.
 */
export async function selectDemonstrations(
  query: DemonstrationQuery,
  context: AgentContext,
  pick: PickRows,
  machine?: number,
): Promise<readonly Demonstration[]> {
  const wanted =
    machine ?? Math.round(query.count * context.task.spec.generate.demonstrations.machine);
  const accepted = wanted > 0 ? await own(wanted, query, await machineRows(context), pick) : [];
  const real = realRows(context);
  const pools = labelPools(real.rows, query.order.label);
  const shares = poolShares(query.count - accepted.length, pools);
  const others = shares.others === 0 ? [] : await pick(pools.others, shares.others, real);
  const alike = shares.own === 0 ? [] : await pick(pools.own, shares.own, real);
  return [
    ...others.map((index) => real.rows[index]!),
    ...context.random
      .derive("demonstrations", "order")
      .shuffle<Demonstration>([...accepted, ...alike.map((index) => real.rows[index]!)]),
  ];
}

/** Rows of the order's own label only: what a machine wrote shows no contrast that can be trusted. */
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
