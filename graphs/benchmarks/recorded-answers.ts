import { basename, dirname, resolve } from "node:path";
import { DatawrightError } from "../../base/errors.js";
import { didYouMean } from "../../base/text/nearest-name.js";
import type { JsonValue } from "../../schema/json.js";
import type { BenchmarkRow } from "../../tools/benchmarks/contract.js";
import { readRows } from "../../tools/rows/read-rows.js";

/** Answers of a file, by row id. @throws DATA_FORMAT, DATA_COLUMN with the line */
export async function answersOfFile(
  path: string,
  test: readonly BenchmarkRow[],
): Promise<ReadonlyMap<string, JsonValue>> {
  const file = resolve(path);
  const known = new Set(test.map((row) => row.id));
  const found = new Map<string, JsonValue>();
  let other = 0;
  for await (const { values, line } of readRows(
    { path: basename(file) },
    { folder: dirname(file) },
  )) {
    for (const field of ["id", "answer"])
      if (values[field] === undefined)
        throw new DatawrightError({
          code: "DATA_COLUMN",
          message: `${file}:${line}: ${field}: is missing${didYouMean(field, Object.keys(values))}`,
          hint: 'A row is { "id": …, "answer": … }; ids are those of loadBenchmark.',
          details: { file, line, field },
        });
    const id = String(values["id"]);
    if (known.has(id)) found.set(id, values["answer"] as JsonValue);
    else other++;
  }
  if (found.size === 0)
    throw new DatawrightError({
      code: "DATA_EMPTY",
      message: `${file}: none of its ${other} answers is to a test row of the benchmark`,
      hint: "ids are those of loadBenchmark, or of answers.jsonl of an earlier run.",
      details: { file },
    });
  return found;
}
