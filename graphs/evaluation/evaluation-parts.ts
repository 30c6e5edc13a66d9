import type { CRITERIA } from "../../agents/critic/criteria/criteria.js";
import type { EvaluationPart } from "../../tools/evaluation/contract.js";
import type { BenchmarkReport } from "../benchmarks/benchmark-report.js";
import type { BenchmarkTest, BenchmarkTestOptions } from "./benchmark-part.js";

/** The parts of an evaluation in the order in which they are measured and printed. */
export const EVALUATION_PARTS = [
  "faithfulness",
  "diversity",
  "leakage",
  "downstream",
  "benchmark",
] as const;
/** Name of a part of an evaluation: see EVALUATION_PARTS. */
export type PartName = (typeof EVALUATION_PARTS)[number];

/** What the parts are told beside the rows. */
export interface PartSettings {
  /** Criteria by name, those of plug-ins among them. */
  readonly criteria: typeof CRITERIA;
  /** Trainings of each set in the test with real data. */
  readonly seeds: number;
  /** The benchmark that was asked for, read, and what is tested on it; null for none. */
  readonly benchmark: {
    readonly test: BenchmarkTest;
    /** Read when it is its turn: what the judge spent is then known. */
    readonly options: () => BenchmarkTestOptions;
    readonly spent: (report: BenchmarkReport) => void;
  } | null;
}

const NOT_ASKED: EvaluationPart = { measure: () => Promise.resolve(null) };

/** Imports a part when it is measured. */
export const LOAD_PART: Readonly<
  Record<PartName, (settings: PartSettings) => Promise<EvaluationPart>>
> = {
  faithfulness: async ({ criteria }) =>
    (await import("./faithfulness-part.js")).faithfulnessPart(criteria),
  diversity: async () =>
    (await import("../../tools/evaluation/diversity/diversity-part.js")).diversityPart,
  leakage: async () => (await import("../../tools/evaluation/leakage-part.js")).leakagePart,
  downstream: async (settings) =>
    (await import("../../tools/evaluation/downstream/downstream-part.js")).downstreamPart(settings),
  benchmark: async ({ benchmark }) =>
    benchmark === null
      ? NOT_ASKED
      : (await import("./benchmark-part.js")).benchmarkPart(
          benchmark.test,
          benchmark.options,
          benchmark.spent,
        ),
};
