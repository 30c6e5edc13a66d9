import { mean } from "../../base/statistics/mean.js";
import { isRecord } from "../../base/values/is-record.js";

type Answer = Readonly<Record<string, unknown>>;

/**
 * One answer of several judges: the mean of numbers, the value that most gave (the earliest of
 * equally many), of lists of names those that at least half gave. Objects are taken member by
 * member; lists of objects and words from the answer whose numbers are nearest to the means, so
 * that reasons and quotes belong to the rating.
 */
export function combineAnswers(answers: readonly Answer[]): Answer {
  const [first] = answers;
  if (first === undefined || answers.length === 1) return first ?? {};
  const numbers = numberMeans(answers);
  const nearest = answers.reduce((best, answer) =>
    distance(answer, numbers) < distance(best, numbers) ? answer : best,
  );
  return Object.fromEntries(
    Object.keys(first).map((name) => [
      name,
      combined(
        answers.map((answer) => answer[name]),
        nearest[name],
      ),
    ]),
  );
}

function combined(values: readonly unknown[], nearest: unknown): unknown {
  if (values.every((value) => typeof value === "number")) return mean(values);
  if (values.every(isRecord)) return combineAnswers(values);
  if (values.every((value) => Array.isArray(value))) {
    const lists = values as readonly (readonly unknown[])[];
    if (lists.flat().some((item) => typeof item !== "string")) return nearest;
    return [...new Set(lists.flat())].filter(
      (item) => 2 * lists.filter((list) => list.includes(item)).length >= lists.length,
    );
  }
  const counts = new Map<unknown, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const [value, count] = [...counts].reduce((best, vote) => (vote[1] > best[1] ? vote : best));
  return count > 1 ? value : nearest;
}

/** The mean of every number that an answer has at its top. */
function numberMeans(answers: readonly Answer[]): ReadonlyMap<string, number> {
  return new Map(
    Object.keys(answers[0]!).flatMap((name): [string, number][] => {
      const values = answers.map((answer) => answer[name]);
      return values.every((value) => typeof value === "number") ? [[name, mean(values)]] : [];
    }),
  );
}

function distance(answer: Answer, means: ReadonlyMap<string, number>): number {
  return [...means].reduce((sum, [name, value]) => sum + Math.abs(Number(answer[name]) - value), 0);
}
