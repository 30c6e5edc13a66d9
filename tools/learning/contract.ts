import type { FeatureOptions } from "./features/feature-options.js";

/**
 * One text, or a pair of texts that is judged together (premise and hypothesis, question and
 * answer).
 */
export type PlainInput = string | readonly [string, string];

/** A text, or a pair of texts, with the embedding that a model made of it. */
export interface EmbeddedInput {
  /** The text or the pair. */
  readonly text: PlainInput;
  /** The embedding, of a pair one of each text; of one dimension in all rows. */
  readonly vector: ArrayLike<number> | readonly [ArrayLike<number>, ArrayLike<number>];
  /** True where the embedding alone counts, not the words. Default: false. */
  readonly alone?: boolean;
}

/** What a classifier learns from and judges: words, an embedding beside them, or an embedding alone. */
export type TextInput = PlainInput | EmbeddedInput;

/** One label, or the set of labels of a multi-label row (which may be empty). */
export type LabelInput = string | readonly string[];

export type ClassifierAlgorithm = "linear-svm" | "logistic-regression" | "naive-bayes" | "ensemble";

/**
 * Where the held-out scores come from on which the curves from scores to probabilities are fitted:
 * a temperature, or a curve per class for several labels a row.
 */
export type Calibration = "leave-one-out" | "cross-validation" | "none";

/** What a classifier is trained on, and how. */
export interface TrainOptions {
  /** The texts, or pairs of texts. */
  readonly texts: readonly TextInput[];
  /** Aligned with `texts`. One array among them makes the whole problem multi-label. */
  readonly labels: readonly LabelInput[];
  /** Sample weights, >= 0, aligned with `texts`; a row of weight 0 is not seen. Default: 1 each. */
  readonly weights?: ArrayLike<number>;
  /** Seed of every random choice. Default: 0. */
  readonly seed?: number;
  /**
   * All classes in the order wanted; may name classes without a row (probability 0). Default: the
   * sorted labels.
   */
  readonly classes?: readonly string[];
  /**
   * "balanced" weighs a class by n / (classes x its rows); a record names weights, 1 for classes it
   * leaves out.
   */
  readonly classWeights?: "balanced" | Readonly<Record<string, number>>;
  /** Default: "linear-svm". */
  readonly algorithm?: ClassifierAlgorithm;
  /**
   * Cost of an error against the size of the weights (C), > 0. Default: chosen on rows held out of
   * small fits, from 4 (linear-svm) or 20 (logistic-regression) downwards; that one itself for fewer
   * than 200 different rows.
   */
  readonly cost?: number;
  /** Which features texts have. Default: words and characters. */
  readonly features?: Partial<FeatureOptions>;
  /**
   * Default: "cross-validation" up to 1,000 rows, where leave-one-out is too sure; "leave-one-out",
   * which costs no further fit, above.
   */
  readonly calibration?: Calibration;
  /** Solver passes at most. Default: 100. */
  readonly maxEpochs?: number;
  /**
   * Goes on from this classifier's weights, vocabulary and classes instead of from nothing (linear
   * algorithms).
   */
  readonly initial?: TextClassifier;
}

/** What a classifier says of one text. */
export interface Prediction {
  /** The most probable class. */
  readonly label: string;
  /**
   * Aligned with `classes`. Sums to 1, except in a multi-label problem (one probability per class).
   */
  readonly probabilities: Float64Array;
  /**
   * Multi-label only: the classes whose probability reaches their own cut, in the order of
   * `classes`. The cuts are those of the best micro-averaged F1 on held-out rows (0.5 where
   * calibration is "none"); the set is empty only where training rows without a label were given.
   */
  readonly labels?: readonly string[];
}

/** A trained classifier as plain JSON; read back by `classifierFromJSON`. */
export interface ClassifierState {
  readonly type: string;
  readonly version: 1;
  readonly classes: readonly string[];
  readonly [field: string]: unknown;
}

/**
 * A small model that labels texts.
 *
 *     const constant: TextClassifier = {
 *       classes: ["no", "yes"],
 *       predict: (texts) => texts.map(() => ({ label: "yes", probabilities: Float64Array.of(0.2, 0.8) })),
 *       toJSON: () => ({ type: "constant", version: 1, classes: ["no", "yes"] }),
 *     };
 */
export interface TextClassifier {
  /** Classes in a fixed order. */
  readonly classes: readonly string[];
  /** One prediction for each text, in their order. */
  predict(texts: readonly TextInput[]): Prediction[];
  /** The classifier as plain JSON. */
  toJSON(): ClassifierState;
}

/** What a language model said of one text: a label, several, or a mass per class name. */
export type ModelAnswer = string | readonly string[] | Readonly<Record<string, number>> | null;

/** What a classifier may use beside the texts when it learns or predicts. */
export interface ClassifierContext {
  /** Unit vectors of texts. */
  embed(texts: readonly string[]): Promise<readonly ArrayLike<number>[]>;
  /** Asks a language model for labels, one answer a text; null where it could not be read. */
  ask(
    texts: readonly TextInput[],
    demonstrations: readonly {
      /** The text. */
      readonly text: string;
      /** The label. */
      readonly label: LabelInput;
    }[],
  ): Promise<readonly ModelAnswer[]>;
  /** Stops the training. */
  readonly signal?: AbortSignal;
}

/** A classifier that may need embeddings or a language model. Every TextClassifier is one. */
export interface TrainedClassifier {
  /** Classes in a fixed order. */
  readonly classes: readonly string[];
  /** One prediction for each text, in their order. */
  predict(
    texts: readonly TextInput[],
    context: ClassifierContext,
  ): Prediction[] | Promise<Prediction[]>;
  /** The classifier as plain JSON. */
  toJSON(): ClassifierState;
}

/** What a classifier learns from. */
export interface ClassifierRows extends Pick<TrainOptions, "texts" | "labels"> {
  /** All classes in the order wanted. */
  readonly classes: readonly string[];
  /** Weights, >= 0, aligned with `texts`. */
  readonly weights: ArrayLike<number>;
  readonly multiLabel: boolean;
}

/**
 * A kind of small model: how it is trained, and how what it saved is read back.
 *
 *     const constant: Classifier = {
 *       train: ({ classes }) => Promise.resolve(always(classes[0])),
 *       restore: (state) => always(state.classes[0]),
 *     };
 */
export interface Classifier {
  /** Trains on labelled rows. */
  train(rows: ClassifierRows, context: ClassifierContext): Promise<TrainedClassifier>;
  /** @throws TRAINING_DATA for a state that it did not write */
  restore(state: ClassifierState): TrainedClassifier;
}
