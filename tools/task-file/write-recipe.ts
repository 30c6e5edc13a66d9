import { readFile } from "node:fs/promises";
import { isMap, isScalar, parseDocument, type Pair, type Scalar, type YAMLMap } from "yaml";
import { DatawrightError } from "../../base/errors.js";
import { redactKeys } from "../../base/redact-secrets.js";
import { writeFileAtomic } from "../../memory/atomic-file.js";

type Entry = Pair<Scalar, Scalar>;

/**
 * Writes a recipe into a task file, in place of one that it names; every other character stays as it
 * is.
 *
 * @param recipe null to take the recipe out
 * @throws SPEC_INVALID, and writes nothing, where the file cannot be edited safely
 */
export async function writeRecipe(path: string, recipe: string | null): Promise<void> {
  const text = await readFile(path, "utf8");
  const changed = textWithRecipe(text, recipe);
  if (changed === null || redactKeys(changed) !== changed)
    throw new DatawrightError({
      code: "SPEC_INVALID",
      message: `${path}: the recipe cannot be written into this file`,
      hint:
        recipe === null
          ? "Take its line `recipe:` out by hand."
          : `Write \`recipe: ${recipe}\` into it by hand.`,
      details: { file: path, recipe },
    });
  if (changed !== text) await writeFileAtomic(path, changed);
}

/** The text of a task file, YAML or JSON, with another recipe; null where that cannot be done. */
export function textWithRecipe(text: string, recipe: string | null): string | null {
  const root = rootOf(text);
  if (root === null) return null;
  const changed = edited(text, root, recipe);
  const again = rootOf(changed);
  if (again === null) return null;
  const found = again.has("recipe") ? again.get("recipe") : null;
  return found === recipe ? changed : null;
}

function edited(text: string, root: YAMLMap, recipe: string | null): string {
  const own = entryOf(root, "recipe");
  const flow = root.flow === true;
  const value = flow ? JSON.stringify(recipe) : String(recipe);
  if (own !== null) {
    const [from, to] = own.value?.range ?? own.key.range!;
    if (recipe !== null) return text.slice(0, from) + value + text.slice(to);
    return without(text, root, own);
  }
  if (recipe === null) return text;
  if (flow) {
    const at = root.range![0] + 1;
    const space = /^\s*/u.exec(text.slice(at))![0];
    return `${text.slice(0, at)}${space}"recipe": ${value},${text.slice(at)}`;
  }
  // Behind the kind, which every task has: what a sample is, and by which method it is made.
  const kind = entryOf(root, "kind") ?? (root.items[0] as Entry);
  const line = lineEnd(text, kind.value?.range?.[1] ?? kind.key.range![1]);
  const indent = /[ \t]*$/u.exec(text.slice(0, kind.key.range![0]))![0];
  const ending = text.includes("\r\n") ? "\r\n" : "\n";
  const before = text.slice(0, line);
  return `${before}${before.endsWith("\n") ? "" : ending}${indent}recipe: ${value}${ending}${text.slice(line)}`;
}

/** In a block the whole line goes; in braces what stands from it to the next field. */
function without(text: string, root: YAMLMap, own: Entry): string {
  const start = own.key.range![0];
  const end = own.value?.range?.[1] ?? own.key.range![1];
  if (root.flow !== true) {
    const line = text.lastIndexOf("\n", start - 1) + 1;
    return text.slice(0, line) + text.slice(lineEnd(text, end));
  }
  const after = /^\s*,\s*/u.exec(text.slice(end));
  if (after !== null) return text.slice(0, start) + text.slice(end + after[0].length);
  return text.slice(0, start).replace(/,\s*$/u, "") + text.slice(end);
}

/** Where the line ends that a place stands on: behind its line break. */
function lineEnd(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end < 0 ? text.length : end + 1;
}

function rootOf(text: string): YAMLMap | null {
  const document = parseDocument(text, { prettyErrors: false });
  return document.errors.length === 0 && isMap(document.contents)
    ? (document.contents as unknown as YAMLMap)
    : null;
}

function entryOf(root: YAMLMap, name: string): Entry | null {
  const found = root.items.find(({ key }) => isScalar(key) && key.value === name);
  return (found as Entry | undefined) ?? null;
}
