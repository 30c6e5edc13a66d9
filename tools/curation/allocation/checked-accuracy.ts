import { exactInterval } from "../../../base/statistics/exact-interval.js";

/** Whether each source gave a trusted row its label; null where it said nothing. */
export interface CheckedRow {
  readonly llm: boolean | null;
  readonly smallModel: boolean | null;
}

/** Shares of the rows by who labels them; the small model labels the rest. */
export interface SourceShares {
  readonly people: number;
  readonly llm: number;
}

/** Fewer trusted rows tell next to nothing. */
const FEWEST = 20;

/**
 * Share of right labels of a split, with an exact 95 % interval, counted on trusted rows in the order in
 * which people should see them: the first go to people, who are taken to be right, the next to the
 * language model, the rest to the small model. Null with fewer than 20 of them, or where a source
 * that the split uses said nothing of a row.
 */
export function checkedAccuracy(rows: readonly CheckedRow[]) {
  return ({
    people,
    llm,
  }: SourceShares): {
    readonly accuracy: number;
    readonly lower: number;
    readonly upper: number;
  } | null => {
    if (rows.length < FEWEST) return null;
    const [first, second] = [people, people + llm].map((share) =>
      Math.round(Math.min(1, share) * rows.length),
    ) as [number, number];
    const machine = rows
      .slice(first)
      .map((row, index) => (first + index < second ? row.llm : row.smallModel));
    if (machine.includes(null)) return null;
    const right = machine.filter((value) => value === true).length;
    const { lower, upper } = exactInterval(right, machine.length);
    const whole = (share: number): number => people + (1 - people) * share;
    return machine.length === 0
      ? { accuracy: 1, lower: 1, upper: 1 }
      : { accuracy: whole(right / machine.length), lower: whole(lower), upper: whole(upper) };
  };
}
