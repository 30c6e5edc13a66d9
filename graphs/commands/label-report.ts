import { resolve } from "node:path";
import type { BudgetLedger } from "../../memory/budget-ledger.js";
import type { LabelLoopResult, LoopLabel } from "../../tools/curation/label-loop/contract.js";
import type { TaskRows } from "../../tools/rows/read-task-rows.js";
import { Random } from "../../base/statistics/random.js";
import type { CurationRow } from "../../tools/curation/contract.js";
import { problemLines } from "./data-file.js";
import { counted, wrongAmong, type WrongShare } from "./label-check.js";

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
  /** Of these the ones drawn at random: people's answers to them tell the share of wrong labels. */
  readonly audit: number;
  /**
   * Share of wrong labels among all rows, before people decide any; null where nothing tells it. That
   * the models agree does not: they are wrong about the same rows.
   */
  readonly error: WrongShare | null;
  /**
   * Accuracy when people decide the least certain share: what more of their time would buy. Empty
   * where nothing tells it.
   */
  readonly curve: readonly {
    /** Rows that people decide. */
    readonly people: number;
    /** Accuracy that is then expected, 0 to 1. */
    readonly expectedAccuracy: number;
    /** Lower end of its 95 % interval. */
    readonly lower: number;
    /** Upper end. */
    readonly upper: number;
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

/** The rows that people get, and why. */
export interface ForPeople {
  /** Positions of the least certain rows. */
  readonly doubt: ReadonlySet<number>;
  /** Positions of rows that were drawn at random from the others. */
  readonly audit: ReadonlySet<number>;
}

/**
 * Rows for people: those without a label, then by falling doubt; and so many of the others drawn at
 * random, whose answers stand for all rows that people do not see.
 *
 * @param people rows that people get, those of the audit among them
 */
export function rowsForPeople(
  labels: readonly LoopLabel[],
  {
    people,
    audit,
    seed,
  }: { readonly people: number; readonly audit: number; readonly seed: number },
): ForPeople {
  const order = [...labels.keys()].sort(
    (a, b) => certainty(labels[a]!) - certainty(labels[b]!) || a - b,
  );
  const without = labels.filter((label) => label.label === null).length;
  const doubt = order.slice(0, Math.max(people - audit, without));
  const drawn = new Random(seed).derive("audit").sample(
    order.slice(doubt.length).sort((a, b) => a - b),
    Math.min(audit, order.length - doubt.length),
  );
  return { doubt: new Set(doubt), audit: new Set(drawn) };
}

const certainty = (label: LoopLabel): number =>
  label.label === null ? -1 : (label.confidence ?? 0);

/** What the labelling of a file came to. */
export function labelReport(
  data: string,
  input: TaskRows,
  {
    labels,
    loop,
    people,
    check,
    spent,
    folder,
  }: {
    readonly labels: readonly LoopLabel[];
    readonly loop: LabelLoopResult;
    readonly people: ForPeople;
    /** Trusted rows that went through the labelling, and what became of them. */
    readonly check: {
      readonly hidden: readonly CurationRow[];
      readonly labels: readonly LoopLabel[];
    };
    readonly spent: ReturnType<BudgetLedger["spent"]>;
    readonly folder: string | null;
  },
): LabelReport {
  const bySource: Record<string, number> = {};
  for (const label of labels)
    bySource[label.source ?? "none"] = (bySource[label.source ?? "none"] ?? 0) + 1;
  const toPeople = people.doubt.size + people.audit.size;
  return {
    data: resolve(data),
    rows: input.total,
    unusable: input.problemCount,
    labelled: labels.length - toPeople,
    unlabelled: labels.filter((label) => label.label === null).length,
    bySource,
    toPeople,
    audit: people.audit.size,
    calls: loop.calls,
    cachedCalls: spent.cachedCalls,
    costUsd: spent.usd,
    error: wrongAmong(check.hidden, check.labels),
    curve: curveOf(labels.length, check),
    log: loop.log,
    encoding: input.encoding,
    problems: problemLines(input),
    folder,
  };
}

/**
 * Accuracy of all labels when people decide 0, 5, 10, 20, 30 and 50 % of the rows, the least certain
 * first, as it is on the hidden rows.
 */
function curveOf(
  rows: number,
  {
    hidden,
    labels,
  }: { readonly hidden: readonly CurationRow[]; readonly labels: readonly LoopLabel[] },
): LabelReport["curve"] {
  if (hidden.length === 0) return [];
  const wrong = [...hidden.keys()]
    .sort((a, b) => certainty(labels[a]!) - certainty(labels[b]!) || a - b)
    .map((index) => labels[index]!.label !== hidden[index]!.label);
  return [0, 0.05, 0.1, 0.2, 0.3, 0.5].map((share) => {
    const left = wrong.slice(Math.round(share * wrong.length));
    const found = counted(left.filter(Boolean).length, left.length, {
      basis: "support",
      open: 1 - share,
    });
    return {
      people: Math.round(share * rows),
      expectedAccuracy: 1 - found.share,
      lower: 1 - found.upper,
      upper: 1 - found.lower,
    };
  });
}
