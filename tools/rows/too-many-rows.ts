import { DatawrightError } from "../../base/errors.js";

/** The error for a file with more rows than are read of one. */
export function tooManyRows(path: string, most: number): DatawrightError {
  return new DatawrightError({
    code: "DATA_TOO_LARGE",
    message: `${path}: more than ${most} rows (the limit \`limits.rows\` of the data source)`,
    hint: "take a part of the file, or raise `limits: { rows: … }` where there is memory for more",
    details: { file: path, limit: most },
  });
}
