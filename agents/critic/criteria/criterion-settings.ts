import type { z } from "zod";
import { DatawrightError } from "../../../base/errors.js";
import type { Task } from "../../../schema/task.js";
import { didYouMean } from "../../../base/text/nearest-name.js";

const parsed = new WeakMap<Task, Map<string, unknown>>();

/**
 * The settings of a criterion, `critique.settings.NAME`, over its defaults; parsed once for a task.
 * A criterion with settings reads them
 * in `question`, which is called before anything runs, so that a wrong one is told then.
 *
 * @throws SPEC_INVALID naming the setting
 */
export function criterionSettings<S extends z.ZodObject>(
  schema: S,
  name: string,
  task: Task,
): z.output<S> {
  let known = parsed.get(task);
  if (!known) parsed.set(task, (known = new Map<string, unknown>()));
  let settings = known.get(name);
  if (settings === undefined)
    known.set(name, (settings = parse(schema, name, task.spec.critique.settings[name] ?? {})));
  return settings as z.output<S>;
}

function parse<S extends z.ZodObject>(
  schema: S,
  name: string,
  given: Readonly<Record<string, unknown>>,
): z.output<S> {
  const names = Object.keys(schema.shape);
  const path = `critique.settings.${name}`;
  const unknown = Object.keys(given).find((key) => !names.includes(key));
  if (unknown !== undefined)
    throw invalid(path, `there is no setting "${unknown}"${didYouMean(unknown, names)}`, names);
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  throw invalid(path, `${issue.path.map(String).join(".")}: ${issue.message}`, names);
}

function invalid(path: string, message: string, names: readonly string[]): DatawrightError {
  return new DatawrightError({
    code: "SPEC_INVALID",
    message: `${path}: ${message}`,
    hint: `Settings: ${names.join(", ")}.`,
    details: { path },
  });
}
