import { resolve } from "node:path";
import type { BudgetLedger } from "../../memory/budget-ledger.js";
import type { LabelLoopResult, LoopLabel } from "../../tools/curation/label-loop/contract.js";
import type { TaskRows } from "../../tools/rows/read-task-rows.js";
import { problemLines } from "./data-file.js";

export interface LabelReport {
  readonly data: string;
  readonly rows: number;
  readonly unusable: number;
  readonly labelled: number;
  readonly unlabelled: number;
  readonly bySource: Readonly<Record<string, number>>;
  readonly toPeople: number;
  readonly calls: number;
  readonly cachedCalls: number;
  readonly costUsd: number | null;
  /** Expected share of wrong labels, in the loop's own estimate; null where there is none. */
  readonly expectedError: number | null;
  /**
   * Expected accuracy when people decide the least certain share: what more of their time would
   * buy.
   */
  readonly curve: readonly { readonly people: number; readonly expectedAccuracy: number }[];
  readonly log: LabelLoopResult["log"];
  /** Encoding of a text file that is not UTF-8, as it was named or recognised; else null. */
  readonly encoding: string | null;
  readonly problems: readonly string[];
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
