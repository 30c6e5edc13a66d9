import { isRecord } from "../values/is-record.js";
export type FieldPath = readonly (string | number)[];

/**
 * A path as people write it: `labels[2].definition`; names that are no plain words are quoted:
 * `labels["not spam"]`.
 */
export function formatFieldPath(path: FieldPath): string {
  let text = "";
  for (const part of path) {
    if (typeof part === "number") text += `[${part}]`;
    else if (/^[\p{L}_][\p{L}\p{N}_-]*$/u.test(part)) text += text === "" ? part : `.${part}`;
    else text += `[${JSON.stringify(part)}]`;
  }
  return text;
}

/**
 * The value at a path, or undefined. A number on a map means its n-th entry, as `labels` may be a
 * list or a map.
 */
export function valueAt(root: unknown, path: FieldPath): unknown {
  let value = root;
  for (const part of path) {
    if (typeof value !== "object" || value === null) return undefined;
    const key = typeof part === "number" && !Array.isArray(value) ? Object.keys(value)[part] : part;
    if (key === undefined || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string | number, unknown>)[key];
  }
  return value;
}

/** The path as it stands in the source: a number on a map becomes the name of its n-th entry. */
export function sourcePath(root: unknown, path: FieldPath): FieldPath {
  const result: (string | number)[] = [];
  for (const part of path) {
    const holder = valueAt(root, result);
    const isMap = isRecord(holder);
    result.push(isMap && typeof part === "number" ? (Object.keys(holder)[part] ?? part) : part);
  }
  return result;
}
