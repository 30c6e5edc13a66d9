import { BENCHMARKS } from "../../tools/benchmarks/benchmarks.js";
import { benchmarkOf } from "../../tools/benchmarks/load-benchmark.js";
import type { Benchmark } from "../../tools/benchmarks/contract.js";

/** What a benchmark is, without its code. */
export interface BenchmarkSummary extends Omit<
  Benchmark,
  "answers" | "load" | "description" | "multiLabel" | "textFields"
> {
  /** Its name. */
  readonly name: string;
  /** Names of its figures, the one that stands for it first. */
  readonly metrics: readonly string[];
}

/** Every benchmark, in the order in which they are listed. */
export async function allBenchmarks(
  slot: typeof BENCHMARKS = BENCHMARKS,
): Promise<BenchmarkSummary[]> {
  const found: BenchmarkSummary[] = [];
  for (const name of slot.names) {
    const { title, paper, source, licence, kind, files, sizes, protocol, answers } =
      await benchmarkOf(name, slot);
    const { metrics } = answers;
    found.push({ name, title, paper, source, licence, kind, files, sizes, protocol, metrics });
  }
  return found;
}
