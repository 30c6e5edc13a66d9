import { choicePlaceAt } from "../../schema/task-file/choice-places.js";
import { isRecord } from "../../base/values/is-record.js";

type Plain = Readonly<Record<string, unknown>>;

/**
 * A task with defaults below it: maps are merged field by field, anything else (lists too) is the
 * task's own where it has one. What is chosen by name keeps the settings of the defaults only where
 * the task chooses the same; settings without a name belong to what the defaults choose.
 *
 * Both are plain objects of a task file, before any check; neither is changed.
 */
export function mergeDefaults(
  task: Plain,
  defaults: Plain,
  above: readonly string[] = [],
): Record<string, unknown> {
  const merged: Record<string, unknown> = { ...task };
  for (const [name, value] of Object.entries(defaults)) {
    const own = Object.hasOwn(task, name) ? task[name] : undefined;
    const path = [...above, name];
    const place = choicePlaceAt(path);
    if (own === undefined) merged[name] = value;
    else if (place !== null && isChoice(own) && isChoice(value))
      merged[name] = mergedChoice(own, value, place.fallback);
    else if (isRecord(own) && isRecord(value)) merged[name] = mergeDefaults(own, value, path);
  }
  return merged;
}

function mergedChoice(own: string | Plain, below: string | Plain, fallback?: string): unknown {
  const name = nameOf(below) ?? fallback;
  if ((nameOf(own) ?? name) !== name) return own;
  const settings = { ...settingsOf(below), ...settingsOf(own) };
  if (name === undefined) return settings;
  return Object.keys(settings).length === 0 ? name : { name, ...settings };
}

const nameOf = (choice: string | Plain): unknown =>
  typeof choice === "string" ? choice : choice["name"];

function settingsOf(choice: string | Plain): Plain {
  if (typeof choice === "string") return {};
  const { name: _name, ...settings } = choice;
  return settings;
}

const isChoice = (value: unknown): value is string | Plain =>
  typeof value === "string" || isRecord(value);
