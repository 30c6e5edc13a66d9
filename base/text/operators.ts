/** What no text without operators matches; nearly all prose is done with after this. */
const LIKELY = /[*^&[%]|[-/!] ?[\d.(=\p{L}_$-]|[\p{N})\]][-/!]|\d\.\d|(?:^|[^\p{L}\p{N}])\p{L} ?!/u;
const CANDIDATE = /\*+|\/+|&+|!+|[-%^[\].]/g;
const LETTER = /[\p{L}\p{M}_]/u;
const NUMBER = /\p{N}/u;
const WORD = /[\p{L}\p{M}\p{N}_]/u;
const BLANK = /[ \t]/;
const INDEX = /\[[^\n[\]]{1,40}\]/y;

/** A piece of punctuation that says something. */
export interface Operator {
  readonly start: number;
  readonly end: number;
  /** What it belongs to: white space on that side says nothing. */
  readonly binds: "both" | "left" | "right";
}

/**
 * The punctuation of a text that carries meaning as mathematics and code have it: "7 - 3" is not "7
 * * 3", "-5 C" not "5 C", "!ok" not "ok", "a[1]" not "a 1", "3.5" not "35". The one definition for
 * the normal form, the n-grams of the leak check and notations.
 *
 * `* ** ^ / // &&` count between operands with a space on both sides or on neither, `/` without space and `- & %` only
 * between numbers and names of one letter, `-` as their sign too; `%` behind a number; `!` before
 * `=`, before a name, and behind a number or a name of one letter; `[ ]` behind a name, as its
 * index (a number, or behind a name of one letter); `.` inside a number. Hyphens in words, dashes between words, bullets, emphasis by stars
 * and the end of a sentence do not.
 */
export function operatorsIn(text: string): Operator[] {
  const found: Operator[] = [];
  if (!LIKELY.test(text)) return found;
  const closing = new Set<number>();
  for (const match of text.matchAll(CANDIDATE)) {
    const { 0: run, index: start } = match;
    const end = start + run.length;
    if (run === "[") {
      INDEX.lastIndex = start;
      const index = WORD.test(text[start - 1] ?? " ") ? INDEX.exec(text) : null;
      if (index === null || !(isSimple(text, start - 1) || NUMBER.test(index[0]))) continue;
      closing.add(start + index[0].length - 1);
      found.push({ start, end, binds: "both" });
      continue;
    }
    const binds = closing.has(start)
      ? "left"
      : isBinary(text, run, start, end)
        ? "both"
        : standsAlone(text, run, start, end);
    if (binds !== null) found.push({ start, end, binds });
  }
  return found;
}

function isBinary(text: string, run: string, start: number, end: number): boolean {
  if (run === "]" || run === ".") return false;
  if (run[0] === "!") return run.length === 1 && text[end] === "=";
  if (run.length > 2) return false;
  let left = start - 1;
  while (BLANK.test(text[left] ?? "")) left--;
  let right = end;
  while (BLANK.test(text[right] ?? "")) right++;
  const gaps = [left < start - 1, right > end] as const;
  const simple = isSimple(text, left) && isSimple(text, right);
  if (run === "-") return simple && !(gaps[0] && !gaps[1]);
  if (gaps[0] !== gaps[1]) return false;
  if (run === "&" || run === "%" || (run === "/" && !gaps[0])) return simple;
  return (
    (WORD.test(text[left] ?? "") || /[)\]}]/.test(text[left] ?? "")) &&
    (WORD.test(text[right] ?? "") || /[-([{$.+!]/.test(text[right] ?? ""))
  );
}

/** A sign, a percentage, a negation, a factorial or the point in a number. */
function standsAlone(
  text: string,
  run: string,
  start: number,
  end: number,
): Operator["binds"] | null {
  const before = text[start - 1] ?? " ";
  const after = text[end] ?? " ";
  switch (run[0]) {
    case "-": {
      const isNumber = after === "." && NUMBER.test(text[end + 1] ?? "");
      const isFree = !WORD.test(before) && !/[)\]]/.test(before);
      return isFree && (isNumber || isSimple(text, end)) ? "right" : null;
    }
    case "%":
      return NUMBER.test(before) || (BLANK.test(before) && NUMBER.test(text[start - 2] ?? ""))
        ? "left"
        : null;
    case "!":
      if (run.length > 2) return null;
      // "What a!" and "So do I!" are sentences; n! is not.
      if (WORD.test(before) || /[)\]]/.test(before))
        return isSimple(text, start - 1) && !/[ai]/i.test(before) ? "left" : null;
      return LETTER.test(after) || after === "(" ? "right" : null;
    case ".":
      return NUMBER.test(before) && NUMBER.test(after) ? "both" : null;
    default:
      return null;
  }
}

/** A number, a name of one letter, or a bracket: what words of prose are not. */
function isSimple(text: string, at: number): boolean {
  const unit = text[at] ?? " ";
  if (NUMBER.test(unit) || /[()[\]$]/.test(unit)) return true;
  if (unit === "-") return NUMBER.test(text[at + 1] ?? "");
  return (
    /[a-zA-Zα-ωΑ-Ω]/.test(unit) &&
    !WORD.test(text[at - 1] ?? " ") &&
    !WORD.test(text[at + 1] ?? " ")
  );
}
