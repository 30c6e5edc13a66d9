import { existsSync } from "node:fs";
import { isAbsolute, resolve } from "node:path";
import { parse } from "yaml";
import { DatawrightError } from "../../base/errors.js";
import { formatFieldPath, type FieldPath } from "../../base/settings/field-path.js";
import { choicePlaceAt } from "../../schema/task-file/choice-places.js";
import { didYouMean } from "../../base/text/nearest-name.js";

/**
 * One `PATH=VALUE` of the command line: the value is a YAML scalar, or a list or map in flow form.
 */
export interface TaskOverride {
  readonly text: string;
  readonly path: FieldPath;
  readonly value: unknown;
}

/**
 * Reads `support.path=my.tsv.gz`, `target=300`, `labels.spam=…`, `knowledge[0].text=…` or
 * `labels=[a, b]`.
 *
 * @throws USAGE if it is not of the form PATH=VALUE
 */
export function parseOverride(text: string): TaskOverride {
  const equals = text.indexOf("=");
  const name = text.slice(0, Math.max(0, equals)).trim();
  const path = name
    .replace(/\[(\d+)\]/gu, ".$1")
    .split(".")
    .map((part) => (/^\d+$/u.test(part) ? Number(part) : part));
  if (
    equals < 1 ||
    path.some((part) => part === "") ||
    path.some((part) => ["__proto__", "constructor", "prototype"].includes(String(part)))
  ) {
    throw new DatawrightError({
      code: "USAGE",
      message: `--set ${text}: expected PATH=VALUE`,
      hint: "for example --set target=300 or --set support.path=rows.csv",
    });
  }
  return { text, path, value: overrideValue(text.slice(equals + 1), text) };
}

/**
 * Sets the override in a plain task object (changed in place). `null` takes the field out. In a
 * list of labels, steps or attributes a name stands for the entry of that name. A file path is
 * taken from the current folder where it exists there, else from the task file's.
 *
 * @throws USAGE if the path leads through a value that has no fields, or names an entry that a list
 *         does not have
 */
export function applyOverride(
  root: Record<string, unknown>,
  override: TaskOverride,
  taskFolder: string,
): void {
  let holder: unknown = root;
  override.path.forEach((part, depth) => {
    const isLast = depth === override.path.length - 1;
    const above = override.path.slice(0, depth);
    if (Array.isArray(holder)) holder = intoList(holder, part, isLast, override, above);
    else if (typeof holder === "object" && holder !== null)
      holder = intoMap(holder as Record<string, unknown>, String(part), isLast, {
        override,
        above,
        taskFolder,
      });
    else
      throw refused(
        override,
        `${formatFieldPath(above)} holds a single value, it has no field ${part}`,
      );
  });
}

function intoMap(
  map: Record<string, unknown>,
  key: string,
  isLast: boolean,
  {
    override,
    above,
    taskFolder,
  }: {
    readonly override: TaskOverride;
    readonly above: FieldPath;
    readonly taskFolder: string;
  },
): unknown {
  if (!isLast) {
    const value = map[key];
    // A choice without settings gets some.
    if (typeof value === "string" && choicePlaceAt([...above, key])) map[key] = { name: value };
    return (map[key] ??= {});
  }
  if (override.value === null) delete map[key];
  else
    map[key] =
      isFilePath(override.path) && typeof override.value === "string"
        ? placed(override.value, taskFolder)
        : override.value;
  return undefined;
}

function intoList(
  list: unknown[],
  part: string | number,
  isLast: boolean,
  override: TaskOverride,
  above: FieldPath,
): unknown {
  const names = list.map((item) =>
    typeof item === "string"
      ? item
      : String(
          (item as Record<string, unknown> | null)?.["name"] ??
            (item as Record<string, unknown> | null)?.["id"] ??
            "",
        ),
  );
  const index =
    typeof part === "number" && !names.includes(String(part)) ? part : names.indexOf(String(part));
  if (index < 0 || index >= list.length + (isLast ? 1 : 0)) {
    throw refused(
      override,
      `${formatFieldPath(above)} has no entry ${part}${didYouMean(String(part), names)}`,
    );
  }
  if (isLast && override.value === null) list.splice(index, 1);
  else if (
    isLast &&
    above[0] === "labels" &&
    typeof part === "string" &&
    typeof override.value === "string"
  ) {
    const item = list[index];
    list[index] = {
      ...(typeof item === "string" ? { name: item } : (item as Record<string, unknown>)),
      definition: override.value,
    };
  } else if (isLast) list[index] = override.value;
  else if (
    typeof list[index] === "string" &&
    (above[0] === "labels" || choicePlaceAt([...above, index]))
  )
    list[index] = { name: list[index] };
  return list[index];
}

function overrideValue(text: string, whole: string): unknown {
  const trimmed = text.trim();
  // Only flow forms and quoted text are parsed as YAML: `a: b` or `x # y` in a definition are
  // words, not a map or a comment.
  if (!/^[[{"']/u.test(trimmed) && !/^(?:[-+.]?[\d.][\w.+-]*|true|false|null|~)$/iu.test(trimmed))
    return text;
  try {
    return parse(trimmed, { maxAliasCount: 0 }) as unknown;
  } catch (error) {
    throw new DatawrightError({
      code: "USAGE",
      message:
        `--set ${whole}: the value is not valid YAML: ` +
        `${(error as Error).message.split("\n")[0]}`,
      hint: "put text with brackets or quotes into quotes",
      cause: error,
    });
  }
}

function isFilePath(path: FieldPath): boolean {
  return (
    (path.at(-1) === "path" && ["support", "inputs", "knowledge"].includes(String(path[0]))) ||
    (path[0] === "agents" && path.length === 2)
  );
}

function placed(value: string, taskFolder: string): string {
  if (isAbsolute(value)) return value;
  const here = resolve(value);
  return !existsSync(here) && existsSync(resolve(taskFolder, value)) ? value : here;
}

function refused(override: TaskOverride, why: string): DatawrightError {
  return new DatawrightError({
    code: "USAGE",
    message: `--set ${override.text}: ${why}`,
    hint: "name a field of the task file, such as support.path or critique.rougeL",
  });
}
