import type { JsonValue } from "../../../../schema/json.js";
import { surfaceTokens } from "../surface-tokens.js";

/**
 * What is exchanged everywhere in a record: whole phrases first, then single words (lower case)
 * outside of them.
 */
export interface Exchanges {
  readonly phrases: ReadonlyMap<string, string>;
  readonly words: Map<string, string>;
}

export interface RewrittenText {
  readonly text: string;
  /** Where a position of the old text stands in the new one. */
  position(old: number): number;
}

interface Piece {
  readonly from: number;
  readonly old: string;
  readonly now: string;
}

/** Exchanges phrases and words in a text and remembers where everything went. */
export function rewriteText(text: string, { phrases, words }: Exchanges): RewrittenText {
  const pieces: Piece[] = [];
  let from = 0;
  const plain = (end: number) => {
    for (const { surface, folded } of surfaceTokens(text.slice(from, end))) {
      const exchanged = words.get(folded);
      const core = surface.trim();
      const space = surface.slice(0, surface.length - surface.trimStart().length);
      if (space !== "") pieces.push({ from, old: space, now: space });
      if (core !== "")
        pieces.push({
          from: from + space.length,
          old: core,
          now: exchanged === undefined ? core : inCaseOf(core, exchanged),
        });
      from += surface.length;
    }
  };
  for (const { start, phrase } of occurrences(text, [...phrases.keys()])) {
    plain(start);
    pieces.push({ from: start, old: phrase, now: phrases.get(phrase) as string });
    from = start + phrase.length;
  }
  plain(text.length);
  return {
    text: pieces.map((piece) => piece.now).join(""),
    position(old) {
      let now = 0;
      for (const piece of pieces) {
        if (old < piece.from + piece.old.length)
          return old <= piece.from ? now : now + Math.min(piece.now.length, old - piece.from);
        now += piece.now.length;
      }
      return now;
    },
  };
}

/**
 * Exchanges in every text of a value; pieces of the main text (text, start, end) are cut anew from
 * where they went.
 */
export function rewriteValue(
  value: unknown,
  exchanges: Exchanges,
  main: { readonly text: string; readonly moved: RewrittenText },
): JsonValue {
  if (typeof value === "string") return rewriteText(value, exchanges).text;
  if (Array.isArray(value)) return value.map((item) => rewriteValue(item, exchanges, main));
  if (typeof value !== "object" || value === null) return (value ?? null) as JsonValue;
  const record = value as Record<string, unknown>;
  const { start, end, text } = record;
  const isPiece =
    typeof start === "number" &&
    typeof end === "number" &&
    typeof text === "string" &&
    main.text.slice(start, end) === text;
  const copy: Record<string, JsonValue> = {};
  for (const [name, member] of Object.entries(record))
    copy[name] = NAMES.has(name) ? (member as JsonValue) : rewriteValue(member, exchanges, main);
  if (isPiece) {
    const from = main.moved.position(start);
    const to = main.moved.position(end);
    Object.assign(copy, { text: main.moved.text.slice(from, to), start: from, end: to });
  }
  return copy;
}

/** Members that name a kind and are not spoken of in the text. */
const NAMES: ReadonlySet<string> = new Set(["label", "role", "relation", "type", "name", "id"]);

function occurrences(
  text: string,
  phrases: readonly string[],
): { start: number; phrase: string }[] {
  const found: { start: number; phrase: string }[] = [];
  const taken = new Uint8Array(text.length);
  for (const phrase of [...phrases].sort((a, b) => b.length - a.length || (a < b ? -1 : 1))) {
    for (
      let start = text.indexOf(phrase);
      phrase !== "" && start >= 0;
      start = text.indexOf(phrase, start + phrase.length)
    ) {
      if (taken.subarray(start, start + phrase.length).some((flag) => flag === 1)) continue;
      taken.fill(1, start, start + phrase.length);
      found.push({ start, phrase });
    }
  }
  return found.sort((a, b) => a.start - b.start);
}

function inCaseOf(model: string, word: string): string {
  return /^\p{Lu}/u.test(model) ? word.charAt(0).toUpperCase() + word.slice(1) : word;
}
