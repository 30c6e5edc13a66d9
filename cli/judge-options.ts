import { Option, type Command } from "commander";
import { action } from "./action.js";
import { amount, whole } from "./option-values.js";
import { withAskingFlags, withCommon, withStore } from "./shared-options.js";

/** The commands of `judge`: what judges are worth, and what they say of models. */
export function addJudgeCommands(program: Command): void {
  const judge = program
    .command("judge")
    .description("judges held against people, pairs of answers, audits: how many, and for whom");
  const add = (name: string, description: string): Command =>
    withCommon(judge.command(name).description(description));
  const seeded = (command: Command): Command =>
    command.option("--seed <s>", "seed of splits and draws", whole(0), 1);
  const asking = (command: Command): Command =>
    seeded(withAskingFlags(command, { model: false })).option(
      "--fresh",
      "do not read answers from the cache",
      false,
    );
  asking(
    add(
      "calibrate <verdicts>",
      "agreement of a judge with people's verdicts, its biases, and the threshold and criteria that " +
        "agree best",
    ),
  )
    .option(
      "--judge <name>",
      "a model, rules, or trained (learns from the verdicts); default: the scores in the file",
    )
    .action(action(async () => (await import("./commands/judge.js")).calibrate));
  seeded(add("compare <judgments>", "win rates and ratings of recorded pairwise judgments"))
    .addOption(
      new Option("--format <name>", "form of the file")
        .choices(["alpaca-eval", "vicuna", "mt-bench", "pandalm"])
        .makeOptionMandatory(),
    )
    .option("--first <name>", "model of the first answers, where the file has none", "first")
    .option("--second <name>", "model of the second answers", "second")
    .action(action(async () => (await import("./commands/judge.js")).compare));
  asking(
    add(
      "pairs <pairs>",
      "compare pairs of answers {instruction, output_1, output_2}, each in both orders",
    ),
  )
    .option("--judge <names>", "model that judges; several, separated by commas, are a panel")
    .option("--criterion <words>", "what an answer is judged by")
    .option("--blind <file>", "write the pairs for people, without the models' names")
    .option(
      "--answers <file>",
      'people\'s answers to such a file, with its --seed: {sampleId, label: "A", "B" or "tie", by}',
    )
    .option("--out <file>", "write each judgment as JSON lines")
    .action(action(async () => (await import("./commands/judge.js")).pairs));
  withStore(
    add(
      "blind <first> [second]",
      "pairs of two runs, of a run and its given rows, or of a file, for people in the studio",
    ),
  )
    .option("--most <n>", "pairs at most", whole(1), 60)
    .option("--title <words>", "what people see above the pairs")
    .option("--criterion <words>", "what an answer is judged by")
    .action(action(async () => (await import("./commands/pages/blind-pairs.js")).blind));
  add("plan", "how many audits show a faithfulness")
    .requiredOption("--faithfulness <share>", "share that is to be shown, for example 0.95", amount)
    .option("--confidence <share>", "how sure", amount, 0.9)
    .option("--expected <share>", "share that is expected (default: all)", amount)
    .option("--power <share>", "how likely the audits are to show it", amount, 0.8)
    .action(action(async () => (await import("./commands/judge.js")).plan));
  add("export <verdicts>", "people's verdicts as rows that a judge is fine-tuned on")
    .addOption(
      new Option("--format <name>", "form of the rows")
        .choices(["pandalm", "prometheus"])
        .makeOptionMandatory(),
    )
    .requiredOption("--out <file>", "file to write")
    .action(action(async () => (await import("./commands/judge.js")).exportJudgeData));
}
