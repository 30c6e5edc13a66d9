import type { AgentContext } from "../../contract.js";
import type { DemonstrationQuery, DemoSelector } from "../contract.js";
import { drawRandomly } from "./random-selector.js";
import { labelPools, poolShares } from "./select-demonstrations.js";
import { realRows } from "./row-pool.js";
import { selectDemonstrations } from "./select-demonstrations.js";

/**
 * Real rows mixed with accepted samples in the proportion `generate.demonstrations.human` to
 * `machineCount`, 6 to 2 by default (Self-Instruct,
 * Wang et al. 2023), drawn at random and shuffled. All are real until samples are accepted; where
 * there are too few real rows,
 * accepted samples take their places.
 */
export const humanMachineSelector: DemoSelector = {
  name: "human-machine",
  async select(query, context) {
    const rows = await selectDemonstrations(
      query,
      context,
      drawRandomly(query, context),
      machineCount(query, context),
    );
    return context.random.derive("demonstrations", "mix", query.revision).shuffle(rows);
  },
};

function machineCount({ count, order }: DemonstrationQuery, context: AgentContext): number {
  const { human, machineCount: machine } = context.task.spec.generate.demonstrations;
  const wanted = human + machine === 0 ? 0 : Math.round((count * machine) / (human + machine));
  const shares = poolShares(count, labelPools(realRows(context).rows, order.label));
  return Math.max(wanted, count - shares.own - shares.others);
}
