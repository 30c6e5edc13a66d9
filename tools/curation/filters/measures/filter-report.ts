import type { FilterOutcome } from "../../contract.js";
import type { FilterReason } from "./filter-reasons.js";

/**
 * What a filter finds, gathered row by row: scores start as NaN (does not apply), and every row
 * stays until it is removed.
 */
export class FilterReport {
  readonly scores: Float64Array;
  readonly #removed: (FilterReason | null)[];
  readonly #notes: (string | null)[];
  readonly #mended = new Map<number, string>();
  readonly #mendedFields = new Map<number, Readonly<Record<string, unknown>>>();

  constructor(rows: number) {
    this.scores = new Float64Array(rows).fill(NaN);
    this.#removed = new Array<FilterReason | null>(rows).fill(null);
    this.#notes = new Array<string | null>(rows).fill(null);
  }

  /** Takes a row out; of several reasons the first is kept. */
  remove(index: number, reason: FilterReason, note: string): void {
    if (this.#removed[index] !== null) return;
    this.#removed[index] = reason;
    this.#notes[index] = note;
  }

  isRemoved(index: number): boolean {
    return this.#removed[index] !== null;
  }

  /**
   * The row stays (unless it is removed too) with this text, and with these fields where they
   * changed.
   */
  mend(index: number, text: string, fields?: Readonly<Record<string, unknown>>): void {
    this.#mended.set(index, text);
    if (fields !== undefined) this.#mendedFields.set(index, fields);
  }

  /** The outcome, with the counts that every filter reports beside its own figures. */
  outcome(
    name: string,
    meaning: string,
    figures: Readonly<Record<string, unknown>> = {},
  ): FilterOutcome {
    const byReason: Record<string, number> = {};
    for (const reason of this.#removed)
      if (reason !== null) byReason[reason] = (byReason[reason] ?? 0) + 1;
    const notApplicable = this.scores.reduce(
      (count, score) => count + (Number.isNaN(score) ? 1 : 0),
      0,
    );
    return {
      name,
      meaning,
      scores: this.scores,
      removed: this.#removed,
      notes: this.#notes,
      mended: this.#mended.size > 0 ? this.#mended : undefined,
      mendedFields: this.#mendedFields.size > 0 ? this.#mendedFields : undefined,
      figures: {
        rows: this.scores.length,
        removed: this.#removed.filter((reason) => reason !== null).length,
        notApplicable,
        mended: this.#mended.size,
        byReason,
        ...figures,
      },
    };
  }

  /**
   * The outcome of a filter that could not judge any row: all stay, all scores are NaN, and the
   * figures say why.
   */
  notApplied(
    name: string,
    meaning: string,
    note: string,
    figures: Readonly<Record<string, unknown>> = {},
  ): FilterOutcome {
    return this.outcome(name, meaning, { ...figures, notApplied: note });
  }
}
