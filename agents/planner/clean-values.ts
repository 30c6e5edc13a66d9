import { caseFold } from "../../tools/text/case-fold.js";
import { graphemeCount } from "../../tools/text/graphemes.js";

/** Longest value that still names something, in characters as readers see them. */
const LONGEST_VALUE = 60;
const LIST_MARKER = /^(?:[-*•–—]+\s+|\(?\d{1,3}[.)]\s+|\d{1,3}[.)]$)/u;
const EDGES = /^["'“”‘’«»「」『』`]+|["'“”‘’«»「」『』`.,;:。、，；：]+$/gu;

/**
 * What a model listed, as usable values: list markers, quotes and closing punctuation taken off, one spelling of each, none that is
 * too long to be a name or that only repeats one of `taken`.
 *
 * @returns at most `count` values, and how many were left out
 */
export function cleanValues(
  listed: readonly string[],
  options: { readonly count: number; readonly taken?: readonly string[] },
): { values: string[]; dropped: number } {
  const seen = new Set((options.taken ?? []).map(keyOf));
  const values: string[] = [];
  for (const raw of listed) {
    const value = cleanValue(raw);
    const key = keyOf(value);
    if (
      !/[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(value) ||
      graphemeCount(value) > LONGEST_VALUE ||
      seen.has(key)
    )
      continue;
    if (values.length >= options.count) break;
    seen.add(key);
    values.push(value);
  }
  return { values, dropped: listed.length - values.length };
}

function cleanValue(raw: string): string {
  const line = raw
    .normalize("NFC")
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ")
    .replace(/\p{Zs}+/gu, " ")
    .trim();
  return line.replace(LIST_MARKER, "").replace(EDGES, "").trim();
}

function keyOf(value: string): string {
  return caseFold(value.normalize("NFKC")).replace(/[\s_-]+/gu, " ");
}
