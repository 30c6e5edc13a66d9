type Plain = Readonly<Record<string, unknown>>;

/**
 * A task with defaults below it: maps are merged field by field, anything else (lists too) is the
 * task's own where it has one.
 *
 * Both are plain objects of a task file, before any check; neither is changed.
 */
export function mergeDefaults(task: Plain, defaults: Plain): Record<string, unknown> {
  const merged: Record<string, unknown> = { ...task };
  for (const [name, value] of Object.entries(defaults)) {
    const own = Object.hasOwn(task, name) ? task[name] : undefined;
    if (own === undefined) merged[name] = value;
    else if (isMap(own) && isMap(value)) merged[name] = mergeDefaults(own, value);
  }
  return merged;
}

function isMap(value: unknown): value is Plain {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
