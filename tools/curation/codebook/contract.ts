import type { CurationRow } from "../contract.js";
import type { Interval } from "../../../base/statistics/intervals.js";

/** A share with its 95 % interval (Wilson). */
export interface Rate extends Interval {
  readonly value: number | null;
  readonly successes: number;
  readonly trials: number;
}

export type Verdict = "go" | "review" | "stop";

/** How well the language model applies one label of the codebook. */
export interface LabelValidation {
  readonly label: string;
  /** Rows of the sample to which people gave the label. */
  readonly support: number;
  /** Of the rows that the language model gave the label, people agree. */
  readonly precision: Rate;
  /** Of the rows that people gave the label, the language model agrees. */
  readonly recall: Rate;
  readonly f1: number | null;
  /** Rows of the sample on which both say the label, or both do not. */
  readonly agreement: Rate;
  /** Cohen's kappa of "this label or not"; null where it is not defined. */
  readonly kappa: number | null;
  /**
   * Mean share of repeated runs that name the label, over the rows whose first run names it; null
   * without repeated runs.
   */
  readonly consistency: number | null;
  readonly verdict: Verdict;
  readonly reasons: readonly string[];
}

export interface CodebookValidation {
  readonly labels: readonly LabelValidation[];
  /** The worst verdict of any label. */
  readonly verdict: Verdict;
  readonly agreement: Rate;
  /** Cohen's kappa over all labels; null where it is not defined. */
  readonly kappa: number | null;
  /** Share of rows whose repeated runs all name one label; null without repeated runs. */
  readonly stable: Rate | null;
  readonly validated: number;
  /** Rows of the sample that no person answered: they do not count. */
  readonly unanswered: number;
  /** Answers of the language model that could not be read; each counts as wrong. */
  readonly unread: number;
}

/** Either the verdicts, or the rows that people must label first. */
export type CodebookOutcome =
  | {
      readonly status: "validated";
      readonly validation: CodebookValidation;
      readonly sample: readonly CurationRow[];
    }
  | {
      readonly status: "needs-people";
      readonly sample: readonly CurationRow[];
      readonly question: string;
    };
