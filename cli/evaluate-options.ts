import type { Command } from "commander";
import { amount, repeat, whole } from "./option-values.js";

/** Flags of `evaluate`. */
export function withEvaluateOptions(command: Command): Command {
  return command
    .option("--reference <file>", "real rows to compare with, and to train on beside the dataset")
    .option("--test <file>", "real rows to test on; leakage into them is looked for")
    .option("--judge <model>", "who judges faithfulness: a model, or rules for judges without one")
    .option("--benchmark <name>", "public benchmark to test on (datawright benchmark list)")
    .option(
      "--benchmark-folder <path>",
      "folder of its files as they are distributed, or one file, which is tested on",
    )
    .option(
      "--benchmark-limit <n>",
      "test rows at most, drawn by the seed (default: all)",
      whole(1),
    )
    .option("--benchmark-answers <file>", "answers to the test rows, { id, answer } each")
    .option("--candidate <model>", "model that is asked the benchmark, a tuned one for example")
    .option("--baseline <model>", "model that the candidate is compared with, row by row")
    .option(
      "--metrics <names>",
      "figures beside those always measured, separated by commas (datawright plugins --slot metrics)",
    )
    .option("--spec <task>", "task file with the labels and fields (default: guessed)")
    .option("--text <column>", "column of the text: its name, or its number from 0")
    .option("--label <column>", "column of the label")
    .option("--no-header", "the tables have no header line")
    .option("--seeds <n>", "trainings of each set in the test with real data", whole(1), 3)
    .option(
      "--rows-at-once <n>",
      "rows of DATA that are drawn at random and measured; what repeats or leaks is counted in all " +
        "(default: all that fit)",
      whole(100),
    )
    .option("--all", "show every figure", false)
    .option(
      "--out <dir>",
      "folder for evaluation.json, report.html, report.json and the traces of models (default: none)",
    )
    .option("--report <file>", "write the report as an HTML page to this file (default: none)")
    .option(
      "--base-url <url>",
      "base URL of an OpenAI-compatible server for judge, candidate and baseline",
    )
    .option("--concurrency <n>", "most model requests in flight (default: 8)", whole(1))
    .option("--budget <usd>", "most US dollars to spend", amount)
    .option("--max-calls <n>", "most model calls", whole(1))
    .option("--max-tokens <n>", "most tokens, input and output together", whole(1))
    .option("--fresh", "do not read answers from the cache", false)
    .option("--yes", "do not ask before candidate and baseline are asked", false)
    .option("--seed <s>", "seed of everything that is drawn", whole(0), 1)
    .option(
      "--plugin <file>",
      "plug-in whose metrics or benchmark are named; may be repeated",
      repeat,
      [],
    );
}
