import type { ErrorCode } from "../../base/error-codes.js";
import type { DataFormat, DataLimits, TextEncoding } from "../../schema/task-file/data-source.js";
import type { Report, Summary } from "../../schema/report.js";
import type { Sample } from "../../schema/sample.js";
import type { Task } from "../../schema/task.js";

/** One row as it stands in its file. */
export interface RawRow {
  readonly values: Readonly<Record<string, unknown>>;
  /**
   * Line on which it starts, from 1; the row's number for Parquet and for rows given in the spec.
   */
  readonly line: number;
  /** Names of the columns in order, for tables; "0", "1" … without a header. */
  readonly columns?: readonly string[];
  /** Names that the header gives to several columns. */
  readonly repeated?: readonly string[];
}

/** A row that could not be used, and why. */
export interface RowProblem {
  readonly line: number;
  readonly code: Extract<
    ErrorCode,
    "DATA_FORMAT" | "DATA_LINE_TOO_LONG" | "DATA_COLUMN" | "DATA_LABEL" | "DATA_EMPTY"
  >;
  readonly message: string;
}

export interface ReadOptions {
  /** Whether the first line of a table names the columns. */
  readonly header: boolean;
  readonly limits: DataLimits;
  /** Encoding of a text file. Default: recognised. */
  readonly encoding?: TextEncoding;
  /** Called once where a text file is not UTF-8. */
  readonly onEncoding?: (encoding: TextEncoding) => void;
  /** Called for each malformed row; reading goes on after it. */
  onProblem(problem: RowProblem): void;
}

/**
 * Reads one file format, row by row, gzip or not.
 *
 * @throws DATA_NOT_FOUND, DATA_ENCODING with the line, DATA_FORMAT where the file as a whole is not
 *         of the format
 */
export interface RowReader {
  readonly format: DataFormat;
  read(path: string, options: ReadOptions): AsyncIterable<RawRow>;
}

interface ExportContext {
  readonly task: Task;
  /** Figures of the run for the data card; null where it was never finished. */
  readonly summary: Summary | null;
  /** The whole report of the run, with the models that were asked; null where there is none. */
  readonly report?: Report | null;
  readonly options: ExportOptions;
}

export interface ExportOptions {
  /**
   * CSV: puts an apostrophe before text that a spreadsheet would run as a formula. Changes the
   * text. Default: false.
   */
  readonly escapeFormulas?: boolean;
  /** hf: licence for the card. Default: the task's. */
  readonly license?: string;
  /**
   * CSV: begins with a byte-order mark, without which Excel takes UTF-8 for the encoding of its
   * country. Default: false.
   */
  readonly byteOrderMark?: boolean;
  /** hf: split name -> ids of its samples. Default: all samples in `train`. */
  readonly splits?: Readonly<Record<string, ReadonlySet<string>>>;
}

export interface ExportResult {
  readonly files: string[];
  readonly rows: number;
}

/**
 * Writes samples in one format; rows are streamed.
 * @throws USAGE where the task's kind does not fit the format, naming formats that do
 */
export interface Exporter {
  readonly name: string;
  /** Ending of the file with its dot; empty for a folder. */
  readonly extension: string;
  export(
    samples: AsyncIterable<Sample>,
    target: string,
    context: ExportContext,
  ): Promise<ExportResult>;
}
