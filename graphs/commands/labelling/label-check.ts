import { exactInterval } from "../../../base/statistics/exact-interval.js";
import { Random } from "../../../base/statistics/random.js";
import type { CurationRow } from "../../../tools/curation/contract.js";
import type { LoopLabel } from "../../../tools/curation/label-loop/contract.js";

/** Share of wrong labels, counted on labels that are known to be right, with a 95 % interval. */
export interface WrongShare {
  /** Share of wrong labels, 0 to 1. */
  readonly share: number;
  /** Lower end of the interval (Clopper and Pearson 1934). */
  readonly lower: number;
  /** Upper end. */
  readonly upper: number;
  /** Rows on which it was counted. */
  readonly checked: number;
  /** Wrong labels among them. */
  readonly wrong: number;
  /**
   * Where the true labels come from. support: trusted rows that went through the labelling as if
   * they had none; it holds for the file as far as these are like its rows. people: their answers to
   * rows of the file drawn at random.
   */
  readonly basis: "support" | "people";
}

/** Fewer trusted rows are all shown to the models: a half of them would tell nothing. */
const FEWEST_TRUSTED = 20;
/** More rows make the interval little narrower, and each costs what a row of the file costs. */
const MOST_HIDDEN = 100;

/** Trusted rows shared out: those that the models learn from, and those that check them. */
export interface SplitSupport {
  readonly shown: readonly CurationRow[];
  readonly hidden: readonly CurationRow[];
}

/** Draws the trusted rows that are labelled as if nobody knew their label: half of them at most. */
export function splitSupport(
  support: readonly CurationRow[],
  { labels, seed }: { readonly labels: readonly string[]; readonly seed: number },
): SplitSupport {
  const usable = support.filter(({ label }) => typeof label === "string" && labels.includes(label));
  if (usable.length < FEWEST_TRUSTED) return { shown: support, hidden: [] };
  const hidden = new Random(seed)
    .derive("label check")
    .sample(usable, Math.min(MOST_HIDDEN, Math.floor(usable.length / 2)));
  const taken = new Set(hidden);
  return { shown: support.filter((row) => !taken.has(row)), hidden };
}

/** How many of the hidden rows came out with another label than their own; null without any. */
export function wrongAmong(
  hidden: readonly CurationRow[],
  labels: readonly LoopLabel[],
): WrongShare | null {
  if (hidden.length === 0) return null;
  const wrong = hidden.filter((row, index) => labels[index]!.label !== row.label).length;
  return counted(wrong, hidden.length, { basis: "support" });
}

/**
 * A share of wrong labels as it was counted.
 *
 * @param open share of the rows that the count stands for; the others are taken to be right
 */
export function counted(
  wrong: number,
  checked: number,
  { basis, open = 1 }: { readonly basis: WrongShare["basis"]; readonly open?: number },
): WrongShare {
  const { lower, upper } = exactInterval(wrong, checked);
  return {
    share: (open * wrong) / checked,
    lower: open * lower,
    upper: open * upper,
    checked,
    wrong,
    basis,
  };
}
