import type { Command } from "commander";
import { amount, repeat, whole } from "./option-values.js";

/** Flags of `evaluate`. */
export function withEvaluateOptions(command: Command): Command {
  return command
    .option("--reference <file>", "real rows to compare with, and to train on beside the dataset")
    .option("--test <file>", "real rows to test on; leakage into them is looked for")
    .option("--judge <model>", "who judges faithfulness: a model, or rules for judges without one")
    .option("--benchmark <name>", "benchmark to run")
    .option(
      "--metrics <names>",
      "figures beside those always measured, separated by commas (datawright plugins --slot metrics)",
    )
    .option("--spec <task>", "task file with the labels and fields (default: guessed)")
    .option("--text <column>", "column of the text: its name, or its number from 0")
    .option("--label <column>", "column of the label")
    .option("--no-header", "the tables have no header line")
    .option("--seeds <n>", "trainings of each set in the test with real data", whole(1), 3)
    .option("--all", "show every figure", false)
    .option(
      "--out <dir>",
      "folder for evaluation.json, report.html, report.json and the judge's trace (default: none)",
    )
    .option("--report <file>", "write the report as an HTML page to this file (default: none)")
    .option("--base-url <url>", "base URL of an OpenAI-compatible server for the judge")
    .option("--concurrency <n>", "most requests to the judge in flight (default: 8)", whole(1))
    .option("--budget <usd>", "most US dollars to spend", amount)
    .option("--max-calls <n>", "most model calls", whole(1))
    .option("--max-tokens <n>", "most tokens, input and output together", whole(1))
    .option("--fresh", "do not read answers from the cache", false)
    .option("--seed <s>", "seed of everything that is drawn", whole(0), 1)
    .option("--plugin <file>", "plug-in whose metrics are named; may be repeated", repeat, []);
}
