import { isMap, isScalar, isSeq, LineCounter, parseDocument, visit, type Node } from "yaml";
import { DatawrightError } from "../../base/errors.js";
import type { FieldPath } from "../../base/settings/field-path.js";

/** A parsed task file: its plain value, and where each field stands. */
export interface TaskDocument {
  readonly value: unknown;
  /**
   * Line and column (from 1) of a field's name, or of the nearest field above it that exists; null
   * for an empty file.
   */
  locate(path: FieldPath): { line: number; column: number } | null;
}

const MOST_ALIASES = 100;

/**
 * Parses YAML 1.2 or JSON and keeps positions.
 *
 * @throws SPEC_INVALID with file, line and column on a syntax error, a repeated name, an unknown
 *         tag, several documents, or aliases that multiply the document beyond reason
 */
export function parseTaskDocument(
  text: string,
  options: { file: string; format: "yaml" | "json" },
): TaskDocument {
  const { file } = options;
  const lines = new LineCounter();
  const fail = (message: string, offset: number | null, hint?: string): DatawrightError => {
    const position = offset === null ? null : lines.linePos(offset);
    const place = position === null ? file : `${file}:${position.line}:${position.col}`;
    return new DatawrightError({
      code: "SPEC_INVALID",
      message: `${place}: ${message}`,
      hint: hint || undefined,
      details: { file, line: position?.line ?? null, column: position?.col ?? null, path: "" },
    });
  };
  const document = ((): ReturnType<typeof parseDocument> => {
    try {
      return parseDocument(text, { lineCounter: lines, prettyErrors: false, strict: true });
    } catch (error) {
      // Its parser goes down once for each level.
      throw fail(
        (error as Error).name === "RangeError"
          ? "it is nested too deep to be read"
          : `it cannot be read: ${(error as Error).message}`,
        null,
        "A task file has a few levels: look for brackets or indents that never end.",
      );
    }
  })();
  const wrong = document.errors[0] ?? document.warnings[0];
  if (wrong) {
    const line = (text.split("\n")[Math.max(0, lines.linePos(wrong.pos[0]).line - 1)] ?? "").trim();
    throw fail(
      `not valid ${options.format === "json" ? "JSON" : "YAML"}: ${wrong.message}`,
      wrong.pos[0],
      line === "" ? undefined : `near: ${line.slice(0, 100)}`,
    );
  }
  if (document.contents === null)
    throw fail("the task file is empty", null, "`datawright init` writes a first one");
  if (!isMap(document.contents))
    throw fail("a task file holds a map of fields, such as `name: …` and `kind: …`", 0);
  visit(document, {
    Pair: (_place, { key }) => {
      if (isMap(key) || isSeq(key))
        throw fail(
          "the name of a field is a text, not a list or a map",
          key.range?.[0] ?? null,
          "put it in quotes if the brackets belong to the name",
        );
    },
  });
  let value: unknown;
  try {
    value =
      options.format === "json" ? JSON.parse(text) : document.toJS({ maxAliasCount: MOST_ALIASES });
  } catch (error) {
    throw fail(
      `not valid ${options.format === "json" ? "JSON" : "YAML"}: ${(error as Error).message}`,
      null,
    );
  }
  const contents = document.contents as Node;
  return {
    value,
    locate: (path) => {
      const offset = offsetOf(contents, path);
      if (offset === null) return null;
      const position = lines.linePos(offset);
      return { line: position.line, column: position.col };
    },
  };
}

/** Offset of the name of the deepest field of the path that is there. */
function offsetOf(root: Node, path: FieldPath): number | null {
  let node: unknown = root;
  let offset = root.range?.[0] ?? null;
  for (const part of path) {
    if (isMap(node)) {
      const pair: { key: unknown; value: unknown } | undefined =
        typeof part === "number"
          ? node.items[part]
          : node.items.find(
              (item) => String(isScalar(item.key) ? item.key.value : item.key) === part,
            );
      if (!pair) return offset;
      offset = (pair.key as Node | null)?.range?.[0] ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      const item: unknown = node.items[Number(part)];
      if (item === undefined) return offset;
      offset = (item as Node).range?.[0] ?? offset;
      node = item;
    } else {
      return offset;
    }
  }
  return offset;
}
