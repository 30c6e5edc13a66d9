import { stratifiedFolds } from "../../../learning/stratified-folds.js";
import { words } from "../../../../base/text/words.js";

export interface LogProbabilityTask {
  readonly texts: readonly string[];
  /** Class of each text. */
  readonly classes: readonly number[];
  readonly order: number;
  readonly folds: number;
  readonly seed: number;
}

const END = -1;
const START = -2;

/**
 * The average log-probability per word (natural logarithm, the end of the text counted) of each
 * text under an n-gram model of the other texts of its class: interpolated Witten-Bell smoothing
 * over orders 1 to n, an unseen word sharing the mass of one word in vocabulary + 1. Held out by
 * folds, equal texts in one fold. NaN for a text without words.
 */
export function heldOutLogProbabilities({
  texts,
  classes,
  order,
  folds,
  seed,
}: LogProbabilityTask): Float64Array {
  const numbers = new Map<string, number>();
  const tokens = texts.map((text) =>
    words(text).map((word) => {
      const known = numbers.get(word) ?? numbers.size;
      numbers.set(word, known);
      return known;
    }),
  );
  const foldOf = stratifiedFolds([...texts], [...classes], folds, seed);
  const scores = new Float64Array(texts.length).fill(NaN);
  const models = new Map<string, NgramModel>();
  const modelOf = (label: number, fold: number): NgramModel => {
    const key = `${label} ${fold}`;
    const known = models.get(key);
    if (known) return known;
    const model = new NgramModel(order, numbers.size + 2);
    classes.forEach((other, row) => {
      if (other === label && foldOf[row] !== fold) model.add(tokens[row]!);
    });
    // One at a time: rows are scored class by class, fold by fold.
    models.clear();
    models.set(key, model);
    return model;
  };
  const inOrder = texts
    .map((_text, row) => row)
    .sort((a, b) => classes[a]! - classes[b]! || foldOf[a]! - foldOf[b]! || a - b);
  for (const row of inOrder)
    if (tokens[row]!.length > 0)
      scores[row] = modelOf(classes[row]!, foldOf[row]!).averageLogProbability(tokens[row]!);
  return scores;
}

interface Context {
  total: number;
  readonly next: Map<number, number>;
}

/** An n-gram model of token numbers with interpolated Witten-Bell smoothing. */
class NgramModel {
  readonly #order: number;
  readonly #vocabulary: number;
  readonly #contexts = new Map<string, Context>();

  constructor(order: number, vocabulary: number) {
    this.#order = order;
    this.#vocabulary = vocabulary;
  }

  add(tokens: readonly number[]): void {
    this.#visit(tokens, (history, token) => {
      for (let length = 0; length <= history.length; length++) {
        const key = contextKey(history, length);
        const context = this.#contexts.get(key) ?? { total: 0, next: new Map<number, number>() };
        this.#contexts.set(key, context);
        context.total += 1;
        context.next.set(token, (context.next.get(token) ?? 0) + 1);
      }
    });
  }

  averageLogProbability(tokens: readonly number[]): number {
    let sum = 0;
    this.#visit(tokens, (history, token) => {
      let probability = 1 / this.#vocabulary;
      for (let length = 0; length <= history.length; length++) {
        const context = this.#contexts.get(contextKey(history, length));
        if (context === undefined) break;
        probability =
          ((context.next.get(token) ?? 0) + context.next.size * probability) /
          (context.total + context.next.size);
      }
      sum += Math.log(probability);
    });
    return sum / (tokens.length + 1);
  }

  #visit(
    tokens: readonly number[],
    seen: (history: readonly number[], token: number) => void,
  ): void {
    const padded = [...new Array<number>(this.#order - 1).fill(START), ...tokens, END];
    for (let at = this.#order - 1; at < padded.length; at++)
      seen(padded.slice(at - this.#order + 1, at), padded[at]!);
  }
}

function contextKey(history: readonly number[], length: number): string {
  return history.slice(history.length - length).join(" ");
}
