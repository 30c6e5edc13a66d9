import type { Context } from "hono";
import { ERROR_CODES, type ErrorCode } from "../../base/error-codes.js";
import { KOREAN_FIELDS } from "../../base/language/fields/korean-fields.js";
import { KOREAN_ERROR_MEANINGS } from "../../base/language/korean-error-meanings.js";
import { KOREAN_SENTENCES } from "../../base/language/korean-sentences.js";
import type { Language } from "../../base/language/language.js";
import { translate } from "../../base/language/translate.js";
import { meaningOfReason } from "../../tools/reporting/language/report-texts.js";

/** What the server says, in the language of whoever asks. */
export interface Words {
  readonly language: Language;
  /** A known sentence; what models and people wrote stays as it is. */
  sentence(text: string): string;
  /** What a schema says of a field. */
  field(description: string): string;
  /** What the code of a reason means. */
  reason(reason: string, meaning: string): string;
  /** What an error means, where its message is not known in the language; else null. */
  error(code: ErrorCode, message: string): string | null;
}

const ENGLISH: Words = {
  language: "en",
  sentence: (text) => text,
  field: (description) => description,
  reason: (_, meaning) => meaning,
  error: () => null,
};

const korean = (text: string): string => translate(text, KOREAN_SENTENCES);

const KOREAN: Words = {
  language: "ko",
  // Several sentences may stand behind each other.
  sentence: (text) => {
    const parts = text.split("; ");
    const told = parts.map(korean);
    if (told.every((part, place) => part !== parts[place])) return told.join("; ");
    // A sentence may have a semicolon of its own.
    const whole = korean(text);
    return whole === text ? told.join("; ") : whole;
  },
  field: (description) => KOREAN_FIELDS.get(description) ?? description,
  reason: (reason, meaning) => meaningOfReason({ reason, meaning }, "ko"),
  error: (code, message) => (korean(message) === message ? KOREAN_ERROR_MEANINGS[code] : null),
};

interface ToldError {
  readonly code: string;
  readonly message: string;
  readonly hint: string | null;
}

/** An error as it is told in these words. */
export function inTheseWords<Told extends ToldError>(
  error: Told,
  words: Words,
): Told & { readonly meaning: string | null } {
  return {
    ...error,
    message: words.sentence(error.message),
    meaning: Object.hasOwn(ERROR_CODES, error.code)
      ? words.error(error.code as ErrorCode, error.message)
      : null,
    hint: error.hint === null ? null : words.sentence(error.hint),
  };
}

/** An error of which only code and message are told: its meaning stands for a message that is not known. */
export function toldInTheseWords<Told extends { readonly code: string; readonly message: string }>(
  error: Told,
  words: Words,
): Told {
  const meaning = Object.hasOwn(ERROR_CODES, error.code)
    ? words.error(error.code as ErrorCode, error.message)
    : null;
  return { ...error, message: meaning ?? words.sentence(error.message) };
}

/** Verdicts whose reasons are in these words, where rules gave them; a model's stay as they are. */
export function judgedInTheseWords<Judged extends { readonly reason: string }>(
  verdicts: readonly Judged[],
  words: Words,
): Judged[] {
  return verdicts.map((verdict) => ({ ...verdict, reason: words.sentence(verdict.reason) }));
}

/** A JSON Schema whose descriptions are in these words. */
export function schemaInTheseWords<Node>(node: Node, words: Words): Node {
  if (Array.isArray(node))
    return node.map((entry: unknown) => schemaInTheseWords(entry, words)) as Node;
  if (typeof node !== "object" || node === null) return node;
  return Object.fromEntries(
    Object.entries(node).map(([key, value]: [string, unknown]) => [
      key,
      key === "description" && typeof value === "string"
        ? words.field(value)
        : schemaInTheseWords(value, words),
    ]),
  ) as Node;
}

/** Programs that ask for no language read English, as in what the command line prints for them. */
export function wordsFor(context: Context): Words {
  const wanted = context.req.header("accept-language") ?? "";
  return /^ko\b/iu.test(wanted) ? KOREAN : ENGLISH;
}
