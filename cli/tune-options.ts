import { Option, type Command } from "commander";
import { repeat, whole } from "./option-values.js";
import { withAskingFlags } from "./shared-options.js";

/** Flags of `tune`. */
export function withTuneOptions(command: Command): Command {
  return withAskingFlags(command)
    .addOption(
      new Option(
        "--tuner <name>",
        "how, with settings in brackets: openai(epochs=3), prompt, embedded (datawright plugins --slot tuners)",
      ).makeOptionMandatory(),
    )
    .option(
      "--validation <file|share>",
      "rows to choose by, never those of a test, or the share kept apart for it (default: 0.2)",
    )
    .option("--spec <task>", "task file with the labels and fields of DATA (default: guessed)")
    .option("--text <column>", "column of the text: its name, or its number from 0")
    .option("--label <column>", "column of the label")
    .option("--no-header", "the table has no header line")
    .option(
      "--out <path>",
      "folder of what lasts (default: DATA-tuned), or a .yaml for the task with the tuned prompt",
    )
    .option("--stop", "cancel the job that was begun", false)
    .option("--yes", "do not ask before spending money", false)
    .option("--fresh", "do not read answers from the cache", false)
    .option(
      "--seed <s>",
      "seed of everything that is drawn (default: the task's, else 1)",
      whole(0),
    )
    .option("--plugin <file>", "plug-in whose tuner is named; may be repeated", repeat, []);
}
