import { DatawrightError } from "../../base/errors.js";
import { shortId } from "../../base/statistics/hash.js";
import type { LabelValue } from "../../schema/label.js";
import type { Row } from "../../schema/sample.js";
import type { DataSource, TextEncoding } from "../../schema/task-file/data-source.js";
import { textOf } from "../../schema/task.js";
import {
  ambiguousColumn,
  columnUses,
  columnValue,
  keepsOwnColumns,
  missingColumn,
  type ColumnUse,
  type RowSet,
  type RowTask,
} from "./column-mapping.js";
import type { RawRow, RowProblem } from "./contract.js";
import { fieldReader } from "./field-value.js";
import { labelReader } from "./label-value.js";
import { MemoryRoom } from "./memory-room.js";
import { formatOf, readRows } from "./read-rows.js";
import { UnknownLabels } from "./unknown-labels.js";

/** The rows of a data source as the task's fields, and every row that could not be used. */
export interface TaskRows extends RowsRead {
  readonly rows: Row[];
  /** What the rows hold in the columns that were asked for beside the fields, by the row's id. */
  readonly beside: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
}

/** What reading a data source came to, apart from its rows. */
export interface RowsRead {
  /** The first 1,000 rows that could not be used, with line and reason. */
  readonly problems: readonly RowProblem[];
  /** How many rows could not be used. */
  readonly problemCount: number;
  /** Rows read, usable or not: rows.length + problemCount. */
  readonly total: number;
  /** Encoding of a text file that is not UTF-8, as it was named or recognised; else null. */
  readonly encoding: TextEncoding | null;
}

/** What is read, and as what. */
export interface RowsRequest {
  source: DataSource;
  task: RowTask;
  folder: string;
  set: RowSet;
  /** Columns that are read as they stand, beside those of the fields, where the file has them. */
  beside?: readonly string[] | "all";
}

/** The cells of a row in the columns beside the fields. */
export type CellsBeside = readonly (readonly [name: string, cell: unknown])[];

const MOST_PROBLEMS = 1000;

/**
 * Reads a data source as rows of a task: columns to fields, label names checked, ids derived from
 * set and line.
 *
 * A row that is malformed, lacks a field or has no label is told of in `problems` and left out.
 * Rows of the `inputs` set need the given fields only; where the kind has none they may be rows of
 * another dataset, and keep the columns that are no field of the task.
 *
 * @throws DATA_LABEL for labels that the task does not name, with line and nearest label;
 *         DATA_COLUMN with the file's columns; DATA_EMPTY or, if every row is malformed,
 *         DATA_FORMAT or DATA_LINE_TOO_LONG; DATA_NOT_FOUND; DATA_ENCODING with the line;
 *         DATA_TOO_LARGE
 */
export async function readTaskRows(request: RowsRequest): Promise<TaskRows> {
  const beside = new Map<string, Readonly<Record<string, unknown>>>();
  const rows: Row[] = [];
  const room = new MemoryRoom(request.source.path ?? "rows");
  const read = await eachTaskRow(request, (row, cells) => {
    rows.push(row);
    room.take();
    if (cells.length > 0) beside.set(row.id, Object.fromEntries(cells));
  });
  return { ...read, rows, beside };
}

/**
 * The same row by row, for files that do not fit the memory: nothing of a row is kept.
 *
 * @param take gets each usable row as it is read
 */
export async function eachTaskRow(
  request: RowsRequest,
  take: (row: Row, beside: CellsBeside) => void,
): Promise<RowsRead> {
  const { source, task, set, beside: besideColumns = [] } = request;
  const file = source.path ?? "rows";
  const key = set === "inputs" ? "inputs" : "support";
  const uses = columnUses(task, source, set);
  const isTable =
    source.rows === undefined &&
    ["csv", "tsv", "parquet"].includes(
      source.format ?? (source.path === undefined ? "" : formatOf(source.path)),
    );
  const fieldReaders = new Map(
    Object.entries(task.fields).map(([name, field]) => [name, fieldReader(field)]),
  );
  const readLabel = labelReader({
    labels: task.labels,
    multiLabel: task.spec.multiLabel,
    labelMap: source.labelMap,
  });
  const unknownLabels = new UnknownLabels(task.labels.map((label) => label.name));
  const seenUses = new Set<ColumnUse>();
  const columns = new Set<string>();
  let count = 0;
  const problems: RowProblem[] = [];
  let problemCount = 0;
  const onProblem = (problem: RowProblem): void => {
    problemCount++;
    if (problems.length < MOST_PROBLEMS) problems.push(problem);
  };
  const absent = (use: ColumnUse): DatawrightError =>
    missingColumn(file, use, [...columns], { header: source.header ?? true, key });

  const own = keepsOwnColumns(task, set);
  const toRow = (raw: RawRow, nth: number): Row | RowProblem => {
    const fields: Record<string, unknown> = {};
    let label: LabelValue = null;
    const wrong = (code: RowProblem["code"], message: string): RowProblem => ({
      line: raw.line,
      code,
      message,
    });
    for (const use of uses) {
      if (raw.repeated?.includes(String(use.column))) throw ambiguousColumn(file, use, raw, key);
      const cell = columnValue(raw, use.column);
      if (cell === undefined && isTable && (use.required || use.named)) throw absent(use);
      if (use.name === "label") {
        const reading = readLabel(cell);
        if ("problem" in reading) return wrong("DATA_LABEL", reading.problem);
        if ("unknown" in reading) {
          unknownLabels.add(reading.unknown, raw.line);
          return wrong(
            "DATA_LABEL",
            `unknown label ${reading.unknown.map((name) => JSON.stringify(name)).join(", ")}`,
          );
        }
        if ("label" in reading) label = reading.label;
        else if (use.required)
          return wrong(cell === undefined ? "DATA_COLUMN" : "DATA_EMPTY", "the label is missing");
        continue;
      }
      const reading = fieldReaders.get(use.name)?.(cell) ?? { empty: true as const };
      if ("problem" in reading) return wrong("DATA_FORMAT", `${use.name}: ${reading.problem}`);
      if ("value" in reading) fields[use.name] = reading.value;
      else if (use.required)
        return wrong(
          cell === undefined ? "DATA_COLUMN" : "DATA_EMPTY",
          `the field ${JSON.stringify(use.name)} is ${cell === undefined ? "missing" : "empty"}`,
        );
    }
    if (own)
      for (const [name, value] of ownColumns(raw, uses))
        Object.defineProperty(fields, name, {
          value,
          enumerable: true,
          configurable: true,
          writable: true,
        });
    if (own && Object.keys(fields).length === 0) return wrong("DATA_EMPTY", "the row is empty");
    const textFields = task.textFields.some((name) => fields[name] !== undefined)
      ? task.textFields
      : Object.keys(fields);
    return {
      id: shortId("row", set === "held-out" ? "support" : set, raw.line, nth),
      fields,
      text: textOf(fields, textFields),
      label,
      line: source.rows ? null : raw.line,
    };
  };

  let lastLine = 0;
  let nth = 0;
  let encoding: TextEncoding | null =
    source.encoding === undefined || source.encoding === "utf-8" ? null : source.encoding;
  const onEncoding = (recognised: TextEncoding): void => {
    encoding = recognised;
  };
  for await (const raw of readRows(source, { folder: request.folder, onProblem, onEncoding })) {
    nth = raw.line === lastLine ? nth + 1 : 0;
    lastLine = raw.line;
    if (columns.size < 200)
      for (const name of raw.columns ?? Object.keys(raw.values)) columns.add(name);
    if (seenUses.size < uses.length)
      for (const use of uses) if (columnValue(raw, use.column) !== undefined) seenUses.add(use);
    const row = toRow(raw, nth);
    if ("id" in row) {
      count += 1;
      const cells =
        besideColumns === "all"
          ? ownColumns(raw, uses)
          : besideColumns.flatMap((name) => {
              const cell = columnValue(raw, name);
              return cell === undefined || cell === null || cell === ""
                ? []
                : [[name, cell] as const];
            });
      take(row, cells);
    } else onProblem(row);
    unknownLabels.throwIfMany(file);
  }
  unknownLabels.throwIfAny(file);
  const never =
    columns.size === 0
      ? undefined
      : uses.find((use) => (use.named || (use.required && count === 0)) && !seenUses.has(use));
  if (never) throw absent(never);
  if (count === 0) throw nothingUsable(file, problems, problemCount);
  return { problems, problemCount, total: count + problemCount, encoding };
}

/** The columns of a row that no field is read from, without empty ones. */
function ownColumns(raw: RawRow, uses: readonly ColumnUse[]): [name: string, value: unknown][] {
  const read = new Set(
    uses.map(({ column }) => (typeof column === "number" ? raw.columns?.[column] : column)),
  );
  return Object.entries(raw.values).filter(
    ([name, value]) => !read.has(name) && value !== undefined && value !== null && value !== "",
  );
}

function nothingUsable(
  file: string,
  problems: readonly RowProblem[],
  count: number,
): DatawrightError {
  const first = problems[0];
  if (!first)
    return new DatawrightError({
      code: "DATA_EMPTY",
      message: `${file}: holds no rows`,
      hint: "give a file with at least one row below the header",
      details: { file },
    });
  const malformed =
    problems.every((problem) => problem.code === first.code) &&
    (first.code === "DATA_FORMAT" || first.code === "DATA_LINE_TOO_LONG");
  return new DatawrightError({
    code: malformed ? first.code : "DATA_EMPTY",
    message: `${file}: none of its ${count} rows can be used; line ${first.line}: ${first.message}`,
    hint: malformed
      ? "check the file, and `format:` and `header:` of the data source"
      : "check which columns the data source maps to the task's fields",
    details: { file, line: first.line, problems: problems.slice(0, 20), problemCount: count },
  });
}
