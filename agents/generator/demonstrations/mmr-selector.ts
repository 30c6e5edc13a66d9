import { z } from "zod";
import { numberSetting } from "../../../base/slots/number-setting.js";
import { configurable } from "../../../base/slots/configurable.js";
import { marginalRelevance } from "../../../tools/embeddings/marginal-relevance.js";
import { Random } from "../../../base/statistics/random.js";
import { boundedPositions } from "./nearest-rows.js";
import type { DemoSelector } from "../contract.js";
import { PerList } from "./per-list.js";
import { queryText } from "./query-text.js";
import { selectDemonstrations } from "./select-demonstrations.js";

/** Halves of the rows to choose from: prompts of one cell do not all show the same rows. */
const HALVES = 4;

const chosen = new PerList<readonly number[]>();

/**
 * Demonstrations that are near to what is ordered and far from each other: maximal marginal
 * relevance (Carbonell and Goldstein 1998) with `lambda`, over one of 4 random halves of the rows.
 */
export const mmrSelector = configurable({
  settings: z.strictObject({
    lambda: numberSetting(
      { from: 0, to: 1, usual: 0.5 },
      "1 shows rows near to what is ordered, 0 rows far from each other.",
    ),
  }),
  make: ({ lambda }): DemoSelector => ({
    name: "mmr",
    select(query, context) {
      const {
        random,
        task: { spec },
      } = context;
      const text = queryText(query, context);
      return selectDemonstrations(query, context, (positions, count, pool) => {
        const drawn = random.derive("demonstrations", "half", query.revision);
        if (positions.length <= count) return drawn.shuffle(positions);
        const half = drawn.integer(HALVES);
        return chosen.get(positions, `${count} ${lambda} ${half} ${text}`, async () => {
          const compared = halfOf(
            boundedPositions(positions, { seed: spec.seed, key: `mmr ${half}` }),
            2 * count,
            new Random(spec.seed).derive("mmr", half),
          );
          const vectors = await pool.vectors();
          const [vector] = await context.embeddings.embed([text]);
          const taken = await marginalRelevance(
            compared.map((position) => vectors[position]!),
            vector!,
            { count, lambda },
          );
          return taken.map((at) => compared[at]!);
        });
      });
    },
  }),
});

/** A random half, in the order of the rows; all of few rows. */
function halfOf(positions: readonly number[], few: number, random: Random): readonly number[] {
  return positions.length < few
    ? positions
    : random.sample(positions, Math.ceil(positions.length / 2)).sort((a, b) => a - b);
}
