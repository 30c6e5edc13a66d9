import { exactForm, type Case } from "../../base/text/exact-form.js";

/**
 * Groups of texts that are equal in their `exactForm` (Unicode form, white space and case apart),
 * each in order, groups of two or more only, by their first member.
 */
export function exactDuplicates(
  texts: readonly string[],
  options: { readonly case?: Case } = {},
): number[][] {
  const groups = new Map<string, number[]>();
  texts.forEach((text, index) => {
    const key = exactForm(text, options);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [index]);
    else group.push(index);
  });
  return [...groups.values()].filter((group) => group.length > 1);
}
