import { z } from "zod";
import { countSetting, numberSetting } from "../../../base/slots/number-setting.js";
import { DatawrightError } from "../../../base/errors.js";
import { configurable } from "../../../base/slots/configurable.js";
import type {
  Classifier,
  ClassifierContext,
  ClassifierRows,
  ClassifierState,
  LabelInput,
  ModelAnswer,
  Prediction,
  TextInput,
  TrainedClassifier,
} from "../contract.js";
import { predictionOf } from "./prediction-of.js";

/** A row that is shown to the model with its label. */
export interface ShownRow {
  readonly text: string;
  readonly label: LabelInput;
}

export interface LanguageModelOptions {
  readonly classes: readonly string[];
  readonly multiLabel?: boolean;
  /** Shown with every question. Default: none. */
  readonly demonstrations?: readonly ShownRow[];
  /**
   * Probability given to a bare label; the other classes share the rest. Between 1 / classes and 1.
   * Default: 0.9.
   */
  readonly trust?: number;
}

const TYPE = "language-model";

/**
 * A language model behind the contract of a classifier. An answer that is null or names no class
 * becomes equal probabilities, and is counted in `unanswered`.
 */
export class LanguageModelClassifier implements TrainedClassifier {
  readonly classes: readonly string[];
  readonly #multiLabel: boolean;
  readonly #demonstrations: readonly ShownRow[];
  readonly #trust: number;
  #unanswered = 0;

  /** @throws SHAPE if there are fewer than two classes or `trust` is out of range */
  constructor(options: LanguageModelOptions) {
    const { classes, multiLabel = false, demonstrations = [], trust = 0.9 } = options;
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
    this.#multiLabel = multiLabel;
    this.#demonstrations = demonstrations;
    this.#trust = trust;
  }

  /** Texts so far without a usable answer. */
  get unanswered(): number {
    return this.#unanswered;
  }

  /** @throws SHAPE if the model gives another number of answers than texts */
  async predict(
    texts: readonly TextInput[],
    { ask }: Pick<ClassifierContext, "ask">,
  ): Promise<Prediction[]> {
    if (texts.length === 0) return [];
    const answers = await ask(texts, this.#demonstrations);
    if (answers.length !== texts.length)
      throw new DatawrightError({
        code: "SHAPE",
        message: `${texts.length} texts got ${answers.length} answers`,
      });
    return answers.map((answer) =>
      predictionOf(this.classes, this.#probabilities(answer), this.#multiLabel),
    );
  }

  toJSON(): ClassifierState {
    return {
      type: TYPE,
      version: 1,
      classes: this.classes,
      multiLabel: this.#multiLabel,
      demonstrations: this.#demonstrations,
      trust: this.#trust,
    };
  }

  /** @throws TRAINING_DATA for a state that `toJSON` did not write */
  static fromState(state: ClassifierState): LanguageModelClassifier {
    if (state.type !== TYPE)
      throw new DatawrightError({
        code: "TRAINING_DATA",
        message: `a state of type "${state.type}" is none of a language-model classifier`,
      });
    return new LanguageModelClassifier(state as unknown as LanguageModelOptions);
  }

  #probabilities(answer: ModelAnswer): Float64Array {
    const k = this.classes.length;
    if (typeof answer === "string" || Array.isArray(answer)) {
      const named = new Set([answer].flat() as string[]);
      const known = this.classes.filter((name) => named.has(name)).length;
      if (this.#multiLabel && known === named.size)
        return Float64Array.from(this.classes, (name) =>
          named.has(name) ? this.#trust : 1 - this.#trust,
        );
      if (!this.#multiLabel && known === 1 && named.size === 1)
        return Float64Array.from(this.classes, (name) =>
          named.has(name) ? this.#trust : (1 - this.#trust) / (k - 1),
        );
    } else if (answer !== null) {
      const masses = answer as Readonly<Record<string, number>>;
      const values = this.classes.map((name) => masses[name] ?? 0);
      const total = values.reduce((sum, mass) => sum + mass, 0);
      if (total > 0 && values.every((mass) => mass >= 0 && mass < Infinity))
        return Float64Array.from(values, (mass) => mass / total);
    }
    this.#unanswered++;
    return new Float64Array(k).fill(1 / k);
  }
}

/** A language model that is shown a few of the rows and asked for each text. */
export const languageModelClassifier = configurable({
  settings: z.strictObject({
    demonstrations: countSetting(
      { from: 0, usual: 8 },
      "Rows that are shown with every question, of all labels in turn. Default: 8.",
    ),
    trust: numberSetting(
      { from: 0.5, to: 1, usual: 0.9 },
      "Probability of the label that it answers, 0.5 to 1. Default: 0.9.",
    ),
  }),
  make: ({ demonstrations, trust }): Classifier => ({
    train: (rows) =>
      Promise.resolve(
        new LanguageModelClassifier({
          classes: rows.classes,
          multiLabel: rows.multiLabel,
          demonstrations: shownRows(rows, demonstrations),
          trust,
        }),
      ),
    restore: (state) => LanguageModelClassifier.fromState(state),
  }),
});

/** The weightiest rows of each label in turn; of equal weight the earlier one. */
function shownRows({ texts, labels, weights }: ClassifierRows, count: number): ShownRow[] {
  const byLabel = new Map<string, number[]>();
  for (const row of texts.keys()) {
    const key = [labels[row]!].flat().join("\n");
    byLabel.set(key, [...(byLabel.get(key) ?? []), row]);
  }
  const queues = [...byLabel.values()].map((rows) =>
    rows.sort((a, b) => weights[b]! - weights[a]! || a - b),
  );
  const longest = queues.reduce((most, queue) => Math.max(most, queue.length), 0);
  const order = Array.from({ length: longest }, (_, turn) =>
    queues.flatMap((queue) => queue[turn] ?? []),
  ).flat();
  return order.slice(0, count).map((row) => ({
    text: [texts[row]!].flat().join("\n"),
    label: labels[row]!,
  }));
}
