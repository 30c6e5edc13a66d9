import type { TaskSpecInput } from "../../../schema/task-file/task-spec.js";
import type { PeopleFormat } from "../../../tools/annotation/people-files.js";
import type { AskPeople, CurationResult } from "../../../tools/curation/contract.js";
import type { CurationSlots } from "../../../tools/curation/curation-slots.js";
import type { StepsSpec } from "../../../tools/curation/load-steps.js";
import type { LearningFeatures } from "../../../tools/learning/features/learning-features.js";
import type { CurationFindings, FindingOptions, TestLeakage } from "../curation-findings.js";
import type { DataFileOptions } from "../data-file.js";

/** How a file is curated, and where to. */
export interface CurateOptions extends StepsSpec, DataFileOptions, FindingOptions {
  /** Task whose labels and fields the rows have; guessed from the file where absent. */
  readonly task?: string | TaskSpecInput;
  /** File of real rows with trusted labels, of the same task. */
  readonly support?: string;
  /** File of test rows: leakage into it is looked for and reported, and the filter `leakage` knows it. */
  readonly test?: string;
  /** Changes of the task, `PATH=VALUE` each, as `--set` has them. */
  readonly overrides?: readonly string[];
  /**
   * File of what people said of the rows in `people.jsonl`, which an earlier curation of the same
   * file with the same steps left to them.
   */
  readonly answers?: string;
  /**
   * Annotation tool that these rows are also written for, and whose form `answers` has. Default:
   * jsonl, none.
   */
  readonly format?: PeopleFormat;
  /**
   * Rows that are in memory at a time: the file is then curated in parts drawn at random, equal and near
   * rows are looked for on disk. Default: all, and for a file that does not fit as many as do.
   */
  readonly rowsAtOnce?: number;
  /** Asks people where there is no file of their answers. */
  readonly askPeople?: AskPeople;
  /**
   * What the small models of the steps learn from: words, embeddings of the embedding model, or both.
   * Default: the task's `curate.features`, which is words.
   */
  readonly features?: LearningFeatures;
  /** Where steps are looked up by name. Default: what is built in. */
  readonly slots?: Omit<CurationSlots, "allocators">;
}

/** What a curation did. */
export interface CurateReport extends Omit<CurationResult, "rows">, CurationFindings {
  /** The file. */
  readonly data: string;
  /** Rows of the file that could be used. */
  readonly rows: number;
  /** Rows that could not be used. */
  readonly unusable: number;
  /** What each step did. */
  readonly steps: CurationResult["steps"];
  /** Columns of the file, beside the task's, that the curation went on from: weight, votes … */
  readonly columns: readonly string[];
  /** Rows that were in memory at a time; null for a file that was curated as a whole. */
  readonly rowsAtOnce: number | null;
  /** Answers of people that were used; null where there was no file of them. */
  readonly answers: number | null;
  /** Rows that stand in the test file too; null without one. */
  readonly leakage: TestLeakage | null;
  /** Encoding of a text file that is not UTF-8, as it was named or recognised; else null. */
  readonly encoding: string | null;
  /** What could not be used, in words. */
  readonly problems: readonly string[];
  /** Questions that the language model answered, and those that the cache answered. */
  readonly modelCalls: number;
  /** Questions that the cache answered. */
  readonly cachedCalls: number;
  /** US dollars; null where a price is not known. */
  readonly costUsd: number | null;
  /** Folder that was written to; null where nothing was. */
  readonly folder: string | null;
}
