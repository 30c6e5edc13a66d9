import type { LabelValue } from "../../../schema/label.js";
import type { LabelChange } from "../../../tools/curation/label-change.js";
import { counted, type WrongShare } from "./label-check.js";

/**
 * A line of `labelled.jsonl` and `people.jsonl`: the row's fields with what is known of its label.
 */
export interface LabelledRow {
  readonly id: string;
  readonly label: LabelValue;
  readonly labelSource: string | null;
  readonly labelConfidence: number | null;
  readonly modelAnswer?: unknown;
  readonly modelCalls?: number;
  /** Why people got it: because nobody is sure of it, or drawn at random. */
  readonly askedFor?: "doubt" | "audit";
  /** Label that the models gave, where a person gave another. */
  readonly formerLabel?: LabelValue;
  /** What became of the label. */
  readonly labelHistory?: readonly LabelChange[];
  /** Line of the row in the file that was labelled. */
  readonly line: number | null;
  readonly [name: string]: unknown;
}

/** What is counted of `labelled.jsonl` while it is written. */
export class LabelledCount {
  #rows = 0;
  #open = 0;
  #right = 0;
  #wrong = 0;

  add(row: LabelledRow): void {
    this.#rows += 1;
    if (row.labelSource !== "people") this.#open += 1;
    else if (row.askedFor === "audit" && row.formerLabel === undefined) this.#right += 1;
    else if (row.askedFor === "audit") this.#wrong += 1;
  }

  /**
   * What people said of rows drawn at random stands for the rows that they did not see; a row that
   * they refused was labelled wrong.
   */
  error(rejected: readonly LabelledRow[]): WrongShare | null {
    const refused = rejected.filter(
      (row) => row.askedFor === "audit" && row.labelSource === "people",
    ).length;
    const [wrong, checked] = [this.#wrong + refused, this.#right + this.#wrong + refused];
    if (checked === 0) return null;
    return counted(wrong, checked, { basis: "people", open: this.#open / this.#rows });
  }
}
