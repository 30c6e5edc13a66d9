import type { PersonalData } from "./personal-data.js";

const HANGUL_ONLY = /^\p{Script=Hangul}+$/u;
const UNSPACED = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー・]+$/u;
/** What follows a Korean name of two syllables that could also begin a longer word. */
const AFTER_NAME =
  /^이?(?:씨|님|군|양|이|가|은|는|을|를|의|에게|한테|께|와|과|도|만|야|아|랑|이랑|선생|교수|대리|과장|부장|사장|대표)?(?!\p{L})/u;

/**
 * Finds the names of a list in texts, as whole words and as they are written: "Will" is a name,
 * "will" is none.
 */
export class NameFinder {
  readonly #byFirst = new Map<string, string[]>();

  constructor(names: readonly string[]) {
    for (const name of new Set(names.map((given) => given.trim().replace(/\s+/gu, " ")))) {
      const first = name[0];
      if (first === undefined) continue;
      const list = this.#byFirst.get(first) ?? [];
      list.push(name);
      this.#byFirst.set(
        first,
        list.sort((a, b) => b.length - a.length),
      );
    }
  }

  /** Every occurrence; of two names at one place the longer one. */
  find(text: string): PersonalData[] {
    if (this.#byFirst.size === 0) return [];
    const found: PersonalData[] = [];
    for (let start = 0; start < text.length; start++) {
      const names = this.#byFirst.get(text[start]!);
      if (names === undefined) continue;
      const name = names.find(
        (candidate) => text.startsWith(candidate, start) && standsAlone(text, start, candidate),
      );
      if (name === undefined) continue;
      found.push({ kind: "name", value: name, start, end: start + name.length });
      start += name.length - 1;
    }
    return found;
  }
}

function standsAlone(text: string, start: number, name: string): boolean {
  if (UNSPACED.test(name)) return true;
  if (start > 0 && /[\p{L}\p{M}\p{N}]/u.test(text.slice(Math.max(0, start - 2), start).slice(-1)))
    return false;
  const after = text.slice(start + name.length, start + name.length + 10);
  if (!HANGUL_ONLY.test(name))
    return !/^[\p{L}\p{M}\p{N}]/u.test(after) || /^\p{Script=Hangul}/u.test(after);
  return name.length >= 3 || AFTER_NAME.test(after);
}
