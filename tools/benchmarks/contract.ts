import type { z } from "zod";
import type { JsonValue } from "../../schema/json.js";
import type { KindName } from "../../schema/kind.js";
import type { LabelSpec } from "../../schema/label.js";
import type { PromptSection } from "../../schema/prompt.js";
import type { Row } from "../../schema/sample.js";
import type { BenchmarkPart } from "./benchmark-part.js";
import type { BenchmarkFolder } from "./folder/benchmark-folder.js";

export type { BenchmarkPart };

/** One of the answers that a row offers, and whether it is right. */
export interface Choice {
  /** The answer. */
  readonly text: string;
  /** Whether it is right. */
  readonly right: boolean;
  /** Whether it is the one best answer among the right ones. Default: false. */
  readonly best?: boolean;
}

/** A row of a benchmark. */
export interface BenchmarkRow extends Row {
  /** File that it stands in, relative to the folder. */
  readonly file: string;
  /** Answers of which each counts as right; empty where the label or the choices tell. */
  readonly references: readonly string[];
  /** Answers to choose from; empty where there are none. */
  readonly choices: readonly Choice[];
}

/** What a benchmark's files hold. */
export interface BenchmarkData {
  /** Rows of each part; empty where the files have none. */
  readonly parts: Readonly<Record<BenchmarkPart, readonly BenchmarkRow[]>>;
  /** Labels of the rows; empty for a benchmark without labels. */
  readonly labels: readonly LabelSpec[];
  /** What a reader of figures must know of these files. */
  readonly notes: readonly string[];
  /** Answers that the files bring with them, by row id. */
  readonly answers?: ReadonlyMap<string, JsonValue>;
}

/** What is asked of a model about one row. */
export interface BenchmarkQuestion {
  /** The prompt. */
  readonly sections: readonly PromptSection[];
  /** Form of the answer; plain words where absent. */
  readonly schema?: z.ZodType;
  /** Makes of what the model said what is scored, where that is not the same. */
  readonly read?: (said: unknown) => unknown;
}

/** What a question may use beside its row. */
export interface QuestionContext {
  /** Labels of the benchmark. */
  readonly labels: readonly LabelSpec[];
  /** What the task is, in a sentence. */
  readonly description: string;
  /** Rows that may be shown as examples: those of the train part, else none. */
  readonly examples: readonly BenchmarkRow[];
  /** Seed of everything that is drawn; the same for the same row. */
  readonly seed: number;
}

/** A row with what was answered; null where nothing usable was. */
export interface AnsweredRow {
  readonly row: BenchmarkRow;
  readonly answer: JsonValue;
}

/** How the rows of a benchmark are asked and scored. */
export interface AnswerForm {
  /** Names of its figures, the one that stands for the benchmark first. */
  readonly metrics: readonly string[];
  /** What a model is asked about a row. */
  question(row: BenchmarkRow, context: QuestionContext): BenchmarkQuestion;
  /** An answer as it is scored; null for one that cannot be. */
  read(said: unknown, row: BenchmarkRow): JsonValue;
  /** Scores of one answer, 0 to 1, by metric; a metric that the row has no part in is left out. */
  scores(answered: AnsweredRow): Readonly<Record<string, number>>;
  /** How a second model judges answers that no rule can score; absent where rules score them. */
  readonly judge?: {
    /** What it is asked about an answer. */
    question(row: BenchmarkRow, answer: JsonValue): BenchmarkQuestion;
    /** The answer with what it said, which may be null, in it. */
    judged(answer: JsonValue, said: unknown): JsonValue;
  };
  /** Figures that are no mean of scores. */
  readonly pooled?: Readonly<Record<string, (answered: readonly AnsweredRow[]) => number>>;
}

/**
 * A public benchmark: what it is, how its files are read, and how answers to it are scored.
 *
 * Its files are not part of this package: the user gives the folder that they lie in.
 */
export interface Benchmark {
  /** What it asks, in a few words. */
  readonly title: string;
  /** Authors, year, venue. */
  readonly paper: string;
  /** Where its files are to be had. */
  readonly source: string;
  /** Licence of the files as their authors state it. */
  readonly licence: string;
  /** Kind of task that its rows are of. */
  readonly kind: KindName;
  /** What the task is, in one sentence, for prompts. */
  readonly description: string;
  /** Whether a row may have several labels. Default: false. */
  readonly multiLabel?: boolean;
  /** Text fields of a row, in order. */
  readonly textFields: readonly string[];
  /** Files as distributed; `.gz` behind any of them is read too. */
  readonly files: readonly string[];
  /** Rows of each part of the published files; null where a part is not there or its size not stated. */
  readonly sizes: Readonly<Record<BenchmarkPart, number | null>>;
  /** Which rows are which part, and what is counted, in one or two sentences. */
  readonly protocol: string;
  /** How rows are asked and scored. */
  readonly answers: AnswerForm;
  /**
   * Reads the files.
   * @throws DATA_NOT_FOUND with the files that are missing; DATA_FORMAT, DATA_LABEL with file and line
   */
  load(folder: BenchmarkFolder): Promise<BenchmarkData>;
}
