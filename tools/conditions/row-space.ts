import { labelKey, type LabelValue } from "../../schema/label.js";
import type { ConditionSpace } from "./condition-space.js";

/** Answers about rows that are remembered. */
const MOST_KNOWN = 200_000;

/**
 * The space that covering rows are made in: dimension 0 is the label, the others are numbered from 1, their values from 0. A row has
 * one number for each; -1 stands for a value that is not chosen yet, or for a dimension without values under the row's label.
 */
export class RowSpace {
  readonly labels: readonly LabelValue[];
  readonly names: readonly string[];
  /** Values of each dimension that can occur under some label; those of dimension 0 are the labels. */
  readonly values: readonly (readonly string[])[];
  readonly #space: ConditionSpace;
  /** Label, dimension -> 1 for the values that can occur there. */
  readonly #can: readonly (readonly Uint8Array[])[];
  readonly #tied: readonly (readonly number[])[];
  readonly #known = new Map<string, boolean>();

  constructor(space: ConditionSpace, labels: readonly LabelValue[], names: readonly string[]) {
    this.#space = space;
    this.labels = labels.filter((label) => space.under(label).isPossible());
    this.names = names;
    const possible = this.labels.map((label) => names.map((name) => space.under(label).possible(name)));
    this.values = [this.labels.map((label) => labelKey(label)), ...names.map((_name, index) => [...new Set(possible.flatMap((lists) => lists[index]!))])];
    this.#can = possible.map((lists, label) => [Uint8Array.from(this.labels, (_other, index) => Number(index === label)), ...lists.map((list, index) => {
      const set = new Set(list);
      return Uint8Array.from(this.values[index + 1]!, (value) => Number(set.has(value)));
    })]);
    this.#tied = this.labels.map((label) => names.flatMap((name, index) => (space.under(label).isTied(name) ? [index + 1] : [])));
  }

  /** True where the value can occur under the label at all. */
  can(label: number, dimension: number, value: number): boolean {
    return this.#can[label]![dimension]![value] === 1;
  }

  /** True where the dimension has values under the label. */
  has(label: number, dimension: number): boolean {
    return this.#can[label]![dimension]!.includes(1);
  }

  /** True where two values can occur together under the label. */
  canMeet(label: number, first: number, a: number, second: number, b: number): boolean {
    if (!this.can(label, first, a) || !this.can(label, second, b)) return false;
    if (!this.#tied[label]!.includes(first) || !this.#tied[label]!.includes(second)) return true;
    const row = new Array<number>(this.values.length).fill(-1);
    row[0] = label;
    row[first] = a;
    row[second] = b;
    return this.isPossible(row);
  }

  /** True where a sample can have all chosen values of the row; the label must be chosen, and each value must be one that it can have. */
  isPossible(row: ArrayLike<number>): boolean {
    const label = row[0]!;
    const tied = this.#tied[label]!;
    let key = `${label}`;
    let chosen = 0;
    for (const dimension of tied) {
      key += `,${row[dimension]}`;
      if (row[dimension]! >= 0) chosen++;
    }
    if (chosen < 2) return true;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const fixed = new Map(tied.filter((dimension) => row[dimension]! >= 0).map((dimension) => [this.names[dimension - 1]!, this.values[dimension]![row[dimension]!]!]));
    const answer = this.#space.under(this.labels[label]!).isPossible(fixed);
    if (this.#known.size >= MOST_KNOWN) this.#known.delete(this.#known.keys().next().value!);
    this.#known.set(key, answer);
    return answer;
  }
}
