import { normalizeText } from "../../base/text/normalize.js";

/**
 * Groups of texts that are equal after normalisation, each in order, groups of two or more only, by
 * their first member.
 */
export function exactDuplicates(texts: readonly string[]): number[][] {
  const groups = new Map<string, number[]>();
  texts.forEach((text, index) => {
    const key = normalizeText(text);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [index]);
    else group.push(index);
  });
  return [...groups.values()].filter((group) => group.length > 1);
}
