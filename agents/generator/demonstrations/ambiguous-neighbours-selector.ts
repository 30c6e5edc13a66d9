import { z } from "zod";
import { numberSetting } from "../../../base/slots/number-setting.js";
import { configurable } from "../../../base/slots/configurable.js";
import { groupsBy, highestOfEach } from "../../../base/statistics/lowest-share.js";
import { labelKey } from "../../../schema/label.js";
import type { AgentContext } from "../../contract.js";
import type { DemoSelector } from "../contract.js";
import { labelPools } from "./select-demonstrations.js";
import { learningScores } from "./learning-scores.js";
import { nearestRows } from "./nearest-rows.js";
import { PerList } from "./per-list.js";
import { realRows, type RowPool } from "./row-pool.js";

const ambiguous = new PerList<readonly number[]>();

/**
 * A pocket of examples that a model finds hard to tell (WANLI, Liu et al. 2022): a seed is drawn
 * from the most ambiguous real rows of the order's label, and shown last, behind its nearest real
 * rows of the same label. Rows of other labels are never shown.
 */
export const ambiguousNeighboursSelector = configurable({
  settings: z.strictObject({
    ambiguous: numberSetting(
      { above: 0, to: 1, usual: 0.25 },
      "Share of each label's rows, the most ambiguous, that a pocket is built around.",
    ),
  }),
  make: ({ ambiguous: share }): DemoSelector => ({
    name: "ambiguous-neighbours",
    usual: 5,
    async select({ order, count, revision }, context) {
      const pool = realRows(context);
      const { own } = labelPools(pool.rows, order.label);
      if (count === 0) return [];
      if (own.length === 0) {
        if (pool.rows.length > 0)
          context.span.set({
            "datawright.demonstrations.note": `no real row has the label ${JSON.stringify(order.label)}`,
          });
        return [];
      }
      const seed = context.random
        .derive("demonstrations", "seed", revision)
        .pick(await ambiguousRows(own, share, { pool, context }));
      const vectors = await pool.vectors();
      const { id, label } = pool.rows[seed]!;
      const alike = labelPools(pool.rows, label).own;
      const neighbours = nearestRows(alike, vectors, {
        text: `row ${id}`,
        vector: vectors[seed]!,
        count,
        seed: context.task.spec.seed,
      }).filter((index) => index !== seed);
      // Orders of one seed show the same rows: in another order they suggest something else.
      const shown = context.random
        .derive("demonstrations", "order", revision)
        .shuffle(neighbours.slice(0, count - 1));
      return [...shown, seed].map((index) => pool.rows[index]!);
    },
  }),
});

/**
 * Of each class the share `ambiguous` of the rows with the highest standard deviation of their
 * label's probability over the epochs; all of them where no small model can be trained.
 */
async function ambiguousRows(
  own: readonly number[],
  share: number,
  { pool, context }: { readonly pool: RowPool; readonly context: AgentContext },
): Promise<readonly number[]> {
  const { variability, note } = await learningScores(pool, context);
  if (note !== null)
    context.span.set({ "datawright.demonstrations.note": `ambiguity is not known: ${note}` });
  return ambiguous.get(own, String(share), () => {
    const scored = own.filter((index) => !Number.isNaN(variability[index]!));
    const classes = groupsBy(scored, (index) => labelKey(pool.rows[index]!.label));
    const seeds = highestOfEach(variability, classes, share).flat();
    return Promise.resolve(seeds.length === 0 ? own : seeds);
  });
}
