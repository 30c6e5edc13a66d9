import type { Command } from "commander";
import { repeat, whole } from "./option-values.js";
import { withAskingFlags } from "./shared-options.js";

/** Flags of `benchmark run`. */
export function withBenchmarkOptions(command: Command): Command {
  return withAskingFlags(command)
    .requiredOption(
      "--data <path>",
      "folder of the benchmark's files as they are distributed, or one file, which is tested on",
    )
    .option("--train <dataset>", "rows that a small model is trained on, tested beside real ones")
    .option("--text <column>", "column of the text: its name, or its number from 0")
    .option("--label <column>", "column of the label")
    .option("--no-header", "the table has no header line")
    .option("--baseline <model>", "model that --model is compared with, row by row")
    .option("--answers <file>", "answers to the test rows, { id, answer } each")
    .option("--judge <model>", "model that judges answers which no rule can score")
    .option("--limit <n>", "test rows at most, drawn by the seed (default: all)", whole(1))
    .option("--seeds <n>", "trainings of each set of rows", whole(1), 3)
    .option("--seed <s>", "seed", whole(0), 1)
    .option("--out <dir>", "folder for benchmark.json, answers.jsonl and the trace")
    .option("--fresh", "do not read answers from the cache", false)
    .option("--plugin <file>", "plug-in whose benchmark is named; may be repeated", repeat, []);
}
