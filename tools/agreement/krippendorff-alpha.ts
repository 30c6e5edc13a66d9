import { shapeError, type Rated } from "./rated.js";

/** What the values are: names, ranks, numbers with distances, or numbers with a true zero. */
export type MeasurementLevel = "nominal" | "ordinal" | "interval" | "ratio";

/**
 * Krippendorff's alpha (Krippendorff 2004): 1 - observed / expected disagreement over all pairs of
 * values of one item; any number of raters, any of them missing.
 *
 * @param ratings       values that were given to each item, one list an item; null and undefined are
 *         missing, and items with fewer than two values do not count
 * @param options.level what the values are. Default: nominal; the others want numbers.
 * @returns             at most 1; null where it is not defined: no item has two values, or only one
 *         value was ever given
 * @throws SHAPE if a value is no finite number where the level wants numbers
 */
export function krippendorffAlpha(
  ratings: readonly (readonly (Rated | null | undefined)[])[],
  { level = "nominal" }: { readonly level?: MeasurementLevel } = {},
): number | null {
  const units = ratings
    .map((unit) => unit.filter((value): value is Rated => value !== null && value !== undefined))
    .filter((unit) => unit.length >= 2);
  const totals = new Map<Rated, number>();
  for (const value of units.flat()) {
    if (level !== "nominal" && !(typeof value === "number" && Number.isFinite(value)))
      throw shapeError(
        `krippendorffAlpha: ${JSON.stringify(value)} is no number, and the level is ${level}`,
        "Give numbers, or the level nominal.",
      );
    totals.set(value, (totals.get(value) ?? 0) + 1);
  }
  if (totals.size < 2) return null;
  const distance = distances(level, totals);
  let values = 0;
  let observed = 0;
  for (const unit of units) {
    values += unit.length;
    const counts = new Map<Rated, number>();
    for (const value of unit) counts.set(value, (counts.get(value) ?? 0) + 1);
    observed += pairwise(counts, distance) / (unit.length - 1);
  }
  return 1 - (observed * (values - 1)) / pairwise(totals, distance);
}

type Distance = (one: Rated, other: Rated) => number;

/** Sum over ordered pairs of different values. */
function pairwise(counts: ReadonlyMap<Rated, number>, distance: Distance): number {
  let sum = 0;
  for (const [one, count] of counts)
    for (const [other, many] of counts)
      if (one !== other) sum += count * many * distance(one, other);
  return sum;
}

function distances(level: MeasurementLevel, totals: ReadonlyMap<Rated, number>): Distance {
  switch (level) {
    case "nominal":
      return () => 1;
    case "interval":
      return (one, other) => (Number(one) - Number(other)) ** 2;
    case "ratio":
      return (one, other) => ((Number(one) - Number(other)) / (Number(one) + Number(other))) ** 2;
    case "ordinal": {
      // Values between two ranks, the ends at one half.
      const middles = new Map<Rated, number>();
      let before = 0;
      for (const [value, count] of [...totals].sort(([a], [b]) => Number(a) - Number(b))) {
        middles.set(value, before + count / 2);
        before += count;
      }
      return (one, other) => (middles.get(one)! - middles.get(other)!) ** 2;
    }
  }
}
