/** The parts of a benchmark's rows. */
export const BENCHMARK_PARTS = ["train", "validation", "test"] as const;
/** One of a benchmark's parts: see BENCHMARK_PARTS. */
export type BenchmarkPart = (typeof BENCHMARK_PARTS)[number];
