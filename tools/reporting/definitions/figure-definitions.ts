import type { Language } from "../../../base/language/language.js";
import { reportTexts } from "../language/report-texts.js";
import { ENGLISH_DEFINITIONS } from "./english-definitions.js";
import { KOREAN_DEFINITIONS } from "./korean-definitions.js";

/** A figure by its name on the page, what it is, and who proposed it; empty where nobody has to be named. */
export interface FigureDefinition {
  readonly name: string;
  readonly text: string;
  readonly source: string;
}

/** Definitions under another key than the figure's name: two figures share a name. */
const NAMES: Readonly<Record<string, string>> = {
  unseenMass_texts: "unseenMass",
  coverage_reference: "coverage",
};

/** The definitions of the figures of a page, in the given order; those that nobody has to explain left out. */
export function figureDefinitions(keys: readonly string[], language: Language): FigureDefinition[] {
  const { figureNames, page } = reportTexts(language);
  return [...new Set(keys)].flatMap((key) => {
    const found = Object.hasOwn(ENGLISH_DEFINITIONS, key) ? ENGLISH_DEFINITIONS[key]! : null;
    if (found === null) return [];
    const [english, source] = found;
    const text = language === "en" ? english : (KOREAN_DEFINITIONS[key] ?? english);
    const name = page.definitionNames[key] ?? figureNames[NAMES[key] ?? key] ?? key;
    return [{ name, text, source }];
  });
}
