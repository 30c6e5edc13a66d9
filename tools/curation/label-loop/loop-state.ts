import type { LabelValue } from "../../../schema/label.js";
import type { CurationRow } from "../contract.js";
import { inputOf } from "../learning-inputs.js";
import type { LoopLabel } from "./contract.js";
import { estimateNoise, type Answers, type NoiseEstimate } from "./noise-model.js";
import type { TrainingRow } from "./small-model.js";

/** What came of asking about some rows. */
export interface AskedRows {
  readonly asked: number;
  readonly askedAgain: number;
  readonly changed: number;
  readonly unread: number;
}

/**
 * What is known about each row while the loop runs: answers, the small model's opinion, and both
 * weighed together.
 */
export class LoopState implements Answers {
  readonly first: Int32Array;
  readonly shown: Uint8Array;
  readonly second: Int32Array;
  /** Times that each row was asked about. */
  readonly calls: Uint8Array;
  readonly #rows: readonly CurationRow[];
  readonly #labels: readonly string[];
  readonly #classOf: ReadonlyMap<string, number>;
  #prior: readonly Float64Array[] | null = null;
  #estimate: NoiseEstimate | null = null;

  constructor(rows: readonly CurationRow[], labels: readonly string[]) {
    this.#rows = rows;
    this.#labels = labels;
    this.#classOf = new Map(labels.map((name, index) => [name, index]));
    this.first = new Int32Array(rows.length).fill(-1);
    this.shown = new Uint8Array(rows.length);
    this.second = new Int32Array(rows.length).fill(-1);
    this.calls = new Uint8Array(rows.length);
  }

  /** Null before there was a small model. */
  get estimate(): NoiseEstimate | null {
    return this.#estimate;
  }

  /** The class that the language model named last, or -1. */
  given(row: number): number {
    return this.second[row]! >= 0 ? this.second[row]! : this.first[row]!;
  }

  /** Class of a label, or -1 where it is none of the task's. */
  classOf(label: LabelValue): number {
    const name = Array.isArray(label) && label.length === 1 ? label[0] : label;
    return typeof name === "string"
      ? (this.#classOf.get(name) ?? this.#classOf.get(name.trim()) ?? -1)
      : -1;
  }

  /**
   * Takes the answers to one question about each of some rows. An unread answer to a repeated
   * question leaves the first one.
   */
  record(rows: readonly number[], answers: readonly LabelValue[], shown: boolean): AskedRows {
    let askedAgain = 0;
    let changed = 0;
    let unread = 0;
    for (const [index, row] of rows.entries()) {
      const answer = this.classOf(answers[index] ?? null);
      const before = this.first[row]!;
      if (this.calls[row]! > 0) askedAgain++;
      this.calls[row]!++;
      if (answer < 0) {
        unread++;
      } else if (before < 0) {
        this.first[row] = answer;
        this.shown[row] = shown ? 1 : 0;
      } else {
        if (before !== answer) changed++;
        this.second[row] = answer;
      }
    }
    return { asked: rows.length - askedAgain, askedAgain, changed, unread };
  }

  /**
   * Takes the small model's probabilities, or null where there is none, and weighs the answers
   * against them.
   */
  async learn(prior: readonly Float64Array[] | null): Promise<void> {
    this.#prior = prior;
    this.#estimate = prior === null ? null : await estimateNoise(prior, this, this.#labels.length);
  }

  /**
   * Present class of a row and the probability that it is right; class -1 where there is neither an
   * answer nor an estimate.
   */
  current(row: number): { readonly label: number; readonly confidence: number | null } {
    const posterior = this.#estimate?.posterior[row];
    if (posterior === undefined) return { label: this.given(row), confidence: null };
    const label = largest(posterior);
    return { label, confidence: posterior[label]! };
  }

  /**
   * True where the model that did not see the row names its present label first: such a row may
   * serve as a demonstration.
   */
  agrees(row: number): boolean {
    const prior = this.#prior?.[row];
    return (
      prior !== undefined &&
      this.given(row) >= 0 &&
      largest(prior) === this.given(row) &&
      this.current(row).label === this.given(row)
    );
  }

  trainingRows(): TrainingRow[] {
    return this.#rows.map((of, row) => {
      // Answers only, weighted by how likely they are right: its own opinion would teach the small
      // model nothing but to be sure of it.
      const label = this.given(row);
      return {
        text: inputOf(of),
        label,
        weight: label < 0 ? 0 : (this.#estimate?.posterior[row]?.[label] ?? 1),
      };
    });
  }

  overruled(): number {
    return this.#rows.reduce(
      (count, _row, row) =>
        count + (this.given(row) >= 0 && this.current(row).label !== this.given(row) ? 1 : 0),
      0,
    );
  }

  expectedError(): number | null {
    const posterior = this.#estimate?.posterior;
    return posterior === undefined || posterior.length === 0
      ? null
      : posterior.reduce((sum, values) => sum + 1 - values[largest(values)]!, 0) / posterior.length;
  }

  labels(): LoopLabel[] {
    return this.#rows.map(({ id }, row) => {
      const { label, confidence } = this.current(row);
      const answer = this.#labels[this.given(row)] ?? null;
      const source = label < 0 ? null : label === this.given(row) ? "llm" : "small-model";
      return {
        id,
        label: this.#labels[label] ?? null,
        source,
        confidence,
        answer,
        calls: this.calls[row]!,
      };
    });
  }
}

function largest(values: Float64Array): number {
  let best = 0;
  for (let index = 1; index < values.length; index++)
    if (values[index]! > values[best]!) best = index;
  return best;
}
