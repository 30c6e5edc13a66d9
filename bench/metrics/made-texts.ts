import { Random } from "../../base/statistics/random.js";

/** Texts of 10 to 40 words, word frequencies as in a language (Zipf), some of them repeated. */
export function madeTexts(count: number, seed: number): string[] {
  const random = new Random(seed);
  const vocabulary = Array.from({ length: 40_000 }, (_, rank) => `w${rank.toString(36)}`);
  // Log-uniform ranks: the frequency of a word is about one over its rank.
  const wordOf = (): string =>
    vocabulary[Math.floor(Math.exp(random.next() * Math.log(vocabulary.length))) - 1]!;
  const texts: string[] = [];
  for (let row = 0; row < count; row++)
    texts.push(
      row > 0 && random.next() < 0.01
        ? texts[random.integer(row)]!
        : Array.from({ length: 10 + random.integer(31) }, wordOf).join(" "),
    );
  return texts;
}
