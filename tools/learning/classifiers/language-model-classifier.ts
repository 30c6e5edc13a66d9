import { DatawrightError } from "../../../base/errors.js";
import type { AsyncTextClassifier, Prediction, TextInput } from "../contract.js";
import { predictionOf } from "./prediction-of.js";

/**
 * A model's answer for one text: a label, a probability per class name, or null where it could not
 * be parsed.
 */
export type ModelAnswer = string | Readonly<Record<string, number>> | null;

export interface LanguageModelClassifierOptions {
  readonly classes: readonly string[];
  /** One answer per text, in order. */
  readonly classify: (texts: readonly TextInput[]) => Promise<readonly ModelAnswer[]>;
  /**
   * Probability given to a bare label; the other classes share the rest. Between 1 / classes and 1.
   * Default: 0.9.
   */
  readonly trust?: number;
}

/**
 * A language model behind the contract of a classifier. An answer that is null or names no class
 * becomes equal
 * probabilities, and is counted in `unanswered`.
 */
export class LanguageModelClassifier implements AsyncTextClassifier {
  readonly classes: readonly string[];
  readonly #classify: LanguageModelClassifierOptions["classify"];
  readonly #trust: number;
  #unanswered = 0;

  /** @throws SHAPE if there are fewer than two classes or `trust` is out of range */
  constructor(options: LanguageModelClassifierOptions) {
    const { classes, classify, trust = 0.9 } = options;
    if (classes.length < 2)
      throw new DatawrightError({
        code: "SHAPE",
        message: `a classifier needs at least two classes, got ${classes.length}`,
      });
    if (!(trust >= 1 / classes.length && trust <= 1))
      throw new DatawrightError({
        code: "SHAPE",
        message: `trust is ${trust}; it must lie between 1 / classes and 1`,
      });
    this.classes = classes;
    this.#classify = classify;
    this.#trust = trust;
  }

  /** Texts so far without a usable answer. */
  get unanswered(): number {
    return this.#unanswered;
  }

  /** @throws SHAPE if the model gives another number of answers than texts */
  async predict(texts: readonly TextInput[]): Promise<Prediction[]> {
    if (texts.length === 0) return [];
    const answers = await this.#classify(texts);
    if (answers.length !== texts.length)
      throw new DatawrightError({
        code: "SHAPE",
        message: `${texts.length} texts got ${answers.length} answers`,
      });
    return answers.map((answer) => predictionOf(this.classes, this.#probabilities(answer), false));
  }

  #probabilities(answer: ModelAnswer): Float64Array {
    const k = this.classes.length;
    if (typeof answer === "string") {
      const given = this.classes.indexOf(answer);
      if (given >= 0)
        return Float64Array.from(this.classes, (_, c) =>
          c === given ? this.#trust : (1 - this.#trust) / (k - 1),
        );
    } else if (answer !== null) {
      const masses = this.classes.map((name) => answer[name] ?? 0);
      const total = masses.reduce((sum, mass) => sum + mass, 0);
      if (total > 0 && masses.every((mass) => mass >= 0 && mass < Infinity))
        return Float64Array.from(masses, (mass) => mass / total);
    }
    this.#unanswered++;
    return new Float64Array(k).fill(1 / k);
  }
}
