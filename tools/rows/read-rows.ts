import { resolve } from "node:path";
import {
  DATA_FORMATS,
  DATA_LIMITS,
  type DataFormat,
  type DataLimits,
  type DataSource,
  type TextEncoding,
} from "../../schema/task-file/data-source.js";
import { DatawrightError } from "../../base/errors.js";
import type { RawRow, RowProblem, RowReader } from "./contract.js";
import { tooManyRows } from "./too-many-rows.js";

const READERS: Readonly<Record<DataFormat, () => Promise<RowReader>>> = {
  jsonl: async () => (await import("./formats/json-reader.js")).jsonlReader,
  json: async () => (await import("./formats/json-reader.js")).jsonReader,
  csv: async () => (await import("./formats/csv-reader.js")).csvReader,
  tsv: async () => (await import("./formats/tsv-reader.js")).tsvReader,
  parquet: async () => (await import("./formats/parquet-reader.js")).parquetReader,
};

const ENDINGS: Readonly<Record<string, DataFormat>> = {
  jsonl: "jsonl",
  ndjson: "jsonl",
  json: "json",
  csv: "csv",
  tsv: "tsv",
  tab: "tsv",
  parquet: "parquet",
};

/**
 * Streams the rows of a data source: of its file (relative to `folder`), or those given in the
 * spec.
 *
 * @param options.onProblem called for each malformed row; without it the first one is thrown
 * @param options.onEncoding called once where a text file is not UTF-8
 * @throws DATA_NOT_FOUND, DATA_ENCODING with the line, DATA_FORMAT, DATA_LINE_TOO_LONG; DATA_TOO_LARGE
 *         for a file that holds more than the source's limits
 */
export async function* readRows(
  source: DataSource,
  options: {
    folder: string;
    onProblem?: (problem: RowProblem) => void;
    onEncoding?: (encoding: TextEncoding) => void;
  },
): AsyncGenerator<RawRow> {
  if (source.rows) {
    yield* source.rows.map((values, index) => ({ values, line: index + 1 }));
    return;
  }
  if (source.path === undefined)
    throw new DatawrightError({
      code: "SPEC_INVALID",
      message: "the data source names neither a file (`path`) nor rows (`rows`)",
    });
  const path = resolve(options.folder, source.path);
  const reader = await READERS[source.format ?? formatOf(path)]();
  const onProblem =
    options.onProblem ??
    ((problem: RowProblem): void => {
      throw problemError(path, problem);
    });
  const limits: DataLimits = { ...DATA_LIMITS, ...source.limits };
  let count = 0;
  const counted = (): void => {
    if (++count > limits.rows) throw tooManyRows(path, limits.rows);
  };
  const rows = reader.read(path, {
    header: source.header ?? true,
    limits,
    encoding: source.encoding,
    onEncoding: options.onEncoding,
    onProblem: (problem) => {
      counted();
      onProblem(problem);
    },
  });
  for await (const row of rows) {
    counted();
    yield row;
  }
}

/**
 * The format that a file's ending stands for, `.gz` apart.
 * @throws DATA_FORMAT for an ending that says nothing
 */
export function formatOf(path: string): DataFormat {
  const ending = /\.([^./\\]+)$/u.exec(path.toLowerCase().replace(/\.gz$/u, ""))?.[1] ?? "";
  const format = ENDINGS[ending];
  if (format) return format;
  throw new DatawrightError({
    code: "DATA_FORMAT",
    message:
      `${path}: the ending ${ending === "" ? "is missing and" : `.${ending}`} does not say ` +
      "the format",
    hint: `add \`format:\` with one of ${DATA_FORMATS.join(", ")}`,
    details: { file: path },
  });
}

/** A row's problem as an error, for readers that go no further. */
function problemError(path: string, problem: RowProblem): DatawrightError {
  return new DatawrightError({
    code: problem.code,
    message: `${path}:${problem.line}: ${problem.message}`,
    details: { file: path, line: problem.line },
  });
}
