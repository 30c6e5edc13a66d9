import { caseFold } from "../../base/text/case-fold.js";
import type { Fact } from "./fact.js";

const WORD = /[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N}'’&-]*/gu;
const CAPITALISED = /^\p{Lu}[\p{L}\p{M}\p{N}'’&-]*\p{L}$/u;
const STARTS_SENTENCE = /(?:^|[.!?:;…。！？\n•*"“”«(\[|>])\s*["'“‘(]*$/u;
const NOT_NAMES = new Set("i i'm i've i'd i'll ok tv the a an dear hi hello".split(" "));

/**
 * Capitalised words inside a sentence, neighbours joined into one name; the first word of a
 * sentence says nothing.
 */
export function findNames(text: string): Fact[] {
  const tokens = Array.from(text.matchAll(WORD), (match) => ({
    word: match[0],
    start: match.index,
    end: match.index + match[0].length,
  }));
  const cased = tokens.filter(({ word }) => /[\p{Lu}\p{Ll}]/u.test(word));
  const capitals = cased.filter(({ word }) => CAPITALISED.test(word)).length;
  if (cased.length > 3 && capitals > cased.length / 2) return []; // a title or a shout
  const found: Fact[] = [];
  let name: { start: number; end: number } | undefined;
  const close = () => {
    if (name === undefined) return;
    const value = caseFold(text.slice(name.start, name.end)).replace(/['’]s?$/u, "");
    found.push({ kind: "name", value, ...name });
    name = undefined;
  };
  for (const { word, start, end } of tokens) {
    const plain =
      CAPITALISED.test(word) &&
      !NOT_NAMES.has(caseFold(word)) &&
      !STARTS_SENTENCE.test(text.slice(Math.max(0, start - 6), start) || "");
    const atStart = start < 6 && text.slice(0, start).trim() === "";
    if (!plain || atStart) {
      close();
      continue;
    }
    if (name !== undefined && text.slice(name.end, start) === " ")
      name = { start: name.start, end };
    else {
      close();
      name = { start, end };
    }
  }
  close();
  return found;
}
