import type { Command } from "commander";
import { action } from "./action.js";
import { repeat, whole } from "./option-values.js";
import { withAskingFlags, withAgentModules, withCommon, withStore } from "./shared-options.js";

/** The commands that choose between methods, and between what came of them. */
export function addTournamentCommands(program: Command): void {
  const add = (name: string, description: string): Command =>
    withCommon(program.command(name).description(description));
  withAgentModules(
    withAskingFlags(
      add(
        "tournament <spec>",
        "find the recipe for a task: all are run at equal cost, the worse ones leave, and the last " +
          "two meet on what neither was chosen by",
      ),
    ),
  )
    .option(
      "--recipes <names>",
      "recipes to compare, separated by commas; none: the task without one",
    )
    .option("--all", "all recipes that fit the task", false)
    .option("--seeds <n>", "runs of each recipe on a rung (default: the task's)", whole(2))
    .option(
      "--seed <s>",
      "first of the seeds (default: the task's)",
      whole(-Number.MAX_SAFE_INTEGER),
    )
    .option("--as-published", "let the recipes sample as their papers do", false)
    .option("--write", "write the recipe into the task file where the difference is real", false)
    .option(
      "--plugin <file>",
      "plug-in whose names the task may use, recipes among them; may be repeated",
      repeat,
      [],
    )
    .option(
      "--set <path=value>",
      "override any field of the task file; may be repeated",
      repeat,
      [],
    )
    .option("--yes", "do not ask before spending money", false)
    .action(action(async () => (await import("./commands/tournament.js")).tournament));
  withStore(add("compare <run> <other>", "what two runs differ in, and which differences are real"))
    .option("--all", "every setting and figure, those that are equal too", false)
    .option("--seed <s>", "seed of what is drawn", whole(0), 1)
    .action(action(async () => (await import("./commands/compare.js")).compare));
}
