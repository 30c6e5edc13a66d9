import type { LabelValue } from "../../../schema/label.js";
import type { LearningFeatures } from "../../learning/features/learning-features.js";
import type { AskPeople, CurationRow } from "../contract.js";
import type { AnswerRates } from "./noise-model.js";
import type { LabelLoopSettings } from "./loop-settings.js";

/** A labelled row as it is shown in a prompt. */
export interface Demonstration {
  readonly id: string;
  readonly text: string;
  readonly label: string;
  /** Probability that the label is right, in the loop's own estimate. */
  readonly confidence: number;
}

/**
 * Asks a language model for the labels of rows, each with demonstrations of its own (best first; at
 * most the loop's setting). Answers stand in the order of the rows; an answer that could not be
 * read is null. `variant` is 0 for a row's first question and 1 for its second.
 */
export type AskRows = (
  rows: readonly CurationRow[],
  options: {
    readonly demonstrations: readonly (readonly Demonstration[])[];
    readonly variant: number;
  },
) => Promise<readonly { readonly label: LabelValue; readonly confidence: number | null }[]>;

export interface LabelLoopOptions {
  /** Rows to be labelled; a label that a row carries is not read. */
  readonly rows: readonly CurationRow[];
  /** At least two names. */
  readonly labels: readonly string[];
  readonly askModel: AskRows;
  /** Rows that the language model may be asked about, repeated questions included; >= 0. */
  readonly maxCalls: number;
  /** Unit vectors of texts, for demonstrations and for what the small model learns from. */
  readonly embed: (texts: readonly string[]) => Promise<readonly Float32Array[]>;
  /** What the small model learns from: words, embeddings of `embed`, or both. Default: words. */
  readonly features?: LearningFeatures;
  /** Rows with trusted labels: training rows and demonstrations from the start. */
  readonly support?: readonly CurationRow[];
  /**
   * Rows that are not to be labelled, with labels that a language model gave them and how likely these
   * are right as weight: training rows from the start, no demonstrations. Default: none.
   */
  readonly answered?: readonly CurationRow[];
  /** Asked at the end about the least certain rows, at most `maxPeople` of them. */
  readonly askPeople?: AskPeople;
  /** Default: 0. */
  readonly maxPeople?: number;
  readonly seed?: number;
  readonly signal?: AbortSignal;
  readonly progress?: (step: string, share: number) => void;
  readonly settings?: Partial<LabelLoopSettings>;
}

export interface LoopLabel {
  readonly id: string;
  /**
   * Null where nobody could say: no call was left, and there was too little to train a small model
   * on.
   */
  readonly label: string | null;
  readonly source: "llm" | "small-model" | "people" | null;
  /**
   * Probability that the label is right in the models' own opinion, for ranking: it is too high where
   * they share mistakes; null with a null label, and for answers that no small model could check.
   */
  readonly confidence: number | null;
  /** What the language model said last; null where it was not asked or could not be read. */
  readonly answer: string | null;
  /** Times that the language model was asked about the row. */
  readonly calls: number;
}

/** One line of the loop's log. */
export interface LoopRound {
  readonly round: number;
  /** Rows asked about for the first time, and again. */
  readonly asked: number;
  readonly askedAgain: number;
  /** Answers to repeated questions that differ from the first answer. */
  readonly changed: number;
  /** Answers that were null or no label of the task. */
  readonly unread: number;
  /** Rows with an answer whose label the loop replaces by the small model's. */
  readonly overruled: number;
  /** Rows of the agreement set, from which demonstrations come. */
  readonly agreement: number;
  /** How the language model answers, as the loop estimates it; null before there is an estimate. */
  readonly rates: AnswerRates | null;
  /**
   * Expected share of wrong labels among rows that have one, in the models' own opinion: too low
   * where they share mistakes; null before there is an estimate.
   */
  readonly expectedError: number | null;
  readonly note: string | null;
}

export interface LabelLoopResult {
  readonly labels: readonly LoopLabel[];
  readonly calls: number;
  readonly log: readonly LoopRound[];
  /**
   * Exponent that the small model's probabilities needed to fit the answers, above 0; null where there
   * was no small model.
   */
  readonly sharpness: number | null;
}
