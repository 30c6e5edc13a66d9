import type { SpanRow } from "../../../../api/spans.js";

/** Children of one span that are known so far; a fold has a level of its own. */
export interface Level {
  readonly rows: readonly SpanRow[];
  readonly next: string | null;
  readonly total: number;
  readonly loading: boolean;
  readonly error?: Error;
}

/** A line of the tree: a span, or what stands for spans that are not here yet. */
export type TreeLine =
  | {
      readonly kind: "span";
      readonly key: string;
      readonly row: SpanRow;
      readonly depth: number;
      readonly isOpen: boolean;
    }
  | {
      readonly kind: "more";
      readonly key: string;
      readonly level: string;
      readonly depth: number;
      readonly left: number;
      readonly error?: Error;
    };

/** The top of the tree. */
export const ROOTS = "";

/** The lines of a tree from above to below, as far as it is opened. */
export function treeLines(
  levels: ReadonlyMap<string, Level>,
  opened: ReadonlySet<string>,
): readonly TreeLine[] {
  const lines: TreeLine[] = [];
  const visit = (key: string, depth: number): void => {
    const level = levels.get(key);
    for (const row of level?.rows ?? []) {
      const isOpen = opened.has(row.id);
      lines.push({ kind: "span", key: row.id, row, depth, isOpen });
      if (isOpen) visit(row.id, depth + 1);
    }
    if (level === undefined || level.next !== null || level.loading || level.error)
      lines.push({
        kind: "more",
        key: `more:${key}`,
        level: key,
        depth,
        left: level === undefined ? 0 : level.total - level.rows.length,
        error: level?.error,
      });
  };
  visit(ROOTS, 0);
  return lines;
}

/** Lines of what a filter found: spans below the ancestors that were kept for them. */
export function foundLines(rows: readonly SpanRow[]): readonly TreeLine[] {
  const depths = new Map<string, number>();
  return rows.flatMap((row): TreeLine[] => {
    // an ancestor can come again with the next page
    if (depths.has(row.id)) return [];
    const depth = row.parentId === null ? 0 : (depths.get(row.parentId) ?? -1) + 1;
    depths.set(row.id, depth);
    return [{ kind: "span", key: row.id, row, depth, isOpen: row.context }];
  });
}
