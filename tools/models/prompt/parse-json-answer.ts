import { DEEPEST_JSON, isTooDeep } from "../../../base/text/json-depth.js";
import { withoutReasoning } from "../providers/without-reasoning.js";

/** What was found in a model's text: a JSON value, or why there is none. */
export type ParsedAnswer =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly problem: string };

const FENCE = "```";
/** What stands behind the opening of a fenced block: the name of a language, and its line's end. */
const FENCE_NAME = /[a-zA-Z0-9_-]*[ \t]*\r?\n?/y;

/**
 * Reads the JSON value in a model's answer: the whole text, else the last fenced block that parses,
 * else the first complete object in the prose, else the first list there. A leading block of
 * reasoning is left out. Commas before a closing bracket are forgiven, outside strings only.
 * Nothing else is repaired: text that was cut off stays an error.
 */
export function parseJsonAnswer(text: string): ParsedAnswer {
  const trimmed = withoutReasoning(text)
    .trim()
    .replace(/^\uFEFF/, "");
  if (trimmed === "") return { ok: false, problem: "the answer is empty" };
  const whole = tryParse(trimmed);
  if (whole.ok) return whole;
  const fenced = fencedBlocks(trimmed).reverse();
  for (const block of fenced) {
    const parsed = tryParse(block);
    if (parsed.ok && isContainer(parsed.value)) return parsed;
  }
  let list: ParsedAnswer | undefined;
  for (const candidate of balancedCandidates(trimmed)) {
    const parsed = tryParse(candidate);
    if (!parsed.ok) continue;
    // A list in prose is as often a reference such as [1].
    if (!Array.isArray(parsed.value)) return parsed;
    list ??= parsed;
  }
  if (list !== undefined) return list;
  return /[[{]/.test(trimmed) ? whole : { ok: false, problem: "the answer holds no JSON object" };
}

function tryParse(text: string): ParsedAnswer {
  if (isTooDeep(text))
    return { ok: false, problem: `the answer is nested more than ${DEEPEST_JSON} deep` };
  try {
    return { ok: true, value: JSON.parse(text) as unknown };
  } catch (error) {
    const relaxed = withoutTrailingCommas(text);
    if (relaxed !== text) {
      try {
        return { ok: true, value: JSON.parse(relaxed) as unknown };
      } catch {
        // The first error describes the text that the model wrote.
      }
    }
    return { ok: false, problem: `the answer is not valid JSON (${(error as Error).message})` };
  }
}

function fencedBlocks(text: string): string[] {
  const blocks: string[] = [];
  let from = 0;
  for (;;) {
    const open = text.indexOf(FENCE, from);
    const close = open < 0 ? -1 : text.indexOf(FENCE, open + FENCE.length);
    if (close < 0) return blocks;
    FENCE_NAME.lastIndex = open + FENCE.length;
    FENCE_NAME.test(text);
    blocks.push(text.slice(FENCE_NAME.lastIndex, close).trim());
    from = close + FENCE.length;
  }
}

function isContainer(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}

/**
 * Drops a comma that only white space separates from a closing bracket; strings are left as they
 * are.
 */
function withoutTrailingCommas(text: string): string {
  let result = "";
  let copied = 0;
  let inString = false;
  for (let index = 0; index < text.length; index++) {
    const character = text[index];
    if (inString) {
      if (character === "\\") index += 1;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === ",") {
      let next = index + 1;
      while (next < text.length && /\s/.test(text[next] as string)) next += 1;
      if (text[next] === "}" || text[next] === "]") {
        result += text.slice(copied, index);
        copied = index + 1;
      }
    }
  }
  return copied === 0 ? text : result + text.slice(copied);
}

/**
 * Complete {...} or [...] pieces in reading order, brackets in strings not counted; at most 8
 * starts, so prose stays cheap.
 */
function* balancedCandidates(text: string): Generator<string> {
  let from = 0;
  for (let tries = 0; tries < 8; tries++) {
    const offset = text.slice(from).search(/[[{]/);
    if (offset < 0) return;
    const start = from + offset;
    const end = closingBracket(text, start);
    if (end < 0) from = start + 1;
    else {
      yield text.slice(start, end + 1);
      from = end + 1;
    }
  }
}

function closingBracket(text: string, start: number): number {
  let depth = 0;
  let inString = false;
  for (let index = start; index < text.length; index++) {
    const character = text[index];
    if (inString) {
      if (character === "\\") index += 1;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === "{" || character === "[") depth += 1;
    else if (character === "}" || character === "]") {
      depth -= 1;
      if (depth === 0) return index;
    }
  }
  return -1;
}
