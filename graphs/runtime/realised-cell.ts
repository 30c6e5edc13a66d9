import type { Cell, CoverageMap } from "../../schema/coverage.js";
import { labelKey, type LabelValue } from "../../schema/label.js";
import type { Verdict } from "../../schema/verdict.js";

/** What a judge found a sample to be where it is not as ordered. */
export type FoundCondition = NonNullable<Verdict["conditions"]>[number];

/**
 * A sample belongs to the cell of what it is, whichever its order named: the cell of its label in
 * force and of the conditions that it fulfils.
 */
export class RealisedCells {
  readonly #byId = new Map<string, Cell>();
  readonly #byContent = new Map<string, string>();

  constructor(map: CoverageMap) {
    for (const cell of map.cells) {
      this.#byId.set(cell.id, cell);
      const key = contentKey(cell.label, cell.conditions);
      if (!this.#byContent.has(key)) this.#byContent.set(key, cell.id);
    }
  }

  /**
   * @param cell  where it was so far: the cell of its order
   * @param label its label in force; does not matter where cells have none
   * @param found conditions that it has other than that cell
   * @returns the cell's id, or null where the map has no such cell
   */
  of(cell: string, label: LabelValue, found: readonly FoundCondition[] = []): string | null {
    const before = this.#byId.get(cell);
    if (!before) return null;
    const sameLabel =
      before.label === null || label === null || labelKey(label) === labelKey(before.label);
    const other = found.filter(({ name, value }) =>
      before.conditions.some((condition) => condition.name === name && condition.value !== value),
    );
    if (sameLabel && other.length === 0) return cell;
    const values = new Map(other.map(({ name, value }) => [name, value]));
    const conditions = before.conditions.map((condition) =>
      values.has(condition.name)
        ? { name: condition.name, value: values.get(condition.name)! }
        : condition,
    );
    if (conditions.some(({ value }) => value === null)) return null;
    return this.#byContent.get(contentKey(sameLabel ? before.label : label, conditions)) ?? null;
  }
}

function contentKey(
  label: LabelValue,
  conditions: readonly { readonly name: string; readonly value: string }[],
): string {
  return JSON.stringify([
    labelKey(label),
    conditions.map(({ name, value }) => [name, value]).sort(([a], [b]) => (a! < b! ? -1 : 1)),
  ]);
}
