import { particle, type Particle } from "./particle.js";

/**
 * A sentence with places for values, and the same in another language: `{0}`, `{1}` … in both. Each
 * place of the first stands once, in order; the other may put them in any order, and name the
 * particle that goes behind a value: `{0|을/를}`.
 */
export type SentencePair = readonly [from: string, to: string];

/** Longer text is no sentence: a model or a file wrote it. */
const LONGEST = 2000;

/**
 * Gives a known sentence in another language, with its values as they are; text that is not known
 * stays as it is. Each line of several is a sentence of its own.
 */
export function translate(text: string, sentences: readonly SentencePair[]): string {
  const known = translated(text, sentences);
  if (known !== null) return known;
  return text.includes("\n")
    ? text
        .split("\n")
        .map((line) => translated(line, sentences) ?? line)
        .join("\n")
    : text;
}

function translated(text: string, sentences: readonly SentencePair[]): string | null {
  if (text.length > LONGEST) return null;
  for (const [from, to] of sentences) {
    const values = valuesIn(text, from);
    if (values !== null) return filled(to, values, sentences);
  }
  return null;
}

/** A value that is a known sentence itself, as the cause behind a message may be, is put over too. */
function filled(
  sentence: string,
  values: readonly string[],
  sentences: readonly SentencePair[],
): string {
  return sentence.replace(
    /\{(\d)(?:\|([^}]+))?\}/gu,
    (_, place: string, pair: Particle | undefined) => {
      const value = translate(values[Number(place)] ?? "", sentences);
      return pair === undefined ? value : `${value}${particle(value, pair)}`;
    },
  );
}

/**
 * The values at the places of a sentence; null where the text is another one. Each value ends where
 * the words behind it first come up, so the time is linear in the text.
 */
function valuesIn(text: string, sentence: string): string[] | null {
  const words = sentence.split(/\{\d\}/u);
  if (!text.startsWith(words[0]!)) return null;
  const values: string[] = [];
  let at = words[0]!.length;
  for (const [index, next] of words.entries()) {
    if (index === 0) continue;
    const end =
      index === words.length - 1
        ? text.endsWith(next)
          ? text.length - next.length
          : -1
        : text.indexOf(next, at);
    if (end < at) return null;
    values.push(text.slice(at, end));
    at = end + next.length;
  }
  return at === text.length ? values : null;
}
