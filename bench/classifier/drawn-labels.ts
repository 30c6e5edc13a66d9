import { Random } from "../../base/statistics/random.js";

const CLASSES = 28;
/** How far words push a text towards its classes: .48 is then the best possible accuracy. */
const STRENGTH = 9;
/** Words that say anything of the label. */
const TELLING = 0.3;
/** Texts with a second label, where rows may have several. */
const SECOND = 0.19;

/**
 * Real texts with labels drawn from a seeded random linear model of their words: as many rows and
 * classes as wanted, uneven and noisy as those of GoEmotions, which no file here has.
 */
export function drawnLabels(
  texts: readonly string[],
  { several }: { readonly several: boolean },
): (readonly [string, string | readonly string[]])[] {
  const pulls = new Map<string, Float64Array | null>();
  const pullOf = (word: string): Float64Array | null => {
    let pull = pulls.get(word);
    if (pull === undefined) {
      const random = new Random(`word ${word}`);
      pull =
        random.next() < TELLING
          ? Float64Array.from({ length: CLASSES }, () => random.normal())
          : null;
      pulls.set(word, pull);
    }
    return pull;
  };
  const bias = Float64Array.from({ length: CLASSES }, (_, c) => -0.07 * c);
  const draw = new Random("labels");
  return texts.map((text) => {
    const scores = bias.slice();
    const words = text.toLowerCase().match(/\p{L}+/gu) ?? [];
    for (const word of words) {
      const pull = pullOf(word);
      if (pull === null) continue;
      for (let c = 0; c < CLASSES; c++)
        scores[c] = scores[c]! + (STRENGTH * pull[c]!) / (3 + words.length);
    }
    const weights = scores.map((score) => Math.exp(score));
    const first = draw.weighted(weights);
    if (!several) return [text, `class ${first}`] as const;
    weights[first] = 0;
    const labels = draw.next() < SECOND ? [first, draw.weighted(weights)] : [first];
    return [text, labels.map((c) => `class ${c}`)] as const;
  });
}
