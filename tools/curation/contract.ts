import type { Notation } from "../../base/text/notation.js";
import type { LabelValue } from "../../schema/label.js";
import type { Random } from "../../base/statistics/random.js";
import type { RoleModel } from "../models/contract.js";
import type { LabelChange } from "./label-change.js";
import type { GateFigures } from "./gate/gate-figures.js";
import type { EmbeddedInput } from "../learning/contract.js";
import type { LearningFeatures } from "../learning/features/learning-features.js";

/** A row to be curated: a generated sample, or any labelled or unlabelled text of a file. */
export interface CurationRow {
  /** Unique among the rows. */
  readonly id: string;
  /** Its text. */
  readonly text: string;
  /** The two texts of a pair, where the row is one; `text` is then both joined. */
  readonly pair?: readonly [string, string];
  /** Its text or pair with its embedding, while a small model learns from it. */
  readonly input?: EmbeddedInput;
  /** Its fields by name. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** Null for a row without a label. */
  readonly label: LabelValue;
  /** How much it counts; 1 unless somebody weighed. */
  readonly weight: number;
  /** Numbers that came with the row: averageLogProbability, rating, … */
  readonly scores: Readonly<Record<string, number>>;
  /** Labels that models gave the row in earlier votes or repeated runs, where there are any. */
  readonly votes?: readonly string[];
  /** What became of its label before, the first change first. */
  readonly history?: readonly LabelChange[];
  /** Labels by the name of the annotator who gave them, where that is known. */
  readonly votesBy?: Readonly<Record<string, string>>;
  /** Where the row stands in its file; null for a sample of a run. */
  readonly line: number | null;
}

/**
 * Asks people. Absent where nobody can be asked: methods that need people then return what they
 * would ask.
 */
export type AskPeople = (
  rows: readonly CurationRow[],
  question: string,
) => Promise<ReadonlyMap<string, LabelValue>>;
/**
 * Asks a language model for labels; null where its answer could not be read. `demonstrations` go
 * into the prompt, best first.
 */
export type AskModel = (
  rows: readonly CurationRow[],
  options: { readonly demonstrations: readonly CurationRow[]; readonly variant: number },
) => Promise<readonly { readonly label: LabelValue; readonly confidence: number | null }[]>;

/** What a curation strategy may use. Strategies return values; they change and write nothing. */
export interface CurationContext {
  /** Classes in a fixed order; empty for tasks without labels. */
  readonly labels: readonly string[];
  /** True when a row may have several labels. */
  readonly multiLabel: boolean;
  /** Texts of a test set, which must not be found in the rows, where there is one. */
  readonly testTexts?: readonly string[];
  /** Real rows with trusted labels, where there are any. Never held-out rows. */
  readonly support: readonly CurationRow[];
  /** Random stream of the step. */
  readonly random: Random;
  /** Seed of the step. */
  readonly seed: number;
  /** Language of the texts, as a BCP 47 tag. */
  readonly language: string;
  /** What the task's near texts have in common beside their words: "figures" for problems and code. */
  readonly notation?: Notation;
  /**
   * What small models learn from; embeddings are those of `embed`, and `withInputs` gives them to rows.
   * Default: words.
   */
  readonly features?: LearningFeatures;
  /** Unit vectors of texts, each text embedded once. */
  embed(texts: readonly string[]): Promise<readonly Float32Array[]>;
  /** A language model, where one was given; judges and LLM labellers ask it. */
  readonly model?: RoleModel;
  /** Asks a language model for labels, where there is one. */
  readonly askModel?: AskModel;
  /** Asks people, where somebody can be asked. */
  readonly askPeople?: AskPeople;
  /** Stops the work. */
  readonly signal?: AbortSignal;
  /** Called with a step and a share from 0 to 1; operations above two seconds must call it. */
  progress(step: string, share: number): void;
}

/** What a filter found: one entry for every row, removed or not. */
export interface FilterOutcome {
  /** Name of the filter. */
  readonly name: string;
  /**
   * Score of every row, aligned with the rows; NaN where the filter does not apply to a row. What
   * high means is in `meaning`.
   */
  readonly scores: Float64Array;
  /** Reason code per row that is removed, null per row that stays. */
  readonly removed: readonly (string | null)[];
  /** Why, in words, per removed row. */
  readonly notes: readonly (string | null)[];
  /** Cleaned texts by row index, for filters that mend instead of removing (markup, redaction). */
  readonly mended?: ReadonlyMap<number, string>;
  /** Fields of a mended row that changed with its text, by row index; the others stay. */
  readonly mendedFields?: ReadonlyMap<number, Readonly<Record<string, unknown>>>;
  /** What a high score means. */
  readonly meaning: string;
  /** Thresholds, counts and warnings for the report. */
  readonly figures: Readonly<Record<string, unknown>>;
}

/**
 * Decides which rows stay. Settings are the filter's own; unknown ones are refused by its schema.
 */
export interface Filter {
  /** Name that it is chosen by. */
  readonly name: string;
  /**
   * True where it rests on a small model's opinion of the rows: it then acts only where held-out
   * labels show that it helps.
   */
  readonly gated?: boolean;
  /** Looks at all rows. */
  apply(rows: readonly CurationRow[], context: CurationContext): Promise<FilterOutcome>;
}

/** How much each row counts. */
export interface ReweightOutcome {
  /** Name of the method. */
  readonly name: string;
  /** One weight >= 0 per row, mean 1 over the rows. */
  readonly weights: Float64Array;
  /** Counts and warnings for the report. */
  readonly figures: Readonly<Record<string, unknown>>;
}

/** Decides how much each row counts: all rows stay. */
export interface Reweighter {
  /** Name that it is chosen by. */
  readonly name: string;
  /**
   * True where it rests on a small model's opinion of the rows: it then acts only where held-out
   * labels show that it helps.
   */
  readonly gated?: boolean;
  /** Weighs all rows. */
  weigh(rows: readonly CurationRow[], context: CurationContext): Promise<ReweightOutcome>;
}

/** What became of one row's label. */
export interface MendedLabel {
  /** The label since. */
  readonly label: LabelValue;
  /**
   * kept: as it was. student, model, person: who gave the new one. dropped: the row should go.
   * people: somebody must decide.
   */
  readonly decision: "kept" | "student" | "model" | "person" | "dropped" | "people";
  /** Probability that `label` is right, as far as the method knows; null where it does not. */
  readonly confidence: number | null;
  /** Why, in words. */
  readonly note: string | null;
  /** The votes that it rests on, where a language model was asked for them. */
  readonly votes?: readonly string[];
}

/** What a relabeler found: one entry for every row. */
export interface RelabelOutcome {
  /** Name of the method. */
  readonly name: string;
  /** Aligned with the rows. */
  readonly labels: readonly MendedLabel[];
  /** Counts and warnings for the report. */
  readonly figures: Readonly<Record<string, unknown>>;
}

/** Finds and mends wrong labels. */
export interface Relabeler {
  /** Name that it is chosen by. */
  readonly name: string;
  /**
   * True where it rests on a small model's opinion of the rows: it then acts only where held-out
   * labels show that it helps.
   */
  readonly gated?: boolean;
  /** Looks at all rows. */
  relabel(rows: readonly CurationRow[], context: CurationContext): Promise<RelabelOutcome>;
}

/**
 * What a curation is made of, in the order in which it is applied: filters, then label mending,
 * then weights.
 */
export interface CurationSteps {
  /** Filters, in order. */
  readonly filters: readonly Filter[];
  /** What mends labels, in order. */
  readonly relabelers: readonly Relabeler[];
  /** What weighs the rows, or null. */
  readonly reweighter: Reweighter | null;
  /** Steps that rest on a small model act without having to show that they help. Default: false. */
  readonly force?: boolean;
}

/** What became of one row. */
export interface CuratedRow {
  /** The row as it came. */
  readonly row: CurationRow;
  /** kept rows are the dataset; removed ones have a reason; people must decide the others. */
  readonly status: "kept" | "removed" | "people";
  /** Reason code of a removed row. */
  readonly reason: string | null;
  /** Why, in words. */
  readonly note: string | null;
  /** Which step decided; null for a row that nothing changed. */
  readonly step: string | null;
  /** Its text, cleaned where a filter mends. */
  readonly text: string;
  /** Label in force. */
  readonly label: LabelValue;
  /** Who changed the label, if anybody did. */
  readonly mended: MendedLabel["decision"];
  /** How much it counts. */
  readonly weight: number;
  /** Score of every step that looked at the row, by the step's name. */
  readonly scores: Readonly<Record<string, number>>;
}

/** What one step did, for the report. */
export interface StepFigures {
  readonly step: string;
  readonly kind: "filter" | "relabel" | "reweight";
  readonly seen: number;
  readonly removed: number;
  readonly changed: number;
  readonly toPeople: number;
  /** Rows that the step did not apply to. */
  readonly notApplicable: number;
  readonly byReason: Readonly<Record<string, number>>;
  readonly meaning: string;
  readonly figures: Readonly<Record<string, unknown>>;
  /** For a step that rests on a small model: whether it was let act; null for the others. */
  readonly gate: GateFigures | null;
}

/** What a curation did to the rows. */
export interface CurationResult {
  /** Every row, in its order. */
  readonly rows: readonly CuratedRow[];
  /** What each step did. */
  readonly steps: readonly StepFigures[];
  /** Rows that stay. */
  readonly kept: number;
  /** Rows that were removed. */
  readonly removed: number;
  /** Rows that people must decide. */
  readonly toPeople: number;
  /** Rows whose label changed. */
  readonly relabelled: number;
}
