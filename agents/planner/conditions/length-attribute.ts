import type { Attribute } from "../../../schema/plan.js";
import type { Task } from "../../../schema/task.js";
import { quantile } from "../../../base/statistics/mean.js";
import { words } from "../../../base/text/words.js";

/** Fewer support rows say nothing about lengths. */
const FEWEST_ROWS = 9;
/** Rows whose lengths differ less are about equally long. */
const LEAST_SPREAD = 2;
const NAMES = ["short", "medium", "long"] as const;

/**
 * The dimension "length" from the support data: short, medium and long, each with the words that a
 * third of the rows have.
 *
 * The ends are the 5th and 95th percentile, so that one odd row does not set them. Limits of the
 * task in words hold. Null where there are too few rows, where all are about equally long, or where
 * the task limits characters.
 */
export function lengthAttribute(task: Task): Omit<Attribute, "steered"> | null {
  const { minWords, maxWords, minCharacters, maxCharacters } = task.spec.constraints;
  const limited = minCharacters !== undefined || maxCharacters !== undefined;
  if (limited || task.support.length < FEWEST_ROWS || task.kind.givenFields.length > 0) return null;
  const lengths = task.support.map((row) => words(row.text).length);
  const within = (length: number): number =>
    Math.min(maxWords ?? Infinity, Math.max(minWords ?? 1, Math.round(length)));
  const [low, first, second, high] = [0.05, 1 / 3, 2 / 3, 0.95].map((q) =>
    within(quantile(lengths, q)),
  ) as [number, number, number, number];
  if (!(low < first && first < second && second < high) || high < LEAST_SPREAD * low) return null;
  const ranges = [
    [low, first],
    [first + 1, second],
    [second + 1, high],
  ] as const;
  return {
    name: "length",
    description: "how many words the sample has, as in the real rows",
    source: "support",
    values: NAMES.map(
      (name, index) => `${name} (${ranges[index]![0]} to ${ranges[index]![1]} words)`,
    ),
  };
}
