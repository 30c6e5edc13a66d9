import type { LabelValue } from "../../../schema/label.js";
import { isByPerson } from "../label-history.js";
import { OUT_OF_SCOPE } from "./scope-answers.js";
import type { CurationContext, CurationRow, MendedLabel, RelabelOutcome } from "../contract.js";

/**
 * What a relabeler decides, gathered row by row: every label is kept until something else is said.
 */
export class RelabelReport {
  readonly #rows: readonly CurationRow[];
  readonly #labels: MendedLabel[];

  constructor(rows: readonly CurationRow[]) {
    this.#rows = rows;
    this.#labels = rows.map((row) => ({
      label: row.label,
      decision: "kept",
      confidence: null,
      note: null,
    }));
  }

  /** The probability that the label as it stands is right. */
  confidence(index: number, confidence: number): void {
    this.#labels[index] = { ...this.#labels[index]!, confidence };
  }

  /** The votes that a language model gave the row. */
  votes(index: number, votes: readonly string[]): void {
    this.#labels[index] = { ...this.#labels[index]!, votes };
  }

  decide(
    index: number,
    decision: MendedLabel["decision"],
    more: {
      readonly label?: LabelValue;
      readonly confidence?: number | null;
      readonly note?: string;
    },
  ): void {
    this.#labels[index] = { ...this.#labels[index]!, decision, ...more };
  }

  at(index: number): MendedLabel {
    return this.#labels[index]!;
  }

  /**
   * Asks people about rows in this order; where nobody can be asked, or nobody answered, the rows
   * wait for people. What they decided before is not asked again; what they call `out-of-scope`
   * goes.
   */
  async ask(
    indices: readonly number[],
    context: CurationContext,
    question: string,
    note: (index: number) => string,
  ): Promise<void> {
    const open = indices.filter((index) => !isByPerson(this.#rows[index]!));
    const answers =
      context.askPeople && open.length > 0
        ? await context.askPeople(
            open.map((index) => this.#rows[index]!),
            question,
          )
        : new Map<string, LabelValue>();
    for (const index of open) {
      const id = this.#rows[index]!.id;
      if (answers.get(id) === OUT_OF_SCOPE && !context.labels.includes(OUT_OF_SCOPE))
        this.decide(index, "dropped", { confidence: 0, note: "a person refused it" });
      else if (answers.has(id))
        this.decide(index, "person", {
          label: answers.get(id)!,
          confidence: null,
          note: note(index),
        });
      else this.decide(index, "people", { note: note(index) });
    }
  }

  /** The outcome, with the counts that every relabeler reports beside its own figures. */
  outcome(name: string, figures: Readonly<Record<string, unknown>> = {}): RelabelOutcome {
    const decisions: Record<string, number> = {};
    for (const { decision } of this.#labels) decisions[decision] = (decisions[decision] ?? 0) + 1;
    return {
      name,
      labels: this.#labels,
      figures: { rows: this.#labels.length, decisions, ...figures },
    };
  }

  /** The outcome where the method could judge no row: all labels stay, and the figures say why. */
  notApplied(
    name: string,
    note: string,
    figures: Readonly<Record<string, unknown>> = {},
  ): RelabelOutcome {
    return this.outcome(name, { ...figures, notApplied: note });
  }
}
