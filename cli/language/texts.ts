import type { Language } from "../../base/language/language.js";
import { english, type Texts } from "./english.js";
import { korean } from "./korean.js";

export type { Texts };
const TEXTS: Readonly<Record<Language, Texts>> = { en: english, ko: korean };
let chosen: Language = "en";

/** Chooses the language of this process: once, before a command begins. */
export function speak(language: Language): void {
  chosen = language;
}

export function spokenLanguage(): Language {
  return chosen;
}

/** Says something in English in any language: what programs read too. */
export function inEnglish<T>(say: () => T): T {
  const before = chosen;
  chosen = "en";
  try {
    return say();
  } finally {
    chosen = before;
  }
}

/** What the command line says, in the language that was chosen. */
export function texts(): Texts {
  return TEXTS[chosen];
}
