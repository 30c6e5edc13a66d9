import { stopWords } from "../../tools/text/language.js";
import { words } from "../../tools/text/words.js";

/** A rule that an evolved sample failed, with what it found. */
export interface Elimination {
  readonly rule: "prompt-words" | "sorry" | "no-content";
  readonly because: string;
}

const SHORT_ANSWER = 80;
/** Words of a prompt about evolving that a model copied into what it wrote. */
const PROMPT_WORDS = /#?\b(?:given|rewritten|created|evolved) prompt\b#?|\bevolved version\b/iu;

/** The evolved text speaks of the prompt that it comes from, or says nothing. */
export function questionElimination(text: string, language: string): Elimination | null {
  const copied = PROMPT_WORDS.exec(text);
  if (copied) return { rule: "prompt-words", because: `it speaks of the "${copied[0]}"` };
  return isEmptyTalk(text, language)
    ? { rule: "no-content", because: "it has nothing but punctuation and stop words" }
    : null;
}

/** The answer is a short apology, or says nothing: the evolved instruction is too hard, or none. */
export function answerElimination(text: string, language: string): Elimination | null {
  const count = words(text).length;
  if (/\bsorry\b/iu.test(text) && count < SHORT_ANSWER)
    return { rule: "sorry", because: `the answer says sorry in ${count} words` };
  return isEmptyTalk(text, language)
    ? { rule: "no-content", because: "the answer has nothing but punctuation and stop words" }
    : null;
}

function isEmptyTalk(text: string, language: string): boolean {
  const common = stopWords(language);
  return !words(text).some((word) => /[\p{L}\p{N}]/u.test(word) && !common.has(word));
}
