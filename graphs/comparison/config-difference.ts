import { canonicalJson } from "../../base/statistics/hash.js";
import { isRecord } from "../../base/values/is-record.js";
import type { RunConfig } from "../runtime/run-config.js";

/** A setting in which two runs differ; undefined where one does not have it. */
export interface SettingDifference {
  /** Its path in the task file. */
  readonly path: string;
  /** Its value in the first run. */
  readonly first: unknown;
  /** Its value in the second run. */
  readonly second: unknown;
}

/** The settings of two runs that are not the same, by their paths. */
export function configDifference(first: RunConfig, second: RunConfig): SettingDifference[] {
  const [a, b] = [settingsOf(first), settingsOf(second)];
  namedAlike(a, b);
  namedAlike(b, a);
  return [...new Set([...a.keys(), ...b.keys()])]
    .filter((path) => canonicalJson(a.get(path)) !== canonicalJson(b.get(path)))
    .sort()
    .map((path) => ({ path, first: a.get(path), second: b.get(path) }));
}

function settingsOf({
  spec,
  models,
  embeddings,
  agentModules,
  data,
}: RunConfig): Map<string, unknown> {
  const { models: _asGiven, ...task } = spec;
  const found = new Map<string, unknown>();
  flatten(task, "", found);
  flatten({ models: { ...models, embeddings } }, "", found);
  if (agentModules.length > 0) found.set("--agents", agentModules);
  found.set("rows of support", data.support);
  found.set("held-out rows", data.heldOut);
  return found;
}

/** A choice is a name, or a name with settings: beside one with settings the name is a setting too. */
function namedAlike(own: Map<string, unknown>, other: ReadonlyMap<string, unknown>): void {
  for (const [path, value] of [...own]) {
    if (typeof value !== "string" || !other.has(`${path}.name`)) continue;
    own.delete(path);
    own.set(`${path}.name`, value);
  }
}

function flatten(value: unknown, path: string, found: Map<string, unknown>): void {
  if (isRecord(value) && Object.keys(value).length > 0) {
    for (const [name, inner] of Object.entries(value))
      flatten(inner, path === "" ? name : `${path}.${name}`, found);
    return;
  }
  // Lists of named things are read by their names: labels, attributes, criteria, filters.
  if (Array.isArray(value) && value.length > 0 && value.every(hasName)) {
    for (const inner of value as readonly { readonly name: string }[]) {
      const { name, ...rest } = inner;
      flatten(Object.keys(rest).length === 0 ? true : rest, `${path}[${name}]`, found);
    }
    return;
  }
  if (value !== undefined) found.set(path, value);
}

const hasName = (value: unknown): boolean =>
  isRecord(value) && typeof (value as { name?: unknown }).name === "string";
