import { LABEL_DIMENSION, type Condition } from "../../../schema/task-file/condition.js";
import type { Cell } from "../../../schema/coverage.js";
import { labelKey } from "../../../schema/label.js";
import type { Attribute, Plan } from "../../../schema/plan.js";
import { ConditionSpace } from "../../../tools/conditions/condition-space.js";
import type { Random } from "../../../base/statistics/random.js";
import type { OrderInput } from "../contract.js";
import { conditionOf } from "../conditions/plan-cells.js";
import { EvenDraws } from "./even-draws.js";

/** What is drawn for one order. */
export interface DrawnConditions {
  readonly conditions: readonly Condition[];
  /** Passages that speak of the drawn values; empty where none is known. */
  readonly passages: readonly string[];
}

export interface ConditionDrawerOptions {
  /** True where the task has labels. */
  readonly labelled: boolean;
  /** The run's seed where free dimensions are dealt evenly; null where each order draws alone. */
  readonly even: { readonly seed: number } | null;
}

/**
 * Draws the dimensions that are not steered, each order's under the condition of its cell. With
 * covering draws in the plan, the n-th order of a label takes the label's n-th row; once the rows
 * are used up, free dimensions are dealt evenly (EvenDraws) and the weights decide on the others.
 */
export class ConditionDrawer {
  readonly #attributes: readonly Attribute[];
  readonly #space: ConditionSpace;
  readonly #rows: ReadonlyMap<string, readonly ReadonlyMap<string, string>[]>;
  readonly #even: EvenDraws | null;
  /** Orders of each label so far. */
  readonly #turns = new Map<string, number>();
  /** Orders for which nothing is allowed beside the conditions of their cell. */
  readonly contradictory: string[] = [];

  constructor(
    { plan, coverage, outstanding }: Pick<OrderInput, "plan" | "coverage" | "outstanding">,
    { labelled, even }: ConditionDrawerOptions,
  ) {
    this.#attributes = plan.attributes;
    this.#even = even === null ? null : new EvenDraws(plan.attributes, even.seed);
    this.#space = new ConditionSpace({
      dimensions: plan.attributes,
      exclude: plan.exclude,
      labelled,
    });
    this.#rows = rowsByLabel(plan, labelled);
    for (const cell of coverage.cells) {
      const waiting = Object.hasOwn(outstanding, cell.id) ? (outstanding[cell.id] ?? 0) : 0;
      this.#turns.set(
        labelKey(cell.label),
        (this.#turns.get(labelKey(cell.label)) ?? 0) + cell.ordered + waiting,
      );
    }
  }

  /** The conditions of the next order of a cell. */
  draw(cell: Cell, random: Random): DrawnConditions {
    const label = labelKey(cell.label);
    const turn = this.#turns.get(label) ?? 0;
    this.#turns.set(label, turn + 1);
    const space = this.#space.under(cell.label);
    const own = new Map(cell.conditions.map(({ name, value }) => [name, value]));
    const row = this.#rows.get(label)?.[turn];
    const fits =
      row !== undefined && [...row].every(([name, value]) => (own.get(name) ?? value) === value);
    const fixed = fits
      ? new Map([...row, ...own])
      : new Map([...(this.#even?.values(space, { label, turn, taken: own }) ?? []), ...own]);
    const drawn = space.draw(random, fixed);
    if (drawn === null) this.contradictory.push(cell.id);
    const values = new Map([...fixed, ...(drawn ?? [])]);
    return {
      conditions: emitted(
        this.#attributes.filter(({ name }) => !own.has(name)),
        values,
      ),
      passages: passagesOf(this.#attributes, values),
    };
  }
}

function rowsByLabel(
  { covering }: Plan,
  labelled: boolean,
): Map<string, ReadonlyMap<string, string>[]> {
  const rows = new Map<string, ReadonlyMap<string, string>[]>();
  for (const row of covering?.rows ?? []) {
    const values = new Map(
      row.flatMap((value, index): [string, string][] =>
        value === null ? [] : [[covering!.dimensions[index]!, value]],
      ),
    );
    const label = labelled ? (values.get(LABEL_DIMENSION) ?? "") : "";
    if (labelled) values.delete(LABEL_DIMENSION);
    rows.set(label, [...(rows.get(label) ?? []), values]);
  }
  return rows;
}

/**
 * Values as conditions, in the order of the dimensions; those of a group as one, where its first
 * one stands.
 */
function emitted(
  attributes: readonly Attribute[],
  values: ReadonlyMap<string, string>,
): Condition[] {
  const present = attributes.filter(
    (attribute) => values.has(attribute.name) && values.get(attribute.name) !== attribute.absent,
  );
  return present.flatMap((attribute): Condition[] => {
    if (attribute.group === undefined) return [conditionOf(attribute, values.get(attribute.name)!)];
    const group = present.filter((other) => other.group === attribute.group);
    return group[0] === attribute
      ? [
          conditionOf(
            { ...attribute, name: attribute.group },
            group.map((other) => values.get(other.name)!).join(", "),
          ),
        ]
      : [];
  });
}

/**
 * Passages that speak of all drawn values that passages are known for; where none speaks of all,
 * those of the first.
 */
function passagesOf(
  attributes: readonly Attribute[],
  values: ReadonlyMap<string, string>,
): readonly string[] {
  const lists = attributes.flatMap(({ name, passages }) => {
    const value = values.get(name);
    return value !== undefined && passages && Object.hasOwn(passages, value)
      ? [passages[value]!]
      : [];
  });
  const [first = [], ...others] = lists;
  const common = first.filter((id) => others.every((list) => list.includes(id)));
  return common.length > 0 ? common : first;
}
