import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { parse } from "csv-parse/sync";

const folder = process.env["DATAWRIGHT_DATA"] ?? join(process.cwd(), "..", "shared", "data");

/**
 * A file of the recorded data as text; undefined, with a message, where the data folder is absent.
 */
export function recordedText(path: string): string | undefined {
  const file = join(folder, path);
  if (!existsSync(file)) {
    console.warn(`skipped: ${path} is not in ${folder} (set DATAWRIGHT_DATA)`);
    return undefined;
  }
  const bytes = readFileSync(file);
  return (path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
}

/** The second column of a CSV file without a header. */
export function secondColumn(csv: string): string[] {
  return (parse(csv, { relax_quotes: true }) as string[][]).map((row) => row[1] as string);
}
