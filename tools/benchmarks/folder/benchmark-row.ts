import { join } from "node:path";
import { DatawrightError } from "../../../base/errors.js";
import { didYouMean } from "../../../base/text/nearest-name.js";
import { hash32, shortId } from "../../../base/statistics/hash.js";
import type { LabelValue } from "../../../schema/label.js";
import { textOf } from "../../../schema/task.js";
import type { BenchmarkData, BenchmarkPart, BenchmarkRow, Choice } from "../contract.js";
import type { BenchmarkFolder } from "./benchmark-folder.js";

/** Where a value stands. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

interface RowParts extends Place {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly textFields: readonly string[];
  readonly label?: LabelValue;
  readonly references?: readonly string[];
  readonly choices?: readonly Choice[];
  /** Tells rows of one line apart. */
  readonly nth?: number | string;
}

/** A row of a benchmark; its id is that of its place in the files. */
export function benchmarkRow(row: RowParts): BenchmarkRow {
  const { file, line, fields, label = null, references = [], choices = [], nth = 0 } = row;
  return {
    id: shortId("bench", file, line, nth),
    fields: { ...fields },
    text: textOf(fields, row.textFields),
    label,
    line,
    file,
    references,
    choices,
  };
}

/** A benchmark's data from rows that know their part. */
export function benchmarkData(
  rows: Iterable<{ readonly part: BenchmarkPart; readonly row: BenchmarkRow }>,
  rest: Omit<BenchmarkData, "parts"> | Pick<BenchmarkData, "labels">,
): BenchmarkData {
  const parts: Record<BenchmarkPart, BenchmarkRow[]> = { train: [], validation: [], test: [] };
  for (const { part, row } of rows) parts[part].push(row);
  return { notes: [], ...rest, parts };
}

/**
 * The part of a row of a set without a published split, by a hash of its text: equal texts are in
 * one part, and more rows never move others.
 *
 * @param shares of validation and test in hundredths
 */
export function partOfText(
  text: string,
  shares: { readonly validation: number; readonly test: number } = { validation: 10, test: 10 },
): BenchmarkPart {
  const place = hash32(text.trim().toLowerCase(), 2024) % 100;
  if (place < shares.test) return "test";
  return place < shares.test + shares.validation ? "validation" : "train";
}

/** A value of a row that must be text with something in it. @throws DATA_FORMAT with file, line and field */
export function textValue(
  value: unknown,
  field: string,
  at: Place,
  folder: BenchmarkFolder,
): string {
  if (typeof value === "string" && value.trim() !== "") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  throw badRow(folder, at, {
    code: "DATA_FORMAT",
    field,
    message: value === undefined ? "is missing" : `is ${JSON.stringify(value)}, not a text`,
  });
}

/**
 * The label that a value of a row stands for: by its name, or through a table of what the files
 * write in its place.
 *
 * @throws DATA_LABEL with file, line and the nearest name
 */
export function labelOf(
  value: unknown,
  names: readonly string[],
  options: {
    readonly folder: BenchmarkFolder;
    readonly at: Place;
    readonly written?: Readonly<Record<string, string>>;
  },
): string {
  const said = typeof value === "string" ? value.trim() : String(value);
  const written = options.written ?? {};
  const name = Object.hasOwn(written, said) ? written[said]! : said;
  if (names.includes(name)) return name;
  throw badRow(options.folder, options.at, {
    code: "DATA_LABEL",
    field: "label",
    message:
      `${JSON.stringify(value)} is none of the benchmark's labels` + didYouMean(name, [...names]),
  });
}

/** The error for one value of one row. */
export function badRow(
  folder: BenchmarkFolder,
  at: Place,
  problem: {
    readonly code: "DATA_FORMAT" | "DATA_LABEL";
    readonly field: string;
    readonly message: string;
  },
): DatawrightError {
  const path = join(folder.path, at.file);
  return new DatawrightError({
    code: problem.code,
    message: `${path}:${at.line}: ${problem.field}: ${problem.message}`,
    hint: "Give the file as it is distributed.",
    details: { file: path, line: at.line, field: problem.field },
  });
}

/** Labels by their names alone. */
export const namedLabels = (
  names: readonly string[],
): { readonly name: string; readonly outOfScope: boolean }[] =>
  names.map((name) => ({ name, outOfScope: false }));
