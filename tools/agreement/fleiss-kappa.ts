import { shapeError } from "./rated.js";

/**
 * Agreement above chance of any number of raters, equally many for each item (Fleiss 1971).
 *
 * @param counts a row for each item: how many raters gave it each name, in one order of the names
 * @returns      at most 1; null where it is not defined: one name was given to all
 * @throws SHAPE if there is no row, rows differ in length or in their sum, a count is no whole number
 *         of at least 0, or an item has fewer than two raters
 */
export function fleissKappa(counts: readonly (readonly number[])[]): number | null {
  const [first] = counts;
  const raters = first?.reduce((sum, count) => sum + count, 0) ?? 0;
  const names = first?.length ?? 0;
  if (raters < 2)
    throw shapeError(
      `fleissKappa: ${raters} raters for an item`,
      "Give a row for each item, each with the counts of at least two raters.",
    );
  const shares = new Array<number>(names).fill(0);
  let agreed = 0;
  for (const [item, row] of counts.entries()) {
    const sum = row.reduce((total, count) => total + count, 0);
    const wrong = row.find((count) => !Number.isSafeInteger(count) || count < 0);
    if (row.length !== names || sum !== raters || wrong !== undefined)
      throw shapeError(
        `fleissKappa: row ${item} has ${row.length} names and ${sum} raters, the first has ` +
          `${names} and ${raters}`,
        "Rows are whole counts, as long as one another, with one sum; krippendorffAlpha takes items " +
          "with different numbers of raters.",
      );
    let pairs = 0;
    for (const [name, count] of row.entries()) {
      shares[name]! += count;
      pairs += count * (count - 1);
    }
    agreed += pairs / (raters * (raters - 1));
  }
  const observed = agreed / counts.length;
  const expected = shares.reduce((sum, count) => sum + (count / (counts.length * raters)) ** 2, 0);
  return expected >= 1 ? null : (observed - expected) / (1 - expected);
}
