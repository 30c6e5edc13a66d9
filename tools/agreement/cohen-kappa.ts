import { checkAligned, type Rated } from "./rated.js";

/**
 * Agreement of two raters above chance (Cohen 1960): (observed - expected) / (1 - expected), 1 for
 * the same names everywhere, 0 for what chance gives.
 *
 * @param a, b names that each of them gave to the same items, in one order
 * @returns    at most 1; null where it is not defined: no item, or both gave one name to all
 * @throws SHAPE if the lists differ in length
 */
export function cohenKappa(a: readonly Rated[], b: readonly Rated[]): number | null {
  if (a.length === 0 && b.length === 0) return null;
  checkAligned(a, b, { what: "cohenKappa" });
  const total = a.length;
  const first = new Map<Rated, number>();
  const second = new Map<Rated, number>();
  let agreed = 0;
  for (const [index, name] of a.entries()) {
    first.set(name, (first.get(name) ?? 0) + 1);
    second.set(b[index]!, (second.get(b[index]!) ?? 0) + 1);
    if (name === b[index]) agreed++;
  }
  let chance = 0;
  for (const [name, count] of first) chance += (count * (second.get(name) ?? 0)) / total ** 2;
  return chance >= 1 ? null : (agreed / total - chance) / (1 - chance);
}
