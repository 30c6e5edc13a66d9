import type { HarmWord } from "./harm-word.js";
import { harmForm } from "./harm-text.js";
import { append } from "../../../base/values/append.js";

const TOKEN = /[\p{L}\p{M}\p{N}_]+/gu;
const HANGUL = /\p{Script=Hangul}/u;
/** Written without spaces between words: an entry counts anywhere. */
const UNSPACED = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー]+$/u;
const HAS_UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;
/**
 * Endings that Korean attaches to a word, and laughter or tears after it (conjoining letters, as
 * NFKC leaves them).
 */
const ENDINGS =
  /^(?:들|이|가|은|는|을|를|의|에|도|만|아|야|과|와|라|고|같|다|네|요|냐|놈|년|임){0,5}[\u110f\u1112\u1172\u116e]*$/u;

interface Token {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

interface Entry {
  readonly word: HarmWord;
  readonly tokens: readonly string[];
  /** What stands between the tokens; " " is any run of white space. */
  readonly between: readonly string[];
}

/**
 * Finds entries in a text that is in harm form already, by its words.
 *
 * A table of first words is looked up instead of one long pattern, which takes seconds to compile.
 */
export class HarmMatcher {
  readonly #byFirst = new Map<string, Entry[]>();
  /** Entries of one word that may go on: stems, and Korean words with their endings. */
  readonly #byBeginning = new Map<string, Entry>();
  readonly #unspaced: readonly { readonly form: string; readonly word: HarmWord }[];
  #longest = 0;

  /** Entries whose form is in `leftOut` are not looked for; of equal forms the first counts. */
  constructor(words: readonly HarmWord[], leftOut: ReadonlySet<string>) {
    const seen = new Set(leftOut);
    const unspaced: { form: string; word: HarmWord }[] = [];
    for (const word of words) {
      const form = harmForm(word.word).trim();
      if (form === "" || seen.has(form)) continue;
      seen.add(form);
      if (UNSPACED.test(form)) unspaced.push({ form, word });
      else this.#add(form, word);
    }
    this.#unspaced = unspaced;
  }

  find(form: string): HarmWord[] {
    const found: HarmWord[] = [];
    const tokens = Array.from(form.matchAll(TOKEN), (match): Token => ({
      text: match[0],
      start: match.index,
      end: match.index + match[0].length,
    }));
    tokens.forEach((token, at) => {
      for (const entry of this.#byFirst.get(token.text) ?? [])
        if (follows(entry, tokens, at, form)) found.push(entry.word);
      for (let length = Math.min(this.#longest, token.text.length); length > 0; length--) {
        const entry = this.#byBeginning.get(token.text.slice(0, length));
        if (
          entry === undefined ||
          !(entry.word.match === "stem" || ENDINGS.test(token.text.slice(length)))
        )
          continue;
        found.push(entry.word);
        break;
      }
    });
    if (this.#unspaced.length > 0 && HAS_UNSPACED.test(form))
      for (const entry of this.#unspaced) if (form.includes(entry.form)) found.push(entry.word);
    return found;
  }

  #add(form: string, word: HarmWord): void {
    const matches = Array.from(form.matchAll(TOKEN));
    const tokens = matches.map((match) => match[0]);
    const first = tokens[0];
    if (first === undefined) return;
    const between = matches
      .slice(1)
      .map((match, index) =>
        form.slice(matches[index]!.index + tokens[index]!.length, match.index),
      );
    const entry = { word, tokens, between };
    if (tokens.length === 1 && (word.match === "stem" || HANGUL.test(form))) {
      this.#byBeginning.set(first, entry);
      this.#longest = Math.max(this.#longest, first.length);
    } else {
      append(this.#byFirst, first, entry);
    }
  }
}

function follows(
  { tokens, between, word }: Entry,
  found: readonly Token[],
  at: number,
  form: string,
): boolean {
  for (let index = 1; index < tokens.length; index++) {
    const [before, token, wanted] = [found[at + index - 1]!, found[at + index], tokens[index]!];
    if (token === undefined) return false;
    const gap = form.slice(before.end, token.start);
    if (between[index - 1] === " " ? !/^\s+$/u.test(gap) : gap !== between[index - 1]) return false;
    if (token.text === wanted) continue;
    if (index < tokens.length - 1 || !token.text.startsWith(wanted)) return false;
    if (
      word.match !== "stem" &&
      !(HANGUL.test(wanted) && ENDINGS.test(token.text.slice(wanted.length)))
    )
      return false;
  }
  return true;
}

/**
 * A pattern of whole phrases, for what a text may hold without harm; entries of scripts without
 * spaces count anywhere.
 */
export function phrasePattern(phrases: readonly string[]): RegExp {
  const forms = [...new Set(phrases.map((phrase) => harmForm(phrase).trim()))]
    .filter((form) => form !== "")
    .sort((a, b) => b.length - a.length);
  const escaped = (form: string): string => form.replace(/[.*+?^${}()|[\]\\]/gu, "\\$&");
  const spaced = forms.filter((form) => !UNSPACED.test(form)).map(escaped);
  const unspaced = forms.filter((form) => UNSPACED.test(form)).map(escaped);
  return new RegExp(
    [
      ...(spaced.length > 0 ? [`(?<![\\p{L}\\p{M}\\p{N}_])(?:${spaced.join("|")})`] : []),
      ...unspaced,
    ].join("|") || "(?!)",
    "gu",
  );
}
