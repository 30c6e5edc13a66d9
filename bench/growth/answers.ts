import { Random } from "../../base/statistics/random.js";
import { sha256Hex } from "../../base/statistics/hash.js";
import { ticketAnswer, ticketServerAnswer } from "../../test/helpers/ticket-run.js";
import type { ChatRequest } from "../../tools/models/contract.js";

/** Two hundred words, as templates have, or thirty thousand, the frequent ones far more often. */
export type Vocabulary = "narrow" | "wide";

const WORDS = 30_000;
const SKEW = 4;
const SYLLABLES = (
  "ba ce di fo gu ha je ki lo mu na pe qui ro su ta ve wi xo yu zan bel cor dim fel gor hun " +
  "jam kel lin mor nus pal ren sil tor vam wen"
).split(" ");

/** The word of a number, each another. */
function wordOf(number: number): string {
  let word = "";
  for (let left = number + 1; left > 0; left = Math.floor(left / SYLLABLES.length))
    word += SYLLABLES[left % SYLLABLES.length]!;
  return word;
}

/** The narrow text with most words in it drawn from many. */
export function widened(text: string, seed: string): string {
  const random = new Random(sha256Hex(seed));
  const own = /so the \w+ and the \w+ need \w+/u.exec(text)?.[0] ?? "";
  const some = (): string =>
    Array.from({ length: 7 + random.integer(6) }, () =>
      wordOf(Math.floor(WORDS * random.next() ** SKEW)),
    ).join(" ");
  return `The ${some()}, ${own} ${some()}.`;
}

function ofVocabulary(made: unknown, vocabulary: Vocabulary, seed: string): unknown {
  const { text } = made as { readonly text?: string };
  return vocabulary === "narrow" || text === undefined ? made : { text: widened(text, seed) };
}

/** Answers of the server: the name of the model says from which vocabulary. */
export function answer(body: Record<string, unknown>): unknown {
  const seed = JSON.stringify([body["messages"], body["seed"]]);
  return ofVocabulary(ticketServerAnswer(body), body["model"] as Vocabulary, seed);
}

/** The same for a model object in this process. */
export function answerOf(
  { messages, format, parameters: { seed } }: ChatRequest,
  vocabulary: Vocabulary,
): unknown {
  const schema = format.schema as Record<string, unknown> | undefined;
  const made = ticketAnswer({ messages, schema, seed });
  return ofVocabulary(made, vocabulary, JSON.stringify([messages, seed]));
}
