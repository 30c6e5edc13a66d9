import { DatawrightError } from "../../base/errors.js";
import { BENCHMARKS } from "./benchmarks.js";
import type { Benchmark, BenchmarkData } from "./contract.js";
import { BenchmarkFolder } from "./folder/benchmark-folder.js";

/** A benchmark with what its files hold. */
export interface LoadedBenchmark extends BenchmarkData {
  /** Its name. */
  readonly name: string;
  /** What it is, and how it is scored. */
  readonly benchmark: Benchmark;
}

/**
 * Reads the files of a public benchmark as they are distributed, packed or not.
 *
 * @param folder where they lie, or one file, whose rows are then the test part
 * @param options.slot where the name is looked up. Default: what is built in; `pluginSlots` has more
 * @throws USAGE for a name that there is not; DATA_NOT_FOUND with the files that are wanted;
 *         DATA_FORMAT, DATA_LABEL with file, line and field; DATA_EMPTY where there is no row
 */
export async function loadBenchmark(
  name: string,
  folder: string,
  { slot = BENCHMARKS }: { readonly slot?: typeof BENCHMARKS } = {},
): Promise<LoadedBenchmark> {
  const benchmark = await benchmarkOf(name, slot);
  const opened = await BenchmarkFolder.open(folder);
  const data = await benchmark.load(opened);
  const { train, validation, test } = data.parts;
  if (train.length + validation.length + test.length === 0)
    throw new DatawrightError({
      code: "DATA_EMPTY",
      message: `${opened.path}: the files of the benchmark ${name} hold no rows`,
      details: { file: opened.path },
    });
  // A file that was given by itself is tested on, whatever a split by hash makes of its rows.
  const parts =
    opened.single !== null && test.length === 0
      ? { train: [], validation: [], test: [...train, ...validation] }
      : data.parts;
  return { ...data, parts, name, benchmark };
}

/** A benchmark by its name. @throws USAGE with the nearest name */
export async function benchmarkOf(
  name: string,
  slot: typeof BENCHMARKS = BENCHMARKS,
): Promise<Benchmark> {
  try {
    return (await slot.choose(name, [])).value;
  } catch (error) {
    if (slot.has(name) || !(error instanceof DatawrightError)) throw error;
    throw new DatawrightError({
      code: "USAGE",
      message: error.message,
      hint: "datawright benchmark list shows them.",
      details: { name },
      cause: error,
    });
  }
}
