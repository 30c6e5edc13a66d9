import type { LabelValue } from "../../schema/label.js";
import type { Task } from "../../schema/task.js";
import type { Notation } from "../../base/text/notation.js";
import type { RoleModel } from "../models/contract.js";

/** A row of a dataset as its evaluation looks at it. */
export interface EvaluatedRow {
  /** Unique in its file. */
  readonly id: string;
  /** Its text fields, joined by a line break. */
  readonly text: string;
  /** Every field by name. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** Its label; null where it has none. */
  readonly label: LabelValue;
  /** How much it counts in training; 1 where the file says nothing. */
  readonly weight: number;
  /** Line of the file; null where unknown. */
  readonly line: number | null;
  /** Names of the conditions that it was written under, with their values, where the file has them. */
  readonly conditions: Readonly<Record<string, string>>;
}

/** A cell of a run's plan. */
export interface PlannedCell {
  /** Samples that were wanted of it. */
  readonly quota: number;
  /** Samples that it has. */
  readonly accepted: number;
}

/** A dataset of which the rows are only some, drawn at random: what is known of all of them. */
export interface WholeSet {
  /** Rows that there are. */
  readonly rows: number;
  /** Rows equal to an earlier one. */
  readonly exactDuplicates: number;
  /** Rows near to another, those equal to one among them, beside one of each group. */
  readonly nearDuplicates: number;
  /** The texts of all rows, some at a time. */
  texts(): Iterable<readonly string[]>;
}

/** What is evaluated, and what beside. */
export interface EvaluationInput {
  /** The rows of the dataset, at least one. */
  readonly rows: readonly EvaluatedRow[];
  /** The dataset where `rows` are a sample of it: what repeats or leaks is counted in all of it. */
  readonly whole?: WholeSet;
  /** Real rows that it is compared with; null where none were given. */
  readonly reference: readonly EvaluatedRow[] | null;
  /** Real rows that models are tested on; null where none were given. */
  readonly test: readonly EvaluatedRow[] | null;
  /** Fields, labels, kind and language of the rows. */
  readonly task: Task;
  /** Cells of the plan that it was made by; null where there is none. */
  readonly cells: readonly PlannedCell[] | null;
  /** The judge that was asked for: a model's name, or `rules` for judges without a model; else null. */
  readonly judge: string | null;
  /** The benchmark that was asked for, by name; else null. */
  readonly benchmark: string | null;
}

/** What a part of an evaluation may use. */
export interface EvaluationContext {
  /** The judge; undefined where no model is asked. */
  readonly model: RoleModel | undefined;
  /** Unit vectors of texts, each text embedded once. */
  embed(texts: readonly string[]): Promise<readonly Float32Array[]>;
  /** Seed of everything that is drawn. */
  readonly seed: number;
  /** What near texts must have in common beside their words. */
  readonly notation: Notation;
  /** Stops the work. */
  readonly signal?: AbortSignal;
  /** Told how far a step is, as a share from 0 to 1. */
  progress(step: string, share: number): void;
}

/** One figure, with what it rests on. Where nothing could be measured, null and the reason. */
export interface Figure {
  /** The figure; null where it could not be measured. */
  readonly value: number | null;
  /** Lower end of the 95 % interval, where the figure is an estimate. */
  readonly low?: number;
  /** Upper end of it. */
  readonly high?: number;
  /** Rows that it was measured on. */
  readonly rows: number;
  /** Rows that there were. */
  readonly of: number;
  /** The same figure of equally many rows of the dataset and of the reference. */
  readonly compared?: { readonly rows: number; readonly data: number; readonly reference: number };
  /** Why there is no value, or what a reader must know of it. */
  readonly note?: string;
}

/** How much trouble a finding is: see Finding. */
export const FINDING_LEVELS = ["bad", "doubt", "good"] as const;

/** What a figure, or several, mean to whoever made the dataset. */
export interface Finding {
  /** `bad`: not to be used as it is; `doubt`: look at it, or too few rows to tell; `good`. */
  readonly level: (typeof FINDING_LEVELS)[number];
  /** One sentence, without the name of the part. */
  readonly text: string;
  /** What to do next, one sentence. */
  readonly next?: string;
}

/** What a part of an evaluation found. */
export interface PartReport {
  /** In the order in which they are printed; names in camel case, unique in the part. */
  readonly figures: Readonly<Record<string, Figure>>;
  readonly findings: readonly Finding[];
  /** What programs read beside the figures; plain JSON, under names that no figure has. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/**
 * One part of an evaluation: diversity, leakage, faithfulness, the test with real data, a benchmark.
 *
 *     const emptiness: EvaluationPart = {
 *       measure: ({ rows }) => {
 *         const value = rows.filter(({ text }) => text === "").length / rows.length;
 *         const figure = { value, rows: rows.length, of: rows.length };
 *         return Promise.resolve({ figures: { emptyShare: figure }, findings: [] });
 *       },
 *     };
 */
export interface EvaluationPart {
  /** Measures; null where the part was not asked for. */
  measure(input: EvaluationInput, context: EvaluationContext): Promise<PartReport | null>;
}
