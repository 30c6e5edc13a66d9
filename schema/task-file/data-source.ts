import { z } from "zod";

export const DATA_FORMATS = ["jsonl", "json", "csv", "tsv", "parquet"] as const;
export type DataFormat = (typeof DATA_FORMATS)[number];

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
  sample: z
    .number()
    .int()
    .min(1)
    .optional()
    .describe(
      "Draw this many rows by seed as support; the rest is held out. Default: all rows, " +
        "less `heldOut`.",
    ),
  heldOut: z
    .number()
    .min(0)
    .max(0.9)
    .optional()
    .describe(
      "Share of the rows kept for the test with real data, never shown to a model. Default: " +
        "0.2 when `sample` is not given.",
    ),
});
export type DataSource = z.infer<typeof dataSourceSchema>;
