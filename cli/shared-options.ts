import { Option, type Command } from "commander";
import { LANGUAGES } from "../base/language/language.js";
import { amount, repeat, whole } from "./option-values.js";

/** Flags of every command that runs agents on a task. */
export function withRunFlags(command: Command): Command {
  return withTaskFlags(withModelFlags(command))
    .option("--target <n>", "accepted samples wanted", whole(1))
    .option(
      "--seed <s>",
      "seed of the run; the same seed gives the same dataset",
      whole(-Number.MAX_SAFE_INTEGER),
    );
}

/** Flags of every command that reads a task file: what goes below it, and what overrides it. */
export function withTaskFlags(command: Command): Command {
  return command
    .option(
      "--recipe <name>",
      "published method whose settings go below the task's own (datawright recipes lists them)",
    )
    .option(
      "--as-published",
      "let the recipe sample as its paper does, not by what labels and cells lack",
    )
    .option(
      "--plugin <file>",
      "plug-in whose names the task may use: a module, or an installed package; may be repeated",
      repeat,
      [],
    )
    .option(
      "--set <path=value>",
      "override any field of the task file, for example support.path=my.tsv.gz; may be repeated",
      repeat,
      [],
    );
}

/** Which model is asked, and where. */
export function withModelName(
  command: Command,
  { model = true }: { readonly model?: boolean } = {},
): Command {
  if (model)
    command.option(
      "--model <name>",
      "model for every role: embedded, openai:NAME, anthropic:NAME …",
    );
  return command.option(
    "--base-url <url>",
    "base URL of an OpenAI-compatible server (vLLM, Ollama, llama.cpp, LM Studio)",
  );
}

/** Modules with agents that a task is run or checked with. */
export function withAgentModules(command: Command): Command {
  return command.option(
    "--agents <file>",
    "module whose agents replace built-in ones or are inserted as stages; may be repeated",
    repeat,
    [],
  );
}

/** Flags of every command that runs agents. */
export function withModelFlags(command: Command): Command {
  return withAgentModules(withAskingFlags(command));
}

/** Flags of every command that asks a model. */
export function withAskingFlags(
  command: Command,
  { maxCalls = true, model = true }: { readonly maxCalls?: boolean; readonly model?: boolean } = {},
): Command {
  withModelName(command, { model })
    .option(
      "--concurrency <n>",
      "most model requests in flight; changes the time, never the dataset (default: 8)",
      whole(1),
    )
    .option("--budget <usd>", "most US dollars to spend", amount);
  if (maxCalls) command.option("--max-calls <n>", "most model calls", whole(1));
  return command.option("--max-tokens <n>", "most tokens, input and output together", whole(1));
}

/** Who labelled the rows of a file, and how what curating them decides is looked at. */
export function withFindingFlags(command: Command): Command {
  return command
    .option(
      "--annotators <columns>",
      "columns of one annotator's labels each, for dawid-skene and crowdlab",
    )
    .option(
      "--repeats <n>",
      "runs with a seed each; rows get what most decide (default: 3 up to 2000 rows, else 1)",
      whole(1),
    )
    .option(
      "--diagnose",
      "say in the report which labels are confused and where a small model errs",
      false,
    );
}

/** Flags of every command. */
export const withCommon = (command: Command): Command =>
  withLanguage(command)
    .option("--json", "print JSON", false)
    .option(
      "--workspace <dir>",
      "folder of runs and cache (default: DATAWRIGHT_HOME, else .datawright)",
    );

/** Which server keeps the records of runs. */
export const withStore = (command: Command): Command =>
  command.addOption(
    new Option(
      "--store <url>",
      "PostgreSQL database with the records of runs, postgresql://user:password@host/database " +
        "(default: their folders)",
    ).env("DATAWRIGHT_STORE"),
  );

/** The language that people are spoken to in. */
export const withLanguage = (command: Command): Command =>
  command.addOption(
    new Option(
      "--lang <code>",
      "language of messages and report (default: by LC_ALL, LC_MESSAGES or LANG)",
    ).choices(LANGUAGES),
  );
