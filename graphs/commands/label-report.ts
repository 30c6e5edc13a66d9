import { resolve } from "node:path";
import type { BudgetLedger } from "../../memory/budget-ledger.js";
import type { LabelLoopResult, LoopLabel } from "../../tools/curation/label-loop/contract.js";
import type { TaskRows } from "../../tools/rows/read-task-rows.js";
import { problemLines } from "./data-file.js";

/** What a labelling did. */
export interface LabelReport {
  /** The file. */
  readonly data: string;
  /** Rows of the file that could be used. */
  readonly rows: number;
  /** Rows that could not be used. */
  readonly unusable: number;
  /** Rows that got a label. */
  readonly labelled: number;
  /** Rows without any label. */
  readonly unlabelled: number;
  /** Rows by who labelled them. */
  readonly bySource: Readonly<Record<string, number>>;
  /** Rows that people are to decide. */
  readonly toPeople: number;
  /** Questions that the language model answered. */
  readonly calls: number;
  /** Questions that the cache answered. */
  readonly cachedCalls: number;
  /** US dollars; null where a price is not known. */
  readonly costUsd: number | null;
  /** Expected share of wrong labels, in the loop's own estimate; null where there is none. */
  readonly expectedError: number | null;
  /**
   * Expected accuracy when people decide the least certain share: what more of their time would
   * buy.
   */
  readonly curve: readonly {
    /** Rows that people decide. */
    readonly people: number;
    /** Accuracy that is then expected, 0 to 1. */
    readonly expectedAccuracy: number;
  }[];
  /** What each round of the loop did. */
  readonly log: LabelLoopResult["log"];
  /** Encoding of a text file that is not UTF-8, as it was named or recognised; else null. */
  readonly encoding: string | null;
  /** What could not be used, in words. */
  readonly problems: readonly string[];
  /** Folder that was written to; null where nothing was. */
  readonly folder: string | null;
}

/**
 * Positions of the rows that nobody is sure about: those without a label first, then by falling
 * doubt.
 */
export function leastCertain(labels: readonly LoopLabel[], most: number): Set<number> {
  const order = labels
    .map((_label, index) => index)
    .sort((a, b) => certainty(labels[a]!) - certainty(labels[b]!) || a - b);
  const without = labels.filter((label) => label.label === null).length;
  return new Set(order.slice(0, Math.max(most, without)));
}

const certainty = (label: LoopLabel): number =>
  label.label === null ? -1 : (label.confidence ?? 0);

/** What the labelling of a file came to. */
export function labelReport(
  data: string,
  input: TaskRows,
  result: LabelLoopResult,
  people: ReadonlySet<number>,
  ledger: BudgetLedger,
  folder: string | null,
): LabelReport {
  const bySource: Record<string, number> = {};
  for (const label of result.labels)
    bySource[label.source ?? "none"] = (bySource[label.source ?? "none"] ?? 0) + 1;
  const spent = ledger.spent();
  return {
    data: resolve(data),
    rows: input.total,
    unusable: input.problemCount,
    labelled: result.labels.length - people.size,
    unlabelled: result.labels.filter((label) => label.label === null).length,
    bySource,
    toPeople: people.size,
    calls: result.calls,
    cachedCalls: spent.cachedCalls,
    costUsd: spent.usd,
    expectedError: result.log.at(-1)?.expectedError ?? null,
    curve: curveOf(result.labels),
    log: result.log,
    encoding: input.encoding,
    problems: problemLines(input),
    folder,
  };
}

/**
 * Expected accuracy of all labels when people decide 0, 5, 10, 20, 30 and 50 % of the rows, the
 * least certain first.
 */
function curveOf(labels: readonly LoopLabel[]): LabelReport["curve"] {
  const sorted = labels
    .map(certainty)
    .map((value) => Math.max(0, value))
    .sort((a, b) => a - b);
  return [0, 0.05, 0.1, 0.2, 0.3, 0.5].map((share) => {
    const given = Math.round(share * sorted.length);
    const right = given + sorted.slice(given).reduce((sum, value) => sum + value, 0);
    return { people: given, expectedAccuracy: sorted.length === 0 ? 0 : right / sorted.length };
  });
}
