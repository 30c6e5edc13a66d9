import { dirname, resolve } from "node:path";
import { taskSpecSchema, type TaskSpec } from "../../schema/task-file/task-spec.js";
import { checkSemantics } from "./check-semantics.js";
import { formatFieldPath, valueAt, type FieldPath } from "../../base/settings/field-path.js";
import { mergeDefaults } from "./merge-defaults.js";
import { readText } from "../rows/formats/read-text.js";
import { specError, type SpecOrigin } from "./spec-problem.js";
import { parseTaskDocument } from "./task-document.js";
import { applyOverride, parseOverride, type TaskOverride } from "./task-override.js";
import { isDatawrightError } from "../../base/errors.js";
import { oldSpellings } from "./old-spellings.js";
import { zodProblems, type SpecProblem } from "../../base/settings/zod-problems.js";

/** A task as read from its file, with every default filled in and every check passed. */
export interface ReadTask {
  readonly spec: TaskSpec;
  /** Absolute path of the task file. */
  readonly path: string;
  /** Absolute path of its folder: relative paths in the spec start here. */
  readonly folder: string;
  /** Where a field stands in the file, line and column from 1; null where an override set it. */
  locate(fieldPath: FieldPath): { line: number; column: number } | null;
}

/** What the layers above know of the names in a task. */
interface TaskNames {
  /**
   * Finds the settings that a recipe's name stands for, as published or with the default planner.
   * @throws SPEC_INVALID with `details.problems` for a name that there is not
   */
  readonly recipes: (
    name: string,
    asPublished: boolean,
  ) => Promise<Readonly<Record<string, unknown>>>;
  /** What is wrong with the names that the task chooses, and with their settings. */
  readonly choices: (spec: TaskSpec) => Promise<readonly SpecProblem[]>;
}

/** Finds what names stand for, with the plug-ins that the task lists. */
export type NamesOf = (plugins: readonly string[], folder: string) => Promise<TaskNames>;

const MOST_BYTES = 16 * 1024 * 1024;

/**
 * Reads and checks a task file (YAML or JSON) with overrides `PATH=VALUE` applied before the check,
 * and the settings of its recipe put below its own where `names` finds them.
 *
 * @throws SPEC_NOT_FOUND with near file names; DATA_ENCODING with the line; SPEC_INVALID,
 *         PROMPT_SLOT or PLAN_INVALID naming file, line, path and the nearest valid name, all
 *         problems at once; USAGE for an override that fits nowhere
 */
export async function readTaskSpec(
  path: string,
  overrides: readonly string[] = [],
  names?: NamesOf,
): Promise<ReadTask> {
  const parsedOverrides = overrides.map(parseOverride);
  const text = await readText(path, { missing: "SPEC_NOT_FOUND", maxBytes: MOST_BYTES });
  const absolute = resolve(path);
  const folder = dirname(absolute);
  const document = parseTaskDocument(text.replace(/^\uFEFF/u, ""), {
    file: path,
    format: path.toLowerCase().endsWith(".json") ? "json" : "yaml",
  });
  const raw = document.value as Record<string, unknown>;
  for (const override of parsedOverrides) applyOverride(raw, override, folder);
  const overrideOf = (field: FieldPath): string | null => overriding(parsedOverrides, field);
  const spec = await checkWithNames(
    { file: path, raw, locate: document.locate, setBy: overrideOf },
    names && { of: names, folder },
  );
  return {
    spec,
    path: absolute,
    folder,
    locate: (field) => (overrideOf(field) === null ? document.locate(field) : null),
  };
}

/**
 * Parses and checks the text of a task file; a recipe that it names stays a name.
 * @throws SPEC_INVALID, PROMPT_SLOT or PLAN_INVALID, with positions
 */
export function parseTaskSpec(
  text: string,
  options: {
    /** Name of the file, for messages. */
    file: string;
    /** Default: by the file's ending, else YAML. */
    format: "yaml" | "json";
  },
): TaskSpec {
  const document = parseTaskDocument(text.replace(/^\uFEFF/u, ""), options);
  return check({
    file: options.file,
    raw: document.value,
    locate: document.locate,
    setBy: () => null,
  });
}

/**
 * Parses and checks the text of a task file as `readTaskSpec` does, with every name in it.
 *
 * @param folder where relative paths of the task start
 * @throws as readTaskSpec, with positions
 */
export async function checkTaskText(
  text: string,
  names: NamesOf,
  { file, folder }: { readonly file: string; readonly folder: string },
): Promise<TaskSpec> {
  const format = /^\s*\{/u.test(text) ? "json" : "yaml";
  const document = parseTaskDocument(text.replace(/^\uFEFF/u, ""), { file, format });
  return checkWithNames(
    { file, raw: document.value, locate: document.locate, setBy: () => null },
    { of: names, folder },
  );
}

/**
 * Checks a task given as an object; a recipe that it names stays a name.
 * @throws SPEC_INVALID, PROMPT_SLOT or PLAN_INVALID, naming the path of each wrong field
 */
export function checkTaskSpec(object: unknown): TaskSpec {
  return check({ file: null, raw: object, locate: () => null, setBy: () => null });
}

/**
 * Checks a task given as an object, with the settings of its recipe below its own, and every name
 * in it.
 * @throws as checkTaskSpec, and for an unknown name or a wrong setting of what it names
 */
export async function checkTaskWithNames(
  object: unknown,
  names: NamesOf,
  folder: string,
): Promise<TaskSpec> {
  return checkWithNames(
    { file: null, raw: object, locate: () => null, setBy: () => null },
    { of: names, folder },
  );
}

async function checkWithNames(
  own: SpecOrigin,
  finder: { readonly of: NamesOf; readonly folder: string } | undefined,
): Promise<TaskSpec> {
  if (finder === undefined) return check(own);
  refuseOldSpellings(own);
  const listed = valueAt(own.raw, ["plugins"]);
  const plugins = Array.isArray(listed) ? listed.filter((name) => typeof name === "string") : [];
  const names = await finder.of(plugins, finder.folder);
  const origin = await withRecipe(own, names.recipes);
  const spec = check(origin);
  const problems = await names.choices(spec);
  if (problems.length > 0) throw specError(problems, origin);
  return spec;
}

/** Puts the recipe's settings below the task's own; problems in them name the recipe. */
async function withRecipe(origin: SpecOrigin, recipes: TaskNames["recipes"]): Promise<SpecOrigin> {
  const own = origin.raw;
  const name = valueAt(own, ["recipe"]);
  if (typeof name !== "string") return origin;
  const asPublished = valueAt(own, ["asPublished"]) === true;
  const defaults = await located(() => recipes(name, asPublished), origin);
  const raw = mergeDefaults(own as Record<string, unknown>, defaults);
  const setBy = (path: FieldPath): string | null =>
    origin.setBy(path) ??
    (valueAt(own, path) === undefined && valueAt(raw, path) !== undefined
      ? `recipe ${name}`
      : null);
  return { ...origin, raw, setBy };
}

function overriding(overrides: readonly TaskOverride[], path: FieldPath): string | null {
  const written = formatFieldPath(path);
  const setter = overrides.findLast((override) => {
    const set = formatFieldPath(override.path);
    return written === set || written.startsWith(`${set}.`) || written.startsWith(`${set}[`);
  });
  return setter ? `--set ${setter.text}` : null;
}

/** Problems that carry their path are told with the place of it. */
async function located<T>(work: () => Promise<T>, origin: SpecOrigin): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const problems = isDatawrightError(error) ? error.details["problems"] : undefined;
    if (!Array.isArray(problems)) throw error;
    throw specError(
      (problems as SpecProblem[]).map(({ path, message }) => ({
        code: "SPEC_INVALID",
        path,
        message,
      })),
      origin,
    );
  }
}

function refuseOldSpellings(origin: SpecOrigin): void {
  const old = oldSpellings(origin.raw);
  if (old.length > 0) throw specError(old, origin);
}

function check(origin: SpecOrigin): TaskSpec {
  refuseOldSpellings(origin);
  const parsed = taskSpecSchema.safeParse(origin.raw);
  const problems = parsed.success
    ? checkSemantics(parsed.data)
    : zodProblems(parsed.error.issues, taskSpecSchema, origin.raw);
  if (!parsed.success || problems.length > 0) throw specError(problems, origin);
  return parsed.data;
}
