import { DatawrightError } from "../../base/errors.js";
import type { DataSource } from "../../schema/task-file/data-source.js";
import type { TaskSpecInput } from "../../schema/task-file/task-spec.js";
import { LABEL_NAMES } from "../../tools/task-file/infer-kind.js";
import { inferTask, type InferredTask } from "../../tools/task-file/infer-task.js";
import { readRows } from "../../tools/rows/read-rows.js";

/** A file of rows, or the rows themselves. */
export type RowsFrom = string | readonly Readonly<Record<string, unknown>>[];

/** Columns that are named by whoever asks: field or `label` -> column. */
export type NamedColumns = Readonly<Record<string, string | number>>;

/** The rows of a set as a task's fields and labels. */
export interface InferredSets {
  readonly task: TaskSpecInput;
  /** Where each set is read from, in their order. */
  readonly sources: readonly DataSource[];
}

/** Most labels that a column of them has. */
const MOST_LABELS = 2000;

/**
 * A task for several sets of rows that belong together, the dataset first: kind and fields of the
 * dataset, the labels of all. A set whose columns have other names is read by what they hold.
 *
 * @throws DATA_COLUMN for a set without the dataset's fields; as `inferTask`
 */
export async function inferSets(
  sets: readonly RowsFrom[],
  { columns, header }: { readonly columns?: NamedColumns; readonly header?: boolean },
): Promise<InferredSets> {
  const inferred: InferredTask[] = [];
  for (const set of sets) inferred.push(await inferTask(set));
  const sources = sets.map((set, at) => sourceOf(set, inferred[at]!, header));
  const leader = leaderOf(inferred);
  if (columns !== undefined) return named({ inferred, sources, columns });
  const { task } = leader;
  if (task.labels === undefined) return oneClassOr({ inferred, sources });
  const fields = fieldsOf(task);
  const mapped = sets.map((set, at) => {
    const own = inferred[at]!;
    if (own.task.kind === task.kind) return sources[at]!;
    return { ...sources[at]!, columns: columnsFor(set, own, { leader, fields }) };
  });
  const labels = new Set<string>(labelNames(task));
  for (const [at, source] of mapped.entries()) {
    if (inferred[at]!.task.kind === task.kind)
      for (const name of labelNames(inferred[at]!.task)) labels.add(name);
    else for (const name of (await labelsIn(source)).names) labels.add(name);
  }
  return {
    task: { ...taskOf(inferred[0]!, task), labels: sorted(labels) },
    sources: mapped,
  };
}

/** The set that says most of its columns: the dataset, unless its labels show in another only. */
function leaderOf(inferred: readonly InferredTask[]): InferredTask {
  const [data] = inferred;
  if (data!.task.kind !== "custom") return data!;
  const names = new Set(data!.columns.map(({ column }) => column));
  return (
    inferred.find(
      ({ task, columns }) =>
        task.labels !== undefined &&
        columns.every(({ column, field }) => field === null || names.has(column)),
    ) ?? data!
  );
}

/** A task of that kind with the name and the language of the dataset. */
function taskOf(data: InferredTask, task: TaskSpecInput): TaskSpecInput {
  const { support: _source, ...rest } = task;
  return { ...rest, name: data.task.name, language: data.task.language };
}

/**
 * Texts without labels; where a column is named as labels are but holds a single one, it is a label
 * all the same.
 */
async function oneClassOr({
  inferred,
  sources,
}: {
  readonly inferred: readonly InferredTask[];
  readonly sources: readonly DataSource[];
}): Promise<InferredSets> {
  const [data] = inferred;
  const { task, columns } = data!;
  const own = taskOf(data!, task);
  const label = columns.find(({ column, field }) => field !== null && LABEL_NAMES.test(column));
  const { [label?.field ?? ""]: _label, ...fields } = task.fields ?? {};
  const hasText = Object.values(fields).some(({ type }) => type === "text");
  if (task.kind !== "custom" || label === undefined || !hasText) return { task: own, sources };
  const mapped = sources.map((source) => {
    const { [label.field!]: _column, ...others } = source.columns ?? {};
    return { ...source, columns: { ...others, label: label.column } };
  });
  const labels = new Set<string>();
  for (const source of mapped) for (const name of (await labelsIn(source)).names) labels.add(name);
  if (labels.size === 0 || labels.size > MOST_LABELS) return { task: own, sources };
  return { task: { ...own, fields, labels: sorted(labels) }, sources: mapped };
}

/** Sets that are read by the columns that were named. */
async function named({
  inferred,
  sources,
  columns,
}: {
  readonly inferred: readonly InferredTask[];
  readonly sources: readonly DataSource[];
  readonly columns: NamedColumns;
}): Promise<InferredSets> {
  const [data] = inferred;
  const found = data!.columns.find(({ field }) => field === "text")?.column;
  const wanted: Record<string, string | number> = {
    ...(found === undefined ? {} : { text: found }),
    ...columns,
  };
  const label = data!.columns.find(({ field }) => field === "label")?.column;
  if (label !== undefined && wanted["label"] === undefined) wanted["label"] = label;
  const mapped = sources.map((source, at) => {
    const own = inferred[at]!.columns;
    const has = (column: string | number): boolean =>
      typeof column === "number" || own.some((use) => use.column === column);
    // A set without a column of that name is read by what its own columns hold.
    const used = Object.entries(wanted).flatMap(([field, column]) => {
      const found = has(column) ? column : own.find((use) => use.field === field)?.column;
      return found === undefined && field === "label" ? [] : [[field, found ?? column] as const];
    });
    return { ...source, columns: Object.fromEntries(used) };
  });
  const labels = new Set<string>();
  let lists = false;
  for (const source of wanted["label"] === undefined ? [] : mapped) {
    const found = await labelsIn(source);
    lists ||= found.lists;
    for (const name of found.names) labels.add(name);
  }
  const { name, description, language } = data!.task;
  return {
    task: {
      ...{ name, description, language, target: 1 },
      ...(labels.size > 0 && labels.size <= MOST_LABELS
        ? { kind: "classification", labels: sorted(labels), multiLabel: lists }
        : { kind: "custom", fields: { text: { type: "text" } } }),
    },
    sources: mapped,
  };
}

/** The source of a set, with the header and the columns that its file was found to have. */
function sourceOf(set: RowsFrom, { task }: InferredTask, header?: boolean): DataSource {
  const { columns, header: found } = task.support ?? {};
  return {
    ...(typeof set === "string" ? { path: set } : { rows: set.map((row) => ({ ...row })) }),
    ...(columns === undefined ? {} : { columns }),
    ...((header ?? found) === undefined ? {} : { header: header ?? found }),
  };
}

const fieldsOf = (task: TaskSpecInput): readonly string[] =>
  task.kind === "pair-classification" ? ["text1", "text2"] : ["text"];

/** Where a set of another form has the fields and the label of the leading one. */
function columnsFor(
  set: RowsFrom,
  own: InferredTask,
  { leader, fields }: { readonly leader: InferredTask; readonly fields: readonly string[] },
): Record<string, string> {
  const names = own.columns.map(({ column }) => column);
  const columnOf = (field: string): string | undefined => {
    const same = leader.columns.find((use) => use.field === field)?.column;
    if (same !== undefined && names.includes(same)) return same;
    if (names.includes(field)) return field;
    const texts = Object.entries(own.task.fields ?? {}).filter(([, spec]) => spec.type === "text");
    return field === "text" && texts.length === 1
      ? own.columns.find((use) => use.field === texts[0]![0])?.column
      : own.columns.find((use) => use.field === field)?.column;
  };
  const found: Record<string, string> = {};
  for (const field of fields) {
    const column = columnOf(field);
    if (column === undefined)
      throw new DatawrightError({
        code: "DATA_COLUMN",
        message:
          `${typeof set === "string" ? set : "rows"}: no column holds the field "${field}" of the ` +
          `dataset (it has ${names.slice(0, 20).join(", ")})`,
        hint: "name its columns as those of the dataset, or say which they are (--text, --label)",
        details: { field, columns: names },
      });
    found[field] = column;
  }
  const label = columnOf("label");
  if (label !== undefined && label !== found["text"]) found["label"] = label;
  return found;
}

function labelNames({ labels }: TaskSpecInput): readonly string[] {
  return (Array.isArray(labels) ? labels : Object.keys(labels ?? {})).map((label: unknown) =>
    typeof label === "string" ? label : (label as { readonly name: string }).name,
  );
}

/** The different values of a set's column of labels, and whether its cells are lists of them. */
async function labelsIn(
  source: DataSource,
): Promise<{ readonly names: ReadonlySet<string>; readonly lists: boolean }> {
  const found = new Set<string>();
  let lists = false;
  const column = source.columns?.["label"] ?? "label";
  for await (const { values, columns } of readRows(source, { folder: ".", onProblem: () => {} })) {
    const name = typeof column === "number" ? (columns?.[column] ?? "") : column;
    const cell = Object.hasOwn(values, name) ? values[name] : undefined;
    lists ||= Array.isArray(cell);
    for (const value of Array.isArray(cell) ? (cell as unknown[]) : [cell]) {
      const label =
        typeof value === "number" || typeof value === "boolean" || typeof value === "string"
          ? String(value).trim()
          : "";
      if (label !== "" && found.size <= MOST_LABELS) found.add(label);
    }
  }
  return { names: found, lists };
}

function sorted(labels: ReadonlySet<string>): string[] {
  return [...labels].sort((a, b) =>
    Number.isFinite(Number(a)) && Number.isFinite(Number(b))
      ? Number(a) - Number(b)
      : a < b
        ? -1
        : 1,
  );
}
