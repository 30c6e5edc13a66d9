import { DatawrightError } from "../../base/errors.js";
import type { Notation } from "../../base/text/notation.js";
import { findLeakage } from "../../tools/dedup/find-leakage.js";
import type {
  CuratedRow,
  CurationContext,
  CurationRow,
  CurationSteps,
} from "../../tools/curation/contract.js";
import {
  diagnoseCuration,
  type CurationDiagnosis,
} from "../../tools/curation/report/diagnose-curation.js";
import {
  steadyCuration,
  usualRepeats,
  type SteadyResult,
  type Stability,
} from "../../tools/curation/steady-curation.js";

/** Who labelled the rows, and what is looked at beside curating them. */
export interface FindingOptions {
  /**
   * Columns of the file that hold one annotator's labels each, for `dawid-skene` and `crowdlab`; rows
   * then need no label of their own.
   */
  readonly annotators?: readonly string[];
  /**
   * Runs with a seed each, of which a row gets what most decide, >= 1. Default: 3 up to 2,000 rows, 1
   * above and where a language model is asked.
   */
  readonly repeats?: number;
  /**
   * Whether the report says which labels are taken for which, where a small model contradicts the kept
   * labels and, with `test` rows that have labels, what the curation is worth on them. Default: false.
   */
  readonly diagnose?: boolean;
}

/** What was found beside what the steps did. */
export interface CurationFindings {
  /** How far the decisions depend on the seed; null for a single run. */
  readonly stability: Stability | null;
  /** What a small model says of the rows; null where it was not asked for. */
  readonly diagnosis: CurationDiagnosis | null;
}

/**
 * Curates the rows as often as wanted, and looks at what came of it where that is wanted.
 *
 * @param run.heldOut rows with labels that take no part, for what the curation is worth
 */
export async function curatedWithFindings(
  rows: readonly CurationRow[],
  steps: CurationSteps,
  run: {
    readonly context: CurationContext;
    readonly options: FindingOptions;
    readonly heldOut: readonly CurationRow[];
  },
): Promise<{ readonly result: SteadyResult; readonly diagnosis: CurationDiagnosis | null }> {
  const { context, options, heldOut } = run;
  const repeats = options.repeats ?? usualRepeats(rows, context);
  const result = await steadyCuration(rows, steps, { context, repeats });
  if (options.diagnose !== true) return { result, diagnosis: null };
  return {
    result,
    diagnosis: await diagnoseCuration({ before: rows, after: result.rows }, context, heldOut),
  };
}

/** Kept rows that stand in the test file too. */
export interface TestLeakage {
  /** Rows that equal a test row. */
  readonly exact: number;
  /** Rows that hold most of the wording of a test row. */
  readonly containment: number;
  /** Rows that nearly equal one. */
  readonly near: number;
  /** Rows of the test file. */
  readonly testRows: number;
}

/** How many kept rows give away rows of the test file. */
export function leakageInto(
  path: string,
  test: readonly CurationRow[],
  { rows, notation }: { readonly rows: readonly CuratedRow[]; readonly notation: Notation },
): TestLeakage {
  if (test.length === 0)
    throw new DatawrightError({ code: "DATA_EMPTY", message: `${path} holds no usable row` });
  const found = findLeakage(
    rows.filter((row) => row.status === "kept").map((row) => row.text),
    test.map((row) => row.text),
    { notation },
  );
  return {
    exact: found.exact.length,
    containment: found.containment.length,
    near: found.near.length,
    testRows: test.length,
  };
}
