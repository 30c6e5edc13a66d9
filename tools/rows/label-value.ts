import type { LabelSpec, LabelValue } from "../../schema/label.js";

/**
 * A cell read as a label; `unknown` are names that the task does not have, `empty` where there is
 * none.
 */
export type LabelReading =
  | { readonly label: LabelValue }
  | { readonly unknown: readonly string[] }
  | { readonly empty: true }
  | { readonly problem: string };

/**
 * Reads cells as labels of the task, by `labelMap` first. Several labels stand in a list, in a JSON
 * list, or with `|` or `,` between them; a cell that is itself a label's name is that label.
 */
export function labelReader(options: {
  labels: readonly LabelSpec[];
  multiLabel: boolean;
  labelMap?: Readonly<Record<string, string>> | undefined;
}): (cell: unknown) => LabelReading {
  const names = new Set(options.labels.map((label) => label.name));
  const map = new Map(Object.entries(options.labelMap ?? {}));
  const toName = (value: unknown): string => {
    const text = String(value);
    return map.get(text) ?? map.get(text.trim()) ?? text.trim();
  };
  return (cell) => {
    const empty =
      cell === undefined ||
      cell === null ||
      (typeof cell === "string" && cell.trim() === "" && !map.has(cell));
    if (empty) return { empty: true };
    const parts =
      options.multiLabel || Array.isArray(cell)
        ? severalIn(cell, (text) => names.has(toName(text)))
        : [cell];
    if (parts.some((part) => typeof part === "object" && part !== null))
      return { problem: "the label is an object, not a name" };
    const found = [...new Set(parts.map(toName))];
    const unknown = found.filter((name) => !names.has(name));
    if (unknown.length > 0) return { unknown };
    if (options.multiLabel) return { label: found };
    return found.length === 1
      ? { label: found[0] as string }
      : {
          problem: `${found.length} labels where the task has one for a sample (multiLabel is false)`,
        };
  };
}

function severalIn(cell: unknown, isLabel: (text: string) => boolean): unknown[] {
  if (Array.isArray(cell)) return cell;
  const text = String(cell);
  if (isLabel(text)) return [text];
  if (text.trim().startsWith("[")) {
    try {
      const parsed: unknown = JSON.parse(text);
      if (Array.isArray(parsed)) return parsed;
    } catch {
      /* it is a name that begins with a bracket */
    }
  }
  return text
    .split(/[|,]/u)
    .map((part) => part.trim())
    .filter((part) => part !== "");
}
