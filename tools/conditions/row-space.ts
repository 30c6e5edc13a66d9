import { labelKey, type LabelValue } from "../../schema/label.js";
import type { ConditionSpace } from "./condition-space.js";
import type { ConditionsByLabel } from "./conditions-by-label.js";

/** Answers about rows that are remembered. */
const MOST_KNOWN = 200_000;

/**
 * The space that covering rows are made in: dimension 0 is the label, the others are numbered from
 * 1, their values from 0. A row has one number for each; -1 stands for a value that is not chosen
 * yet, or for a dimension without values under the row's label.
 */
export class RowSpace {
  readonly labels: readonly LabelValue[];
  readonly names: readonly string[];
  /**
   * Values of each dimension that can occur under some label; those of dimension 0 are the labels.
   */
  readonly values: readonly (readonly string[])[];
  /** Label, dimension -> 1 for the values that can occur there. */
  readonly #can: readonly (readonly Uint8Array[])[];
  readonly #groups: readonly (readonly TiedGroup[])[];

  constructor(space: ConditionSpace, labels: readonly LabelValue[], names: readonly string[]) {
    this.labels = labels.filter((label) => space.under(label).isPossible());
    this.names = names;
    const possible = this.labels.map((label) =>
      names.map((name) => space.under(label).possible(name)),
    );
    this.values = [
      this.labels.map((label) => labelKey(label)),
      ...names.map((_name, index) => [...new Set(possible.flatMap((lists) => lists[index]!))]),
    ];
    this.#can = possible.map((lists, label) => [
      Uint8Array.from(this.labels, (_other, index) => Number(index === label)),
      ...lists.map((list, index) => {
        const set = new Set(list);
        return Uint8Array.from(this.values[index + 1]!, (value) => Number(set.has(value)));
      }),
    ]);
    this.#groups = this.labels.map((label) => tiedGroups(space.under(label), names, this.values));
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
    const group = this.#groups[label]!.find(
      ({ places }) => places[first]! >= 0 && places[second]! >= 0,
    );
    return (
      group === undefined ||
      group.isPossible([
        [first, a],
        [second, b],
      ])
    );
  }

  /**
   * True where a sample can have all chosen values of the row; the label must be chosen, and each
   * value must be one that it can have.
   *
   * @param changed dimension that was chosen since the row was found possible; default: any
   */
  isPossible(row: ArrayLike<number>, changed?: number): boolean {
    for (const group of this.#groups[row[0]!]!) {
      if (changed !== undefined && group.places[changed]! < 0) continue;
      const chosen = group.dimensions
        .filter((dimension) => row[dimension]! >= 0)
        .map((dimension): [number, number] => [dimension, row[dimension]!]);
      if (chosen.length > 1 && !group.isPossible(chosen)) return false;
    }
    return true;
  }
}

/** Covered dimensions that hang together under a label. */
interface TiedGroup {
  readonly dimensions: readonly number[];
  /** Place of each dimension of the row in the group; -1 for those outside. */
  readonly places: readonly number[];
  isPossible(chosen: readonly (readonly [dimension: number, value: number])[]): boolean;
}

function tiedGroups(
  space: ConditionsByLabel,
  names: readonly string[],
  values: readonly (readonly string[])[],
): TiedGroup[] {
  return space.tiedGroups.flatMap((members, index): TiedGroup[] => {
    const places = [-1, ...names.map((name) => members.indexOf(name))];
    const dimensions = [...places.keys()].filter((dimension) => places[dimension]! >= 0);
    if (dimensions.length < 2) return [];
    const parts = values.map((list, dimension) =>
      places[dimension]! < 0
        ? []
        : list.map((value) => space.narrowedInput(names[dimension - 1]!, value)),
    );
    const check = space.groupCheck(index);
    const known = new Map<string, boolean>();
    const isPossible: TiedGroup["isPossible"] = (chosen) => {
      const row = new Int32Array(members.length).fill(-1);
      for (const [dimension, value] of chosen) row[places[dimension]!] = parts[dimension]![value]!;
      // A full row is checked faster than remembered.
      if (chosen.length === members.length) return check(row);
      const key = row.join();
      const remembered = known.get(key);
      if (remembered !== undefined) return remembered;
      const answer = check(row);
      if (known.size < MOST_KNOWN) known.set(key, answer);
      return answer;
    };
    return [{ dimensions, places, isPossible }];
  });
}
