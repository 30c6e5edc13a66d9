import { Command, Option } from "commander";
import type { Language } from "../base/language/language.js";
import { packageVersion } from "../base/package-version.js";
import { action } from "./action.js";
import { withTraceOptions } from "./commands/traces/trace-options.js";
import { KOREAN_AFTER_HELP } from "./language/korean-help-frame.js";
import { addJudgeCommands } from "./judge-options.js";
import { speak } from "./language/texts.js";
import { addTournamentCommands } from "./tournament-options.js";
import { withBenchmarkOptions } from "./benchmark-options.js";
import { addMcpCommand } from "./mcp/mcp-options.js";
import { withCurateOptions, withLabelOptions } from "./data-file-options.js";
import { withEvaluateOptions } from "./evaluate-options.js";
import { addWorkerCommand, withMachines, withQueue } from "./queue-options.js";
import { addNewCommands } from "./scaffolds/new-options.js";
import { addStudioCommand } from "./studio-options.js";
import { withTuneOptions } from "./tune-options.js";
import { amount, repeat, whole } from "./option-values.js";
import {
  withAgentModules,
  withCommon,
  withLanguage,
  withModelFlags,
  withModelName,
  withRunFlags,
  withStore,
  withTaskFlags,
} from "./shared-options.js";

const AFTER_HELP = `
Start:
  datawright init support.csv     a task file from your data
  datawright preview task.yaml    three samples with every agent turn
  datawright run task.yaml        the dataset, its report and its trace

Exit codes:
  0    done, or stopped short with something accepted (stop says why)
  1    nothing was accepted, or an unexpected error
  2    wrong arguments, task file or data; nothing was run
  3    stopped by its budget
  4    the provider is down; the state is saved
  130  interrupted; the state is saved
`;

/** @param language of a command that names none by `--lang` */
export function buildProgram(language: Language = "en"): Command {
  const program = withLanguage(new Command("datawright"))
    .description(
      "Agents that plan, write, criticise, label, curate and evaluate a dataset with a " +
        "language model.",
    )
    .version(packageVersion())
    .addHelpText("after", language === "ko" ? KOREAN_AFTER_HELP : AFTER_HELP)
    .hook("preAction", (_, command) =>
      speak(command.optsWithGlobals<{ lang?: Language }>().lang ?? language),
    )
    .showHelpAfterError(
      "(datawright --help lists the commands, datawright COMMAND --help their options)",
    )
    .exitOverride((error) => {
      process.exit(error.exitCode === 0 ? 0 : 2);
    });
  const add = (name: string, description: string): Command =>
    withCommon(program.command(name).description(description));

  add(
    "init [data]",
    "write a task.yaml: asks, or takes a CSV/TSV/JSONL file with a text and a label column",
  )
    .option("--out <file>", "where to write it", "task.yaml")
    .option("--name <name>", "name of the dataset")
    .option("--force", "overwrite an existing file", false)
    .action(action(async () => (await import("./commands/init.js")).init));
  withMachines(withRunFlags(add("run <spec>", "make the dataset that a task file describes")))
    .option("--out <dir>", "folder of the run")
    .option("--force", "overwrite files in --out that have the names of a run's", false)
    .option("--yes", "do not ask before spending money", false)
    .option("--fresh", "do not read answers from the cache", false)
    .option("--verbose", "show the log on standard error", false)
    .action(action(async () => (await import("./commands/run.js")).run));
  withMachines(
    withModelFlags(add("extend <run>", "go on with a finished run towards a larger target")),
  )
    .requiredOption("--target <n>", "accepted samples wanted in all", whole(1))
    .option("--verbose", "show the log on standard error", false)
    .action(action(async () => (await import("./commands/resume.js")).extend));
  withMachines(
    withModelFlags(
      add(
        "resume <run>",
        "go on with a run that was interrupted, killed, or stopped by its budget or provider",
      ),
    ),
  )
    .option("--verbose", "show the log on standard error", false)
    .action(action(async () => (await import("./commands/resume.js")).resume));
  withRunFlags(
    add(
      "plan <spec>",
      "show the plan, the first coverage map, and the calls, tokens, money and time that a " +
        "run would take",
    ),
  )
    .option("--yes", "do not ask before the planner is asked many questions", false)
    .action(action(async () => (await import("./commands/plan.js")).plan));
  withRunFlags(add("preview <spec>", "make a few samples and show every agent turn"))
    .option("-n, --samples <n>", "how many", whole(1), 3)
    .option("--yes", "do not ask before the planner is asked many questions", false)
    .option(
      "--prompts",
      "no samples: every question of the method once, as it is sent; no model is asked",
      false,
    )
    .action(action(async () => (await import("./commands/preview.js")).preview));
  withAgentModules(
    withModelName(
      withTaskFlags(
        add("validate <spec>", "check a task file and its data without asking any model"),
      ),
    ),
  )
    .option("--online", "ask each model for one token, and its endpoint which models it has", false)
    .action(action(async () => (await import("./commands/validate.js")).validate));
  add("recipes [name]", "list the published methods that a task can be run with, or show one")
    .option(
      "--prompts [spec]",
      "every question of the method once, as it is sent, on a task (default: its example)",
    )
    .action(action(async () => (await import("./commands/recipes.js")).recipes));
  add("plugins [spec]", "list what can be chosen by name, and check what plug-ins bring")
    .option("--plugin <file>", "plug-in to check; may be repeated", repeat, [])
    .option("--slot <name>", "only this slot, for example criteria")
    .action(action(async () => (await import("./commands/plugins.js")).plugins));
  withAgentModules(
    withTaskFlags(add("graph <spec>", "print the compiled graph as Mermaid")),
  ).action(action(async () => (await import("./commands/graph.js")).graph));
  withStore(add("runs", "list the runs of the workspace")).action(
    action(async () => (await import("./commands/runs.js")).runs),
  );
  addStudioCommand(program);
  withStore(add("push <run>", "move the records of a run from its folder to a server")).action(
    action(async () => (await import("./commands/machines/move.js")).push),
  );
  withStore(add("pull <run>", "move the records of a run from a server into its folder")).action(
    action(async () => (await import("./commands/machines/move.js")).pull),
  );
  withStore(add("rm <run>", "delete a run"))
    .option("--yes", "do not ask", false)
    .option(
      "--force",
      "delete a run of the workspace whose files no longer say that it is one",
      false,
    )
    .action(action(async () => (await import("./commands/rm.js")).rm));
  withTraceOptions(
    withStore(add("trace <run>", "show what the agents did: a tree with times, tokens and cost")),
  );
  withStore(add("samples <run>", "list samples with status and reasons"))
    .option("--status <status>", "planned, drafted, accepted, rejected or in-review")
    .option("--reason <code>", "only samples with this reason code")
    .option("--limit <n>", "most samples to show", whole(1), 50)
    .option("--offset <n>", "skip as many", whole(0), 0)
    .action(action(async () => (await import("./commands/samples.js")).samples));
  withStore(add("export <run>", "write the accepted samples in another format"))
    .requiredOption("--format <name>", "jsonl, csv, parquet, openai, alpaca, sharegpt or hf")
    .option("--out <path>", "file or folder to write")
    .option("--force", "overwrite files of other content", false)
    .option(
      "--split <shares>",
      "train/validation/test shares, for example 0.8/0.1/0.1; stratified, with near " +
        "duplicates on one side",
    )
    .option("--seed <s>", "seed of the split", whole(0), 1)
    .option("--bom", "CSV: begin with a byte-order mark, so that Excel reads UTF-8", false)
    .option(
      "--escape-formulas",
      "CSV: put an apostrophe before text that a spreadsheet would run (= + - @ tab)",
      false,
    )
    .option(
      "--license <name>",
      "licence for the card of hf, for example cc-by-4.0 (default: the task's)",
    )
    .option(
      "--plugin <file>",
      "plug-in with an exporter, beside those of the run; may be repeated",
      repeat,
      [],
    )
    .action(action(async () => (await import("./commands/export.js")).exportRun));
  withQueue(withStore(add("review <run>", "decide the samples that neither model is sure of")))
    .option(
      "--answers <file>",
      "answers as JSON lines {sampleId, decision, label?, note?} in place of asking",
    )
    .option("--list", "print the queue and leave", false)
    .option("--finish", "let a run that waits go on without the answers that are missing", false)
    .action(action(async () => (await import("./commands/review.js")).review));
  withCurateOptions(
    add(
      "curate <data>",
      "filter, mend and weigh the rows of a file: by the steps that are named, by those of the " +
        "task, or by the default curation",
    ),
  ).action(action(async () => (await import("./commands/curate.js")).curate));
  withLabelOptions(
    add(
      "label <data>",
      "label the rows of a file with a small model and a language model that correct each " +
        "other; people get what stays uncertain",
    ),
  ).action(action(async () => (await import("./commands/label.js")).label));
  withEvaluateOptions(
    add(
      "evaluate <data>",
      "say how good a dataset is: diversity, leakage, faithfulness, and what training on it brings " +
        "on real rows",
    ),
  ).action(action(async () => (await import("./commands/evaluate.js")).evaluate));
  withTuneOptions(
    add(
      "tune <data>",
      "adapt a model to rows of a file, a run or a task's support: a fine-tuning job, instructions " +
        "tried on rows kept apart, or the embedded model fitted for each label",
    ),
  ).action(action(async () => (await import("./commands/tune.js")).tune));
  withModelFlags(
    add(
      "augment <data>",
      "rewrite or extend the rows of a file: paraphrases, styles, lengths, counterfactual " +
        "labels, evolved versions",
    ),
  )
    .option(
      "--spec <task>",
      "task file with the labels and fields of the rows (default: guessed from the file)",
    )
    .addOption(
      new Option("--method <name>", "what is done with each row")
        .choices(["paraphrase", "flip-label", "style", "shorten", "lengthen", "evolve"])
        .default("paraphrase"),
    )
    .option("--per-row <n>", "new samples asked for from each row", whole(1), 1)
    .option(
      "--style <words>",
      "style for the method style, one is drawn for each sample; may be repeated",
      repeat,
      [],
    )
    .option("--text <column>", "column of the text: its name, or its number from 0")
    .option("--label <column>", "column of the label")
    .option("--no-header", "the table has no header line")
    .option(
      "--out <dir>",
      "folder of the run (default: DATA-augmented); the same command on it goes on with it",
    )
    .option(
      "--seed <s>",
      "seed of the run; the same seed gives the same samples",
      whole(-Number.MAX_SAFE_INTEGER),
    )
    .option("--fresh", "do not use answers of earlier runs", false)
    .option("--yes", "do not ask", false)
    .option("--verbose", "log what happens", false)
    .option("--plugin <file>", "plug-in of the task; may be repeated", repeat, [])
    .action(action(async () => (await import("./commands/augment.js")).augment));
  addWorkerCommand(program);
  addMcpCommand(program);
  addNewCommands(program);
  addTournamentCommands(program);
  addJudgeCommands(program);
  const benchmark = program
    .command("benchmark")
    .description("public benchmarks: test a dataset or a model on them");
  withCommon(
    benchmark.command("list").description("list the benchmarks, their files and where to get them"),
  )
    .option("--plugin <file>", "plug-in with benchmarks; may be repeated", repeat, [])
    .action(action(async () => (await import("./commands/benchmark.js")).listBenchmarks));
  withBenchmarkOptions(
    withCommon(
      benchmark
        .command("run <name>")
        .description(
          "test a small model trained on a dataset, a language model, or recorded answers on a " +
            "benchmark",
        ),
    ),
  ).action(action(async () => (await import("./commands/benchmark.js")).benchmarkRun));
  const cache = program.command("cache").description("the cache of model answers");
  withStore(withCommon(cache.command("prune").description("remove old answers from the cache")))
    .option("--older-than <days>", "remove answers older than this", amount)
    .option("--max-bytes <n>", "remove the oldest until it is this small", whole(0))
    .action(action(async () => (await import("./commands/cache.js")).pruneCache));
  speak(language);
  return program;
}
