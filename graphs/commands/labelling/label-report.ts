import { resolve } from "node:path";
import type { BudgetLedger } from "../../../memory/budget-ledger.js";
import type { LoopLabel } from "../../../tools/curation/label-loop/contract.js";
import type { SpooledLabelling } from "../../../tools/curation/spooled/label-spooled.js";
import type { RowsRead } from "../../../tools/rows/read-task-rows.js";
import { Random } from "../../../base/statistics/random.js";
import type { CurationRow } from "../../../tools/curation/contract.js";
import { problemLines } from "../data-file.js";
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
  /** What each round of the loop did, and in which part of the file. */
  readonly log: SpooledLabelling["log"];
  /** Rows that were in memory at a time, about; null for a file that was labelled as a whole. */
  readonly rowsAtOnce: number | null;
  /** Encoding of a text file that is not UTF-8, as it was named or recognised; else null. */
  readonly encoding: string | null;
  /** What could not be used, in words. */
  readonly problems: readonly string[];
  /** Folder that was written to; null where nothing was. */
  readonly folder: string | null;
}

/** The rows that people get, and why. */
export interface ForPeople {
  /** Positions of the least certain rows, the least certain first. */
  readonly doubt: readonly number[];
  /** Positions of rows that were drawn at random from the others. */
  readonly audit: readonly number[];
}

/** What is counted of the labels of a file while they are read once. */
export class LabelTally {
  /** How sure each label is, 0 to 1; -1 for a row without one. */
  readonly certainty: Float64Array;
  readonly bySource: Record<string, number> = {};
  unlabelled = 0;

  constructor(rows: number) {
    this.certainty = new Float64Array(rows);
  }

  add(row: number, label: LoopLabel): void {
    this.certainty[row] = certainty(label);
    const source = label.source ?? "none";
    this.bySource[source] = (this.bySource[source] ?? 0) + 1;
    if (label.label === null) this.unlabelled += 1;
  }
}

/**
 * Rows for people: those without a label, then by falling doubt; and so many of the others drawn at
 * random, whose answers stand for all rows that people do not see.
 *
 * @param people rows that people get, those of the audit among them
 */
export function rowsForPeople(
  { certainty, unlabelled }: Pick<LabelTally, "certainty" | "unlabelled">,
  {
    people,
    audit,
    seed,
  }: { readonly people: number; readonly audit: number; readonly seed: number },
): ForPeople {
  const count = Math.min(certainty.length, Math.max(people - audit, unlabelled));
  // Numbers alone are sorted many times as fast as rows by them.
  const last = count === 0 ? -Infinity : certainty.slice().sort()[count - 1]!;
  let atLast = count - certainty.reduce((below, value) => below + (value < last ? 1 : 0), 0);
  const doubt: number[] = [];
  const others: number[] = [];
  for (const [row, value] of certainty.entries()) {
    if (value < last || (value === last && atLast-- > 0)) doubt.push(row);
    else others.push(row);
  }
  doubt.sort((a, b) => certainty[a]! - certainty[b]! || a - b);
  const drawn = new Random(seed).derive("audit").sample(others, Math.min(audit, others.length));
  return { doubt, audit: drawn };
}

const certainty = (label: LoopLabel): number =>
  label.label === null ? -1 : (label.confidence ?? 0);

/** What the labelling of a file came to. */
export function labelReport(
  data: string,
  read: RowsRead,
  {
    tally,
    loop,
    rowsAtOnce,
    people,
    check,
    spent,
    folder,
  }: {
    readonly tally: LabelTally;
    readonly loop: SpooledLabelling;
    readonly rowsAtOnce: number;
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
  const toPeople = people.doubt.length + people.audit.length;
  const rows = tally.certainty.length;
  return {
    data: resolve(data),
    rows: read.total,
    unusable: read.problemCount,
    labelled: rows - toPeople,
    unlabelled: tally.unlabelled,
    bySource: tally.bySource,
    toPeople,
    audit: people.audit.length,
    calls: loop.calls,
    cachedCalls: spent.cachedCalls,
    costUsd: spent.usd,
    error: wrongAmong(check.hidden, check.labels),
    curve: curveOf(rows, check),
    log: loop.log,
    rowsAtOnce: loop.parts === 1 ? null : rowsAtOnce,
    encoding: read.encoding,
    problems: problemLines(read),
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
