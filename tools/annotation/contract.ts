import type { LabelValue } from "../../schema/label.js";

/** A row that people are to label. Items of the review queue are such rows. */
export interface AnnotationItem {
  readonly sampleId: string;
  readonly fields: Readonly<Record<string, unknown>>;
  /** What people read. Default: the fields, one a line, or the only field by itself. */
  readonly text?: string;
  /** The label that the row has now. */
  readonly label: LabelValue;
  /** Another label that a model suggests; shown in place of `label` where there is one. */
  readonly suggested?: LabelValue;
  /** Probability from 0 to 1 that the shown label is right. */
  readonly confidence?: number;
  /** Why a person should look. */
  readonly why?: string;
}

export interface AnnotationLabel {
  readonly name: string;
  readonly definition?: string | undefined;
}

export interface AnnotationTask {
  readonly name: string;
  readonly multiLabel?: boolean;
  /** What people are asked. */
  readonly instruction?: string;
}

/** One person's answer, as the reviewer takes it. */
export interface AnnotationAnswer {
  readonly sampleId: string;
  /** accept: the row's label is right. relabel: `label` is. reject: the row should go. */
  readonly decision: "accept" | "reject" | "relabel";
  readonly label?: LabelValue;
  readonly note?: string;
  readonly by?: string;
}

/** How far several people agree. */
export interface AnnotatorAgreement {
  readonly annotators: number;
  /** Rows that two or more people answered. */
  readonly shared: number;
  /** Share of pairs of answers to one row that are equal; null without a shared row. */
  readonly observed: number | null;
  /**
   * Krippendorff's alpha for names; null where it is not defined (no shared row, or one answer only
   * was ever given).
   */
  readonly alpha: number | null;
}

export interface AnnotationImport {
  /** One answer a row: the majority of its people. */
  readonly answers: readonly AnnotationAnswer[];
  /** Every person's answer, in the order of the file; of two by the same person the later one. */
  readonly individual: readonly AnnotationAnswer[];
  /** Rows whose people are split evenly: no answer is made up for them. */
  readonly ties: readonly string[];
  readonly agreement: AnnotatorAgreement;
  /**
   * Records without a submitted answer, and answers that were skipped, discarded or only drafted.
   */
  readonly unanswered: number;
  readonly skipped: number;
  /** Answers that the same person replaced later. */
  readonly replaced: number;
}

export interface ImportOptions {
  /** Names of the task's labels; an answer outside them is refused. Default: any name. */
  readonly labels?: readonly string[];
  /** Default: false. */
  readonly multiLabel?: boolean;
}
