import { z } from "zod";
import { countSetting, numberSetting } from "../../base/slots/number-setting.js";

export const DATA_FORMATS = ["jsonl", "json", "csv", "tsv", "parquet"] as const;
export type DataFormat = (typeof DATA_FORMATS)[number];

/** How the bytes of a text file stand for characters. */
export const TEXT_ENCODINGS = [
  "utf-8",
  "utf-16le",
  "utf-16be",
  "cp949",
  "shift_jis",
  "euc-jp",
  "gb18030",
  "big5",
  "windows-1250",
  "windows-1251",
  "windows-1252",
  "windows-1253",
  "windows-1254",
  "windows-1255",
  "windows-1256",
  "windows-1257",
  "windows-1258",
  "windows-874",
  "koi8-r",
  "iso-8859-1",
  "iso-8859-2",
  "iso-8859-5",
  "iso-8859-7",
  "iso-8859-9",
  "iso-8859-15",
] as const;
export type TextEncoding = (typeof TEXT_ENCODINGS)[number];

/** What is read of one file at most: a damaged or hostile file ends in an error, not in the end. */
const dataLimitsSchema = z.strictObject({
  rows: countSetting({ from: 1 }, "Rows of the file, usable or not. Default: 2000000."),
  lineMegabytes: numberSetting(
    { above: 0 },
    "Length of one line, or of one element of a JSON list. Default: 16.",
  ),
  seconds: numberSetting({ above: 0 }, "Parquet: time until the next rows are read. Default: 60."),
  memoryMegabytes: countSetting(
    { from: 64 },
    "Parquet: memory of the process that reads it. Default: 2048.",
  ),
});
export type DataLimits = Required<z.infer<typeof dataLimitsSchema>>;
export const DATA_LIMITS: DataLimits = {
  rows: 2_000_000,
  lineMegabytes: 16,
  seconds: 60,
  memoryMegabytes: 2048,
};

/** Where rows come from: a file with a mapping from its columns to the task's fields. */
export const dataSourceSchema = z.strictObject({
  path: z
    .string()
    .optional()
    .describe("The file, relative to the task file; .gz is read as it is."),
  rows: z
    .array(z.record(z.string(), z.unknown()))
    .optional()
    .describe("Rows given in place of a file."),
  format: z.enum(DATA_FORMATS).optional().describe("Default: by the file's ending."),
  encoding: z
    .enum(TEXT_ENCODINGS)
    .optional()
    .describe(
      "Encoding of a text file; EUC-KR is part of cp949, GBK of gb18030. Default: recognised, " +
        "and said where it is not UTF-8.",
    ),
  limits: dataLimitsSchema
    .optional()
    .describe("What is read of the file at most; raise a limit that an error names."),
  header: z
    .boolean()
    .optional()
    .describe("CSV and TSV: whether the first line names the columns. Default: true."),
  columns: z
    .record(z.string(), z.union([z.string(), z.number().int().min(0)]))
    .optional()
    .describe(
      "Field or `label` -> column name, or column number from 0. Default: columns of the " +
        "same names.",
    ),
  labelMap: z
    .record(z.string(), z.string())
    .optional()
    .describe("Value in the file -> label of the task."),
  sample: countSetting(
    { from: 1 },
    "Draw this many rows by seed as support; the rest is held out. Default: all rows, " +
      "less `heldOut`.",
  ),
  heldOut: numberSetting(
    { from: 0, to: 0.9 },
    "Share of the rows kept for the test with real data, never shown to a model. Default: " +
      "0.2 when `sample` is not given.",
  ),
});
export type DataSource = z.infer<typeof dataSourceSchema>;
