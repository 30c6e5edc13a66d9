import type { BenchmarkPart } from "../../tools/benchmarks/contract.js";
import type { ClassScore } from "../../tools/evaluation/downstream/arm-scores.js";
import type { BenchmarkFigure, PairedDifference } from "../../tools/benchmarks/figures.js";

/** One thing that was tested on a benchmark. */
export interface BenchmarkResult {
  /**
   * `synthetic`, `synthetic-equal` (as many rows as there are real ones), `real` (as many real rows
   * as synthetic ones), `most-frequent` (always that label), `model`, `baseline` (the model that it
   * is compared with), or `answers` of a file.
   */
  readonly name: string;
  /** The language model that was asked, by its name; null where none was. */
  readonly model: string | null;
  /** Rows that it was trained on; null where it was not. */
  readonly trainRows: number | null;
  /** Trainings; null where it was not trained. */
  readonly seeds: number | null;
  /** Answers that were missing or could not be read; they count as wrong. */
  readonly unread: number;
  /** By metric; the first stands for the benchmark. */
  readonly figures: Readonly<Record<string, BenchmarkFigure>>;
  /** Precision, recall and F1 of each label; null for a benchmark without labels. */
  readonly byLabel: Readonly<Record<string, ClassScore>> | null;
}

/** What a run on a benchmark found. */
export interface BenchmarkReport {
  /** Name of the benchmark. */
  readonly benchmark: string;
  /** What it asks. */
  readonly title: string;
  /** Authors, year, venue. */
  readonly paper: string;
  /** Where its files are to be had. */
  readonly source: string;
  /** Licence of the files. */
  readonly licence: string;
  /** Which rows were tested, and what is counted. */
  readonly protocol: string;
  /** The metric that stands for it. */
  readonly metric: string;
  /** Rows of the files. */
  readonly rows: Readonly<Record<BenchmarkPart, number>>;
  /** Labels; 0 where it has none. */
  readonly labels: number;
  /** Rows that were tested: all of the test part, or a draw of `--limit`. */
  readonly tested: number;
  /** What was tested. */
  readonly results: readonly BenchmarkResult[];
  /** Synthetic less real training rows, equally many; null where both were not trained. */
  readonly difference: PairedDifference | null;
  /** The model less the baseline on the same test rows; null where both were not asked. */
  readonly comparison: PairedDifference | null;
  /** Training rows that were left out because they equal a test row; null without training. */
  readonly leaked: number | null;
  /** Questions that models answered, those of the cache apart. */
  readonly calls: number;
  /** Questions that the cache answered. */
  readonly cachedCalls: number;
  /** US dollars; null where a price is not known. */
  readonly costUsd: number | null;
  /** What a reader of the figures must know. */
  readonly notes: readonly string[];
  /** Folder that was written to; null where nothing was. */
  readonly folder: string | null;
}
