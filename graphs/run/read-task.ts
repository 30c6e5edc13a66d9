import { choiceProblems, choiceProblem } from "../../agents/check-choices.js";
import type { TaskSpec, TaskSpecInput } from "../../schema/task-file/task-spec.js";
import {
  checkTaskText,
  checkTaskWithNames,
  readTaskSpec,
  type NamesOf,
  type ReadTask,
} from "../../tools/task-file/read-task.js";
import { checkPlugins } from "../plugins/check-plugins.js";
import { BUILT_IN_SLOTS, slotsWith, type Slots } from "../plugins/launch-slots.js";
import { loadPlugins, type NamedPlugin, type PluginReference } from "../plugins/load-plugins.js";
import { recipeSettings } from "../recipes/recipe-settings.js";
import { checkRecipeNeeds } from "../recipes/recipe-needs.js";
import { modelProblems } from "./model-problems.js";
import { checkFilters } from "../../tools/task-file/check-filters.js";
import type { SpecProblem } from "../../base/settings/zod-problems.js";
import { KNOWLEDGE_TYPES } from "../../schema/task-file/knowledge-spec.js";

/** What there is beside a task. */
export interface TaskSurroundings {
  /** A file of test texts, which the filter `leakage` then knows. Default: false. */
  readonly hasTest?: boolean;
}

/** The plug-ins that a task is read with, and the slots that they make. */
export interface PluginSlots {
  readonly plugins: readonly NamedPlugin[];
  readonly slots: Slots;
}

/**
 * Reads and checks a task file with overrides `PATH=VALUE`, the settings of its recipe below its
 * own, and its plug-ins; every name in it, with its settings, is tried.
 *
 * @param plugins plug-ins beside those that the task lists; paths start in the current folder
 * @param options.hasTest true where a file of test texts is given beside the task
 * @throws SPEC_NOT_FOUND, DATA_ENCODING, SPEC_INVALID, PROMPT_SLOT, PLAN_INVALID or USAGE, naming
 *         file, line and field; PLUGIN_INVALID
 */
export async function readTaskFile(
  path: string,
  overrides: readonly string[] = [],
  plugins: readonly PluginReference[] = [],
  options: TaskSurroundings = {},
): Promise<ReadTask & PluginSlots> {
  const found = new FoundPlugins(plugins, options);
  const read = await readTaskSpec(path, overrides, found.names);
  await found.check(read.spec);
  return { ...read, plugins: found.plugins, slots: found.slots };
}

/**
 * Checks a task given as an object, with the settings of its recipe below its own, and says what its
 * names stand for.
 *
 * @param folder where relative paths of the task start. Default: the current one
 * @throws as readTaskFile
 */
export async function readTaskObject(
  task: TaskSpecInput,
  folder: string = process.cwd(),
  plugins: readonly PluginReference[] = [],
  options: TaskSurroundings = {},
): Promise<{ readonly spec: TaskSpec } & PluginSlots> {
  const found = new FoundPlugins(plugins, options);
  const spec = await checkTaskWithNames(task, found.names, folder);
  await found.check(spec);
  return { spec, plugins: found.plugins, slots: found.slots };
}

/**
 * Checks the text of a task file that need not be saved, as readTaskFile does.
 *
 * @param folder where relative paths of the task start
 * @throws as readTaskFile, with positions in the text
 */
export async function readTaskText(
  text: string,
  folder: string,
): Promise<{ readonly spec: TaskSpec } & PluginSlots> {
  const found = new FoundPlugins([], {});
  const spec = await checkTaskText(text, found.names, { file: "task.yaml", folder });
  await found.check(spec);
  return { spec, plugins: found.plugins, slots: found.slots };
}

/** Loads plug-ins as soon as a task says which, and knows the names that there are then. */
class FoundPlugins {
  readonly #given: readonly PluginReference[];
  readonly #hasTest: boolean;
  plugins: readonly NamedPlugin[] = [];
  slots: Slots = BUILT_IN_SLOTS;

  constructor(given: readonly PluginReference[], { hasTest = false }: TaskSurroundings) {
    this.#given = given;
    this.#hasTest = hasTest;
  }

  readonly names: NamesOf = async (listed, folder) => {
    this.plugins = [
      ...(await loadPlugins(listed, folder)),
      ...(await loadPlugins(this.#given, process.cwd())),
    ];
    this.slots = slotsWith(this.plugins);
    return {
      recipes: async (name, asPublished) =>
        recipeSettings((await this.slots.recipes.choose(name, ["recipe"])).value, { asPublished }),
      choices: async (spec) => [
        ...(await choiceProblems(spec, this.slots)),
        ...(await knowledgeProblems(spec, this.slots)),
        ...(await modelProblems(spec, folder)),
        ...(this.#hasTest ? [] : checkFilters(spec)),
      ],
    };
  };

  /** What a recipe needs, and that what plug-ins bring keeps to its contract. */
  async check(spec: TaskSpec): Promise<void> {
    if (spec.recipe !== undefined)
      checkRecipeNeeds(spec, (await this.slots.recipes.choose(spec.recipe, ["recipe"])).value);
    await checkPlugins(this.plugins, spec);
  }
}

/** What is wrong with knowledge sources of plug-ins; options of built-in ones are checked before. */
async function knowledgeProblems(
  { knowledge }: TaskSpec,
  { knowledgeSources }: Pick<Slots, "knowledgeSources">,
): Promise<SpecProblem[]> {
  const problems: SpecProblem[] = [];
  for (const [index, { id: _id, ...choice }] of knowledge.entries())
    if (!Object.hasOwn(KNOWLEDGE_TYPES, choice.name))
      problems.push(...(await choiceProblem(choice, ["knowledge", index], knowledgeSources)));
  return problems;
}
