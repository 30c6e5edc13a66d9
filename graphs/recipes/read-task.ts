import { choiceProblems } from "../../agents/check-choices.js";
import { AGENT_SLOTS } from "../../agents/slots.js";
import type { TaskSpec, TaskSpecInput } from "../../schema/task-file/task-spec.js";
import {
  checkTaskWithNames,
  readTaskSpec,
  type ReadTask,
  type TaskNames,
} from "../../tools/task-file/read-task.js";
import { checkRecipeNeeds } from "./recipe-needs.js";
import { RECIPES } from "./recipes.js";

const NAMES: TaskNames = {
  recipes: async (name) =>
    (await RECIPES.choose(name, ["recipe"])).value.task as Readonly<Record<string, unknown>>,
  choices: (spec) => choiceProblems(spec, AGENT_SLOTS),
};

/**
 * Reads and checks a task file with overrides `PATH=VALUE`, and the settings of its recipe below
 * its own; every name in it, with its settings, is tried.
 *
 * @throws SPEC_NOT_FOUND, DATA_ENCODING, SPEC_INVALID, PROMPT_SLOT, PLAN_INVALID or USAGE, naming
 *         file, line and field
 */
export async function readTaskFile(
  path: string,
  overrides: readonly string[] = [],
): Promise<ReadTask> {
  const read = await readTaskSpec(path, overrides, NAMES);
  await checkNeeds(read.spec);
  return read;
}

/**
 * Checks a task given as an object, with the settings of its recipe below its own.
 * @throws as readTaskFile
 */
export async function checkTask(task: TaskSpecInput): Promise<TaskSpec> {
  const spec = await checkTaskWithNames(task, NAMES);
  await checkNeeds(spec);
  return spec;
}

async function checkNeeds(spec: TaskSpec): Promise<void> {
  if (spec.recipe !== undefined)
    checkRecipeNeeds(spec, (await RECIPES.choose(spec.recipe, ["recipe"])).value);
}
