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
 * stays as it is. Each line of several is a sentence of its own, and may stand behind the name of a
 * place and a colon.
 */
export function translate(text: string, sentences: readonly SentencePair[]): string {
  return (
    translated(text, sentences) ??
    text
      .split("\n")
      .map((line) => translated(line, sentences) ?? behindPlaces(line, sentences))
      .join("\n")
  );
}

/** The same behind the places that a line begins with, as of a file, a line and a field. */
function behindPlaces(line: string, sentences: readonly SentencePair[]): string {
  if (line.length > LONGEST) return line;
  for (let at = line.indexOf(": "); at >= 0; at = line.indexOf(": ", at + 2)) {
    const known = translated(line.slice(at + 2), sentences);
    if (known !== null) return `${line.slice(0, at + 2)}${known}`;
  }
  return line;
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
  // What a sentence begins with is no place and a colon: the sentence stands behind those.
  if (words[0] === "" && text.slice(0, text.indexOf(words[1]!)).includes(": ")) return null;
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
