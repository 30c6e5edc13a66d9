import type { HarmCategory, HarmSeverity, HarmWord } from "./harm-word.js";
import { HarmMatcher, phrasePattern } from "./harm-matcher.js";
import { harmForm, joinedLetters, withoutLeet, withoutStretching } from "./harm-text.js";
import { HARMLESS_EN, HARM_WORDS_EN } from "./harm-words-en.js";
import { HARMLESS_KO, HARM_WORDS_KO } from "./harm-words-ko.js";
import { HARMLESS_OTHER, HARM_WORDS_OTHER } from "./harm-words-other.js";

/** A harmful word found in a text. */
export interface FoundHarm {
  readonly word: string;
  readonly language: string;
  readonly category: HarmCategory;
  readonly severity: HarmSeverity;
}

export interface HarmFinderOptions {
  /** Languages whose lists are used. Default: all. */
  readonly languages?: readonly string[];
  readonly categories?: readonly HarmCategory[];
  /** Entries below this severity are not looked for. Default: 1. */
  readonly minSeverity?: HarmSeverity;
  /** More words of the user's, whole words, severity 2. */
  readonly words?: readonly string[];
  /** Words and phrases that never count. */
  readonly allow?: readonly string[];
}

const ALL: readonly HarmWord[] = [...HARM_WORDS_EN, ...HARM_WORDS_KO, ...HARM_WORDS_OTHER];
export const HARM_LANGUAGES: readonly string[] = [...new Set(ALL.map((entry) => entry.language))];

/**
 * Finds the words of small harm lists in a text, whole words only, in any of the ways in which they
 * are usually disguised.
 *
 * Looked through are Unicode variants, lookalike letters, invisible characters, digits for letters,
 * letters set apart, stretched letters and decomposed Korean. A word inside a longer one
 * ("Scunthorpe", "시발점") is not found.
 */
export class HarmFinder {
  readonly #matcher: HarmMatcher;
  readonly #harmless: RegExp;

  constructor(options: HarmFinderOptions = {}) {
    const {
      languages = HARM_LANGUAGES,
      categories,
      minSeverity = 1,
      words = [],
      allow = [],
    } = options;
    const entries = ALL.filter(
      (entry) =>
        languages.includes(entry.language) &&
        entry.severity >= minSeverity &&
        (categories === undefined || categories.includes(entry.category)),
    );
    const own = words.map((word): HarmWord => ({
      language: "und",
      category: "insult",
      severity: 2,
      word,
      match: "word",
    }));
    this.#matcher = new HarmMatcher(
      [...entries, ...own],
      new Set(allow.map((word) => harmForm(word).trim())),
    );
    this.#harmless = phrasePattern([...HARMLESS_EN, ...HARMLESS_KO, ...HARMLESS_OTHER, ...allow]);
  }

  /** Every entry found, the worst first; each once. */
  find(text: string): FoundHarm[] {
    const form = harmForm(text);
    const forms = new Set([
      form,
      joinedLetters(form),
      withoutLeet(form),
      withoutLeet(joinedLetters(form)),
    ]);
    for (const variant of [...forms]) forms.add(withoutStretching(variant));
    const found = new Map<string, FoundHarm>();
    for (const variant of forms) {
      if (this.#matcher.find(variant).length === 0) continue;
      // Harmless phrases are taken out only now: hardly any text gets here.
      for (const { word, language, category, severity } of this.#matcher.find(
        variant.replace(this.#harmless, " "),
      ))
        found.set(word, { word, language, category, severity });
    }
    return [...found.values()].sort((a, b) => b.severity - a.severity);
  }
}
