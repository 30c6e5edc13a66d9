import { exactForm, type Case } from "../../base/text/exact-form.js";
import { append } from "../../base/values/append.js";

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
    append(groups, key, index);
  });
  return [...groups.values()].filter((group) => group.length > 1);
}
