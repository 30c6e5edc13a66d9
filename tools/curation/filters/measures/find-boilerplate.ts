import { caseFold } from "../../../../base/text/case-fold.js";
import { BOILERPLATE_PHRASES, type PhraseKind } from "./boilerplate-phrases.js";

/** A phrase found in a text, as it stands there (case-folded). */
export interface FoundPhrase {
  readonly kind: PhraseKind | "custom";
  readonly language: string;
  readonly found: string;
}

/**
 * Phrases of a model stand at the ends of its answer; the middle of a very long text is not
 * searched for them.
 */
const EDGE = 2000;

/**
 * The first phrase of a refusal, of a model speaking of itself, of a preamble or of an unfilled
 * placeholder; null for none.
 *
 * @param own phrases of the user's, found anywhere in the text, case and runs of space aside
 */
export function findBoilerplate(text: string, own: readonly string[] = []): FoundPhrase | null {
  const folded = fold(text);
  for (const phrase of own) {
    const wanted = fold(phrase);
    if (wanted !== "" && folded.includes(wanted))
      return { kind: "custom", language: "und", found: wanted };
  }
  const searched =
    folded.length <= 2 * EDGE ? folded : `${folded.slice(0, EDGE)}\n${folded.slice(-EDGE)}`;
  for (const { kind, language, pattern } of BOILERPLATE_PHRASES) {
    const match = pattern.exec(searched);
    if (match !== null) return { kind, language, found: match[0] };
  }
  return null;
}

function fold(text: string): string {
  return caseFold(text)
    .replace(/[‘’ʼ＇`]/gu, "'")
    .replace(/[^\S\n]+|\n/gu, " ")
    .trim();
}
