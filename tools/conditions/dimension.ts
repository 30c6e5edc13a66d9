import type { Given } from "../../schema/task-file/condition.js";

/** What a draw needs to know of a dimension; the attributes of a task and of a plan are such. */
export interface Dimension {
  /** Its name. */
  readonly name: string;
  /** Its values. */
  readonly values?: readonly string[];
  /** Label -> values, in place of `values` for samples of that label. */
  readonly perLabel?: Readonly<Record<string, readonly string[]>>;
  /** Value -> weight; 1 where it names none. */
  readonly weights?: Readonly<Record<string, number>>;
  /** Distribution of its values where another dimension has a value. */
  readonly given?: Given;
}

/**
 * Values that a dimension lists for samples of a label, whatever their weight; of a set of labels
 * those of all of them.
 */
export function listedValues(dimension: Dimension, labels: readonly string[]): readonly string[] {
  const lists =
    labels.length === 0 ? [undefined] : labels.map((label) => own(dimension.perLabel, label));
  return [...new Set(lists.flatMap((list) => list ?? dimension.values ?? []))];
}

/** Weight of a value where no distribution applies; 1 where the dimension names none. */
export function weightOf(dimension: Dimension, value: string): number {
  return own(dimension.weights, value) ?? 1;
}

/** An entry of a record that came from outside: never one of the prototype's. */
export function own<T>(
  record: Readonly<Record<string, T>> | undefined,
  key: string,
): T | undefined {
  return record !== undefined && Object.hasOwn(record, key) ? record[key] : undefined;
}
