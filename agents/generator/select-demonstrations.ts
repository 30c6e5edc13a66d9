import type { Row } from "../../schema/sample.js";
import type { AgentContext } from "../contract.js";
import { acceptedRows } from "./accepted-rows.js";
import type { Demonstration, DemonstrationQuery } from "./contract.js";
import { labelPools, poolShares } from "./label-pools.js";

/** Takes `count` of the rows at `positions`. */
export type PickRows = (positions: readonly number[], count: number, rows: readonly Row[]) => readonly number[] | Promise<readonly number[]>;

/**
 * What both selectors share: the share of accepted samples that the task allows, support rows of the order's own label and of
 * others; others first, so that the last ones read are of the wanted label.
 */
export async function selectDemonstrations(query: DemonstrationQuery, context: AgentContext, pick: PickRows): Promise<readonly Demonstration[]> {
  const { memory, task, random } = context;
  const rows = memory.demonstrations;
  const share = Math.round(query.count * task.spec.generate.demonstrations.machine);
  const machine = share > 0 ? await machineRows(share, query, context) : [];
  const pools = labelPools(rows, query.order.label);
  const shares = poolShares(query.count - machine.length, pools);
  const others = await pick(pools.others, shares.others, rows);
  const own = await pick(pools.own, shares.own, rows);
  return [...others.map((index) => rows[index]!), ...random.derive("demonstrations", "order").shuffle<Demonstration>([...machine, ...own.map((index) => rows[index]!)])];
}

async function machineRows(count: number, query: DemonstrationQuery, context: AgentContext): Promise<Demonstration[]> {
  const accepted = await acceptedRows(context.memory);
  const { own } = labelPools(accepted, query.order.label);
  return context.random.derive("demonstrations", "accepted").sample(own, count).map((index) => accepted[index]!);
}
