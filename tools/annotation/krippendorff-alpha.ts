/**
 * Krippendorff's alpha for names (Krippendorff 2004): 1 - observed / expected disagreement over all
 * pairs of values of one unit.
 *
 * @param units values that were given to each unit, by any number of people; units with fewer than
 *         two do not count
 * @returns     at most 1; null where it is not defined: no unit has two values, or only one value
 *         was ever given
 */
export function krippendorffAlpha(units: readonly (readonly string[])[]): number | null {
  const totals = new Map<string, number>();
  let values = 0;
  let disagreement = 0;
  for (const unit of units) {
    if (unit.length < 2) continue;
    const counts = new Map<string, number>();
    for (const value of unit) {
      counts.set(value, (counts.get(value) ?? 0) + 1);
      totals.set(value, (totals.get(value) ?? 0) + 1);
    }
    values += unit.length;
    for (const count of counts.values())
      disagreement += (count * (unit.length - count)) / (unit.length - 1);
  }
  if (totals.size < 2) return null;
  let expected = 0;
  for (const total of totals.values()) expected += total * (values - total);
  return 1 - (disagreement * (values - 1)) / expected;
}
