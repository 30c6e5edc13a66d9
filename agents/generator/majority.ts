import { answerKey } from "../../tools/text/answer-key.js";

/** One vote: what was answered, and how sure the model was where it says so. */
export interface Vote<T> {
  readonly answer: unknown;
  readonly logProbability: number | null;
  readonly value: T;
}

export interface Majority<T> {
  /** The surest vote of the largest group: the one with the highest log-probability, the first where the model gives none. */
  readonly best: Vote<T>;
  readonly count: number;
}

/**
 * The answer that most votes give, by normalised equality. Of groups of one size the one with the larger sum of log-probabilities wins,
 * then the one that came first.
 *
 * @returns null where there is no vote
 */
export function majorityOf<T>(votes: readonly Vote<T>[]): Majority<T> | null {
  const groups = new Map<string, Vote<T>[]>();
  for (const vote of votes) {
    const key = answerKey(vote.answer);
    const group = groups.get(key);
    if (group) group.push(vote);
    else groups.set(key, [vote]);
  }
  let largest: readonly Vote<T>[] | null = null;
  for (const group of groups.values()) {
    if (
      largest === null ||
      group.length > largest.length ||
      (group.length === largest.length && sureness(group) > sureness(largest))
    )
      largest = group;
  }
  if (largest === null) return null;
  return {
    best: largest.reduce((surest, vote) =>
      (vote.logProbability ?? -Infinity) > (surest.logProbability ?? -Infinity) ? vote : surest,
    ),
    count: largest.length,
  };
}

function sureness(votes: readonly Vote<unknown>[]): number {
  return votes.reduce((sum, vote) => sum + (vote.logProbability ?? 0), 0);
}
