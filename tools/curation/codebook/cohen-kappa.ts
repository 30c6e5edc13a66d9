/**
 * Cohen's kappa (1960) of two people's names for the same rows; null where it is not defined: no
 * row, or both gave one name to all.
 */
export function cohenKappa(one: readonly string[], other: readonly string[]): number | null {
  const total = one.length;
  const first = new Map<string, number>();
  const second = new Map<string, number>();
  let agreed = 0;
  for (const [index, name] of one.entries()) {
    first.set(name, (first.get(name) ?? 0) + 1);
    second.set(other[index]!, (second.get(other[index]!) ?? 0) + 1);
    if (name === other[index]) agreed++;
  }
  let chance = 0;
  for (const [name, count] of first) chance += (count * (second.get(name) ?? 0)) / total ** 2;
  return total === 0 || chance >= 1 ? null : (agreed / total - chance) / (1 - chance);
}
