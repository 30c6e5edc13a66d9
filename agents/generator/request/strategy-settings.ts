import type { z } from "zod";
import { DatawrightError } from "../../../base/errors.js";
import type { Task } from "../../../schema/task.js";
import { didYouMean } from "../../../base/text/nearest-name.js";
import type { AgentContext } from "../../contract.js";
import type { GenerateInput } from "../contract.js";

const parsed = new WeakMap<Task, Map<z.ZodObject, Map<string, unknown>>>();

/**
 * The settings of a strategy for one sub-task: the step's own, then those of `generate.settings`
 * that the strategy knows, then its
 * defaults. Parsed once for each sub-task.
 *
 * @throws SPEC_INVALID naming the step and the setting
 */
export function strategySettings<S extends z.ZodObject>(
  schema: S,
  { subTask }: Pick<GenerateInput, "subTask">,
  { task }: Pick<AgentContext, "task">,
): z.output<S> {
  let schemas = parsed.get(task);
  if (!schemas) parsed.set(task, (schemas = new Map<z.ZodObject, Map<string, unknown>>()));
  let known = schemas.get(schema);
  if (!known) schemas.set(schema, (known = new Map<string, unknown>()));
  const key = `${subTask.id} ${subTask.revision}`;
  let settings = known.get(key);
  if (settings === undefined) {
    const shared = Object.entries(task.spec.generate.settings).filter(([name]) =>
      Object.hasOwn(schema.shape, name),
    );
    settings = parseSettings(
      schema,
      { ...Object.fromEntries(shared), ...subTask.settings },
      `settings of the step "${subTask.id}"`,
    );
    known.set(key, settings);
  }
  return settings as z.output<S>;
}

/** @throws SPEC_INVALID naming the setting: not known, or of the wrong form */
export function parseSettings<S extends z.ZodObject>(
  schema: S,
  settings: Readonly<Record<string, unknown>>,
  where: string,
): z.output<S> {
  const names = Object.keys(schema.shape);
  const unknown = Object.keys(settings).find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw invalid(
      `${where}: there is no setting "${unknown}"${didYouMean(unknown, names)}`,
      names.length === 0 ? "The strategy has none." : `Settings: ${names.join(", ")}.`,
    );
  const result = schema.safeParse(settings);
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  throw invalid(
    `${where}: ${issue.path.map(String).join(".")}: ${issue.message}`,
    `Settings: ${names.join(", ")}.`,
  );
}

function invalid(message: string, hint: string): DatawrightError {
  return new DatawrightError({ code: "SPEC_INVALID", message, hint });
}
