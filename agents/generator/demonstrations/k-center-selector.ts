import { farthestFirst } from "../../../tools/embeddings/farthest-first.js";
import { Random } from "../../../base/statistics/random.js";
import { boundedPositions } from "./nearest-rows.js";
import type { DemoSelector } from "../contract.js";
import { PerList } from "./per-list.js";
import { selectDemonstrations } from "./select-demonstrations.js";

/** Rows to start from: prompts of one cell do not all show the same rows. */
const STARTS = 4;

const covers = new PerList<readonly number[]>();

/**
 * Demonstrations that cover what there is: each is the row farthest from those taken before (greedy
 * k-center, Gonzalez 1985; for in-context examples LLMaAA, Zhang et al. 2023), from one of 4 first
 * rows. Outliers are shown early: rows should be clean.
 */
export const kCenterSelector: DemoSelector = {
  name: "k-center",
  select(query, context) {
    const {
      random,
      task: {
        spec: { seed },
      },
    } = context;
    return selectDemonstrations(query, context, (positions, count, pool) => {
      const drawn = random.derive("demonstrations", "start", query.revision);
      if (positions.length <= count) return drawn.shuffle(positions);
      const key = `${count} ${drawn.integer(STARTS)}`;
      return covers.get(positions, key, async () => {
        const compared = boundedPositions(positions, { seed, key });
        const vectors = await pool.vectors();
        const start = new Random(seed).derive("k-center", key).integer(compared.length);
        const { taken } = await farthestFirst(
          compared.map((position) => vectors[position]!),
          { count, start },
        );
        return taken.map((at) => compared[at]!);
      });
    });
  },
};
