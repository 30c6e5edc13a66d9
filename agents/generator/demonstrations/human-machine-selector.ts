import { z } from "zod";
import { countSetting } from "../../../base/slots/number-setting.js";
import { configurable } from "../../../base/slots/configurable.js";
import type { AgentContext } from "../../contract.js";
import type { DemonstrationQuery, DemoSelector } from "../contract.js";
import { drawRandomly } from "./random-selector.js";
import { labelPools, poolShares } from "./select-demonstrations.js";
import { realRows } from "./row-pool.js";
import { selectDemonstrations } from "./select-demonstrations.js";

/**
 * Real rows mixed with accepted samples in the proportion `human` to
 * `machineCount`, 6 to 2 by default (Self-Instruct,
 * Wang et al. 2023), drawn at random and shuffled. All are real until samples are accepted; where
 * there are too few real rows, accepted samples take their places.
 */
export const humanMachineSelector = configurable({
  settings: z.strictObject({
    human: countSetting(
      { from: 0, usual: 6 },
      "Real rows in a prompt; with another count of rows, in this proportion to machineCount.",
    ),
    machineCount: z.number().int().min(0).default(2).describe("Accepted samples in a prompt."),
  }),
  make: ({ human, machineCount: machine }): DemoSelector => ({
    name: "human-machine",
    usual: human + machine,
    async select(query, context) {
      const rows = await selectDemonstrations(
        query,
        context,
        drawRandomly(query, context),
        machineRowsOf(query, { human, machine }, context),
      );
      return context.random.derive("demonstrations", "mix", query.revision).shuffle(rows);
    },
  }),
});

function machineRowsOf(
  { count, order }: DemonstrationQuery,
  { human, machine }: { readonly human: number; readonly machine: number },
  context: AgentContext,
): number {
  const wanted = human + machine === 0 ? 0 : Math.round((count * machine) / (human + machine));
  const shares = poolShares(count, labelPools(realRows(context).rows, order.label));
  return Math.max(wanted, count - shares.own - shares.others);
}
