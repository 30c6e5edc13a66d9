import { Option, type Command } from "commander";
import { repeat, whole } from "./option-values.js";
import { withAskingFlags, withFindingFlags } from "./shared-options.js";
import { LEARNING_FEATURES } from "../tools/learning/features/learning-features.js";

/** Flags of `curate`. */
export function withCurateOptions(command: Command): Command {
  return withFindingFlags(withAskingFlags(command))
    .option(
      "--spec <task>",
      "task file with the labels and fields of the rows (default: guessed from the file)",
    )
    .option(
      "--set <path=value>",
      "override any field of the task file, for example curate.reweight=sungen; may be repeated",
      repeat,
      [],
    )
    .option(
      "--filters <names>",
      "filters in order, separated by commas, settings in brackets: " +
        "heuristics,pvi(folds=3); none for none",
    )
    .option("--relabel <names>", "label mending methods in order, in the same form")
    .option("--reweight <name>", "method that weighs the rows, in the same form")
    .option(
      "--force",
      "apply steps that rest on a small model without looking whether they help",
      false,
    )
    .addOption(featuresFlag("what small models learn from"))
    .option("--text <column>", "column of the text: its name, or its number from 0")
    .option("--label <column>", "column of the label")
    .option("--no-header", "the table has no header line")
    .option("--support <file>", "real rows with trusted labels")
    .option(
      "--test <file>",
      "test rows: leakage into them is looked for, and the filter leakage takes it out",
    )
    .option(
      "--answers <file>",
      "what people answered to the rows in people.jsonl of an earlier curation of DATA",
    )
    .option(
      "--format <name>",
      "form of the rows for people and of their answers: jsonl, label-studio or argilla",
      "jsonl",
    )
    .option(
      "--rows-at-once <n>",
      "rows in memory at a time; the file is then curated in parts (default: all that fit)",
      whole(100),
    )
    .option("--out <dir>", "folder to write to (default: DATA-curated)")
    .option("--fresh", "do not read answers from the cache", false)
    .option("--seed <s>", "seed", whole(0), 1)
    .option(
      "--plugin <file>",
      "plug-in whose filters, relabelers or reweighters are named; may be repeated",
      repeat,
      [],
    );
}

function featuresFlag(what: string): Option {
  return new Option(
    "--features <kind>",
    `${what}: words, embeddings of models.embeddings, or both (default: the task's, else words)`,
  ).choices(LEARNING_FEATURES);
}

/** Flags of `label`. */
export function withLabelOptions(command: Command): Command {
  return withAskingFlags(command, { maxCalls: false })
    .requiredOption("--spec <task>", "task file with the labels and their definitions")
    .option("--text <column>", "column of the text: its name, or its number from 0")
    .option("--no-header", "the table has no header line")
    .addOption(featuresFlag("what the small model learns from"))
    .option("--support <file>", "rows with trusted labels (default: the task's support)")
    .option(
      "--rows-at-once <n>",
      "rows in memory at a time; a larger file is labelled in parts (default: 100000, fewer of long rows)",
      whole(100),
    )
    .option("--out <dir>", "folder to write to (default: DATA-labelled)")
    .option("--fresh", "do not read answers from the cache", false)
    .option(
      "--max-calls <n>",
      "questions to the language model at most (default: 0.8 of the rows)",
      whole(0),
    )
    .option("--people <n>", "rows that people are to decide", whole(0), 0)
    .option(
      "--audit <n>",
      "of these so many drawn at random, by which the share of wrong labels is estimated " +
        "(default: a third)",
      whole(0),
    )
    .option(
      "--format <name>",
      "form of the rows for people and of their answers: jsonl, label-studio or argilla",
      "jsonl",
    )
    .option(
      "--answers <file>",
      "what people answered since: DATA is then the folder that was written",
    )
    .option("--seed <s>", "seed", whole(0), 1)
    .option("--plugin <file>", "plug-in of the task; may be repeated", repeat, []);
}
