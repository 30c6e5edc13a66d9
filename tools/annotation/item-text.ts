import { DatawrightError } from "../../base/errors.js";
import type { AnnotationItem, AnnotationLabel } from "./contract.js";

/** What people read of an item. */
export function itemText({ text, fields }: AnnotationItem): string {
  if (text !== undefined) return text;
  const plain = (value: unknown): string =>
    typeof value === "string" ? value : (JSON.stringify(value) ?? "");
  const entries = Object.entries(fields);
  return entries.length === 1
    ? plain(entries[0]![1])
    : entries.map(([name, value]) => `${name}: ${plain(value)}`).join("\n");
}

/** @throws SHAPE if there is no label, or two items or labels have one name */
export function checkItems(
  items: readonly AnnotationItem[],
  labels: readonly AnnotationLabel[],
): void {
  const fail = (message: string): never => {
    throw new DatawrightError({ code: "SHAPE", message });
  };
  if (labels.length === 0) fail("there is no label that people could choose");
  for (const [what, names] of [
    ["label", labels.map(({ name }) => name)],
    ["item", items.map(({ sampleId }) => sampleId)],
  ] as const) {
    const seen = new Set<string>();
    for (const name of names) {
      if (name === "") fail(`a${what === "item" ? "n" : ""} ${what} has an empty name`);
      if (seen.has(name)) fail(`two ${what}s are named ${JSON.stringify(name)}`);
      seen.add(name);
    }
  }
}
