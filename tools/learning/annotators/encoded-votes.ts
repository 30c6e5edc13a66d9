import { DatawrightError } from "../../../base/errors.js";

/**
 * What several annotators said: n rows of m labels, null where an annotator did not label the row.
 */
export type Votes = readonly (readonly (string | null)[])[];

/** Votes as numbers. */
export interface EncodedVotes {
  readonly classes: readonly string[];
  readonly annotators: number;
  /** By row: pairs of annotator and class, in the order of the annotators. */
  readonly ofRow: readonly (readonly (readonly [annotator: number, label: number])[])[];
}

/**
 * Votes as numbers of classes.
 *
 * @param classes all classes in the order wanted. Default: the sorted labels of the votes
 * @throws SHAPE if rows differ in length, a vote names no class, or there are fewer than two classes
 */
export function encodedVotes(votes: Votes, classes?: readonly string[]): EncodedVotes {
  const names =
    classes ?? [...new Set(votes.flatMap((row) => row.filter((vote) => vote !== null)))].sort();
  if (names.length < 2)
    throw new DatawrightError({
      code: "SHAPE",
      message: `the votes name ${names.length} classes; at least two are needed`,
    });
  const numbers = new Map(names.map((name, index) => [name, index]));
  const annotators = votes[0]?.length ?? 0;
  return {
    classes: names,
    annotators,
    ofRow: votes.map((row, index) => {
      if (row.length !== annotators)
        throw new DatawrightError({
          code: "SHAPE",
          message: `row ${index} has ${row.length} votes, the first row ${annotators}`,
          hint: "give one entry for each annotator, null where the row was not labelled",
          details: { row: index },
        });
      return row.flatMap((vote, annotator): [number, number][] => {
        if (vote === null) return [];
        const label = numbers.get(vote);
        if (label === undefined)
          throw new DatawrightError({
            code: "SHAPE",
            message: `row ${index}, annotator ${annotator}: ${JSON.stringify(vote)} is no class`,
            details: { row: index, annotator },
          });
        return [[annotator, label]];
      });
    }),
  };
}

/** The position of the largest value; of equal ones the first. */
export function largest(values: ArrayLike<number>): number {
  let best = 0;
  for (let index = 1; index < values.length; index++)
    if (values[index]! > values[best]!) best = index;
  return best;
}
