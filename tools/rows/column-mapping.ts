import type { DataSource } from "../../schema/task-file/data-source.js";
import { DatawrightError } from "../../base/errors.js";
import type { Task } from "../../schema/task.js";
import type { RawRow } from "./contract.js";
import { didYouMean, nearestName } from "../../base/text/nearest-name.js";

export type RowSet = "support" | "held-out" | "inputs";
/** What reading rows needs of a task. */
export type RowTask = Pick<Task, "spec" | "kind" | "fields" | "textFields" | "labels">;

/** Which column a field or the label is read from. */
export interface ColumnUse {
  readonly name: string;
  readonly column: string | number;
  /** Whether a row without it cannot be used. */
  readonly required: boolean;
  /** Whether the spec names the column. */
  readonly named: boolean;
}

/** Columns of each field, and of `label` last where rows of this set carry one. */
export function columnUses(task: RowTask, source: DataSource, set: RowSet): ColumnUse[] {
  const use = (name: string, required: boolean): ColumnUse => ({
    name,
    column: source.columns?.[name] ?? name,
    required,
    named: source.columns?.[name] !== undefined,
  });
  const isLabel = (name: string): boolean =>
    task.fields[name]?.type === "label" || task.fields[name]?.type === "labels";
  const given = set === "inputs" ? task.kind.givenFields : null;
  const uses = Object.entries(task.fields)
    .filter(([name]) => !isLabel(name))
    .map(([name, field]) => use(name, given === null ? !field.optional : given.includes(name)));
  // Rows to be labelled may carry a gold label; it is read only where the spec says so.
  const fields = [...Object.keys(task.fields), "label"];
  const unknown = Object.keys(source.columns ?? {}).find((name) => !fields.includes(name));
  if (unknown !== undefined) throw unknownField(unknown, fields, source);
  const labelled =
    task.labels.length > 0 && (set !== "inputs" || source.columns?.["label"] !== undefined);
  if (labelled) uses.push(use("label", task.kind.labels === "required" && set !== "inputs"));
  return uses;
}

/** The error for a column that is named for a field which the task does not have. */
function unknownField(
  name: string,
  fields: readonly string[],
  { path = "rows" }: DataSource,
): DatawrightError {
  return new DatawrightError({
    code: "DATA_COLUMN",
    message: `${path}: a column is named for the field ${JSON.stringify(name)}${didYouMean(name, fields)}, which the task does not have`,
    hint: `name columns for ${fields.map((field) => JSON.stringify(field)).join(", ")}`,
    details: { field: name, fields },
  });
}

/**
 * True for rows of the inputs that samples are made from freely: they need no field of the task,
 * and keep columns of their own.
 */
export function keepsOwnColumns(task: RowTask, set: RowSet): boolean {
  return set === "inputs" && task.kind.givenFields.length === 0;
}

/** The value of a mapped column, or undefined. A number means the n-th column of a table. */
export function columnValue(row: RawRow, column: string | number): unknown {
  const name = typeof column === "number" ? row.columns?.[column] : column;
  return name !== undefined && Object.hasOwn(row.values, name) ? row.values[name] : undefined;
}

/** The error for a column that a file does not have, with those that it has. */
export function missingColumn(
  file: string,
  use: ColumnUse,
  columns: readonly string[],
  options: { header: boolean; key: string },
): DatawrightError {
  const shown =
    columns
      .slice(0, 20)
      .map((name) => JSON.stringify(name))
      .join(", ") + (columns.length > 20 ? ", …" : "");
  const what =
    typeof use.column === "number"
      ? `column number ${use.column}`
      : `column ${JSON.stringify(use.column)}`;
  const nearest = typeof use.column === "string" ? nearestName(use.column, columns) : null;
  const hint = !options.header
    ? `the file has no header: map columns by number, for example \`columns: { ${use.name}: 0 }\``
    : `set \`${options.key}.columns.${use.name}\` to the column that holds ` +
      `it${nearest === null ? "" : `, for example ${JSON.stringify(nearest)}`}` +
      (["text", "label"].includes(use.name) ? `; --${use.name} on the command line` : "");
  return new DatawrightError({
    code: "DATA_COLUMN",
    message:
      `${file}: there is no ${what} for ` +
      `${use.name === "label" ? "the label" : `the field ${JSON.stringify(use.name)}`}${typeof use.column === "string" ? didYouMean(use.column, columns) : ""} ` +
      `(the file has ${columns.length === 0 ? "no columns" : shown})`,
    hint,
    details: { file, field: use.name, column: use.column, columns, nearest },
  });
}

/** The error for a column whose name the header gives to several, with the number of each. */
export function ambiguousColumn(
  file: string,
  use: ColumnUse,
  { columns = [] }: RawRow,
  key: string,
): DatawrightError {
  const name = String(use.column);
  const numbers = columns.flatMap((column, index) =>
    column === name ||
    (column.startsWith(`${name} (`) && /^\(\d+\)$/u.test(column.slice(name.length + 1)))
      ? [index]
      : [],
  );
  return new DatawrightError({
    code: "DATA_COLUMN",
    message:
      `${file}: ${numbers.length} columns are named ${JSON.stringify(name)} (numbers ` +
      `${numbers.join(", ")}, counted from 0)`,
    hint:
      `rename one, or say which is meant by its number: \`${key}.columns.${use.name}: ` +
      `${numbers[0] ?? 0}\``,
    details: { file, field: use.name, column: name, numbers },
  });
}
