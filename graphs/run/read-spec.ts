import { basename } from "node:path";
import type { TaskSpec, TaskSpecInput } from "../../schema/task-file/task-spec.js";
import { inlineVerdicts } from "../../tools/judging/inline-verdicts.js";
import { inlineChecker } from "../../tools/sandbox/inline-checker.js";
import { checkTaskSpec } from "../../tools/task-file/read-task.js";
import { locatedModel } from "../../tools/models/providers/model-module.js";
import { readTaskFile, readTaskObject, readTaskText, type PluginSlots } from "./read-task.js";
import type { LaunchOptions } from "../runtime/run-options.js";

/** A task that was read and checked, with what the options change. */
export interface ReadSpec extends PluginSlots {
  readonly spec: TaskSpec;
  /** Where relative paths of the task start. */
  readonly folder: string;
  /** Name of the task file; undefined for a task given as an object. */
  readonly file?: string | undefined;
}

/**
 * Reads a task file or a task object with what the options change, and checks it as a whole.
 *
 * @throws as readTaskFile
 */
export async function readSpec(
  spec: string | TaskSpecInput,
  options: LaunchOptions,
): Promise<ReadSpec> {
  const { plugins, folder = process.cwd() } = options;
  const method = chosenMethod(options);
  const read =
    typeof spec === "string"
      ? await readTaskFile(
          spec,
          [
            ...(options.set ?? []),
            ...Object.entries(method).map(([name, value]) => `${name}=${String(value)}`),
          ],
          plugins,
        )
      : {
          ...(await readTaskObject({ ...spec, ...method }, folder, plugins)),
          folder,
        };
  return withOptions(read, options, typeof spec === "string" ? basename(spec) : undefined);
}

/**
 * `readSpec` for the text of a task file that need not be saved.
 *
 * @throws as readTaskFile, with positions in the text
 */
export async function readSpecText(text: string, options: LaunchOptions): Promise<ReadSpec> {
  const { folder = process.cwd() } = options;
  return withOptions({ ...(await readTaskText(text, folder)), folder }, options, undefined);
}

async function withOptions(
  read: Omit<ReadSpec, "file">,
  options: LaunchOptions,
  file: string | undefined,
): Promise<ReadSpec> {
  const changed: TaskSpec = {
    ...read.spec,
    ...(options.target === undefined ? {} : { target: options.target }),
    ...(options.seed === undefined ? {} : { seed: options.seed }),
    ...(options.review === undefined ? {} : { review: options.review }),
    budget: { ...read.spec.budget, ...(options.budget ?? {}) },
    models: Object.fromEntries(
      Object.entries(read.spec.models).map(([role, model]) => [
        role,
        locatedModel(model, read.folder),
      ]),
    ),
  };
  const checked =
    options.target === undefined && options.budget === undefined
      ? changed
      : { ...changed, ...checkTaskSpec(changed) };
  return {
    ...read,
    file,
    spec: await inlineVerdicts(await inlineChecker(checked, read.folder), read.folder),
  };
}

/** What the options say about the recipe, in place of the task's own. */
function chosenMethod({
  recipe,
  asPublished,
}: LaunchOptions): Pick<TaskSpecInput, "recipe" | "asPublished"> {
  return {
    ...(recipe === undefined ? {} : { recipe }),
    ...(asPublished === undefined ? {} : { asPublished }),
  };
}
