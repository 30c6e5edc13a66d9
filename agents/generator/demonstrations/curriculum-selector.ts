import { z } from "zod";
import { countSetting } from "../../../base/slots/number-setting.js";
import { configurable } from "../../../base/slots/configurable.js";
import { roundSizeOf } from "../../../schema/round-size.js";
import type { TaskSpec } from "../../../schema/task-file/task-spec.js";
import type { AgentContext } from "../../contract.js";
import type { DemoSelector } from "../contract.js";
import { learningScores } from "./learning-scores.js";
import { PerList } from "./per-list.js";
import type { RowPool } from "./row-pool.js";
import { selectDemonstrations } from "./select-demonstrations.js";

/** Where the curriculum begins: with this share of the rows. */
const FIRST_COMPETENCE = 0.01;
/** Of how many times as many rows the demonstrations are drawn. */
const POOL_FACTOR = 3;

const ranked = new PerList<readonly number[]>();

/**
 * Demonstrations from easy to hard over the rounds: they are drawn from the 3 x count hardest rows
 * within the share c(t) of the easiest ones, which grows from the first round to the last as in
 * competence-based curriculum learning (Platanios et al. 2019):
 *
 *     c(t) = sqrt(t (1 - c0^2) + c0^2),  c0 = 0.01,  t = round / (rounds - 1), at most 1
 */
export const curriculumSelector = configurable({
  settings: z.strictObject({
    difficulty: z
      .enum(["learning", "length"])
      .default("learning")
      .describe(
        "learning: how slowly a small model learns a row's label; length: how long its text is.",
      ),
    rounds: countSetting(
      { from: 1 },
      "Rounds until the hardest rows are shown. Default: the full rounds that the target takes.",
    ),
  }),
  make: ({ difficulty, rounds }): DemoSelector => ({
    name: "curriculum",
    select(query, context) {
      const random = context.random.derive("demonstrations", "draw", query.revision);
      return selectDemonstrations(query, context, async (positions, count, pool) => {
        if (positions.length <= count) return random.shuffle(positions);
        const order = await easyToHard(positions, count * POOL_FACTOR, {
          difficulty,
          pool,
          context,
        });
        const end = Math.max(
          count * POOL_FACTOR,
          Math.ceil(
            competence(query.order.round, rounds ?? fullRounds(context.task.spec)) * order.length,
          ),
        );
        return random.sample(
          order.slice(Math.max(0, Math.min(end, order.length) - count * POOL_FACTOR), end),
          count,
        );
      });
    },
  }),
});

function fullRounds(spec: TaskSpec): number {
  return Math.ceil(spec.target / roundSizeOf(spec));
}

function competence(round: number, rounds: number): number {
  const progress = rounds <= 1 ? 1 : Math.min(1, round / (rounds - 1));
  return Math.sqrt(progress * (1 - FIRST_COMPETENCE ** 2) + FIRST_COMPETENCE ** 2);
}

/**
 * Positions by difficulty, the easiest first; rows whose difficulty is not known stand in the
 * middle where there are too few others.
 */
async function easyToHard(
  positions: readonly number[],
  enough: number,
  {
    difficulty: kind,
    pool,
    context,
  }: {
    readonly difficulty: "learning" | "length";
    readonly pool: RowPool;
    readonly context: AgentContext;
  },
): Promise<readonly number[]> {
  const learned = kind === "learning" ? await learningScores(pool, context) : null;
  if (learned?.note)
    context.span.set({
      "datawright.demonstrations.note": `difficulty is the length: ${learned.note}`,
    });
  return ranked.get(positions, `${kind} ${enough}`, () => {
    const difficulty = (index: number): number =>
      learned === null || learned.note !== null
        ? pool.rows[index]!.text.length
        : 1 - learned.confidence[index]!;
    const known = positions
      .filter((index) => !Number.isNaN(difficulty(index)))
      .sort((a, b) => difficulty(a) - difficulty(b) || a - b);
    if (known.length >= enough) return Promise.resolve(known);
    const unknown = positions.filter((index) => Number.isNaN(difficulty(index)));
    const middle = known.length >> 1;
    return Promise.resolve([...known.slice(0, middle), ...unknown, ...known.slice(middle)]);
  });
}
