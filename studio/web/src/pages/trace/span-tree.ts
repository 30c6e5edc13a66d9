import type { SpanRow, Spans } from "../../../../api/spans.js";

/** Children of one span that are known so far; a fold has a level of its own. */
export interface Level {
  readonly rows: readonly SpanRow[];
  readonly next: string | null;
  /** How many fit a filter; null where that was not counted. */
  readonly total: number | null;
  readonly looked: Spans["looked"];
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
      /** What asks for the next of them. */
      readonly next: string | null;
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
    // What a filter found comes with the steps around it in one level.
    const depths = new Map<string, number>();
    for (const row of level?.rows ?? []) {
      // A step around a match can come again with the next page.
      if (depths.has(row.id)) continue;
      const above = row.parentId === null ? undefined : depths.get(row.parentId);
      const own = above === undefined ? depth : above + 1;
      depths.set(row.id, own);
      const isOpen = opened.has(row.id);
      lines.push({ kind: "span", key: row.id, row, depth: own, isOpen });
      if (isOpen) visit(row.id, own + 1);
    }
    if (level === undefined || level.next !== null || level.loading || level.error)
      lines.push({
        kind: "more",
        key: `more:${key}`,
        level: key,
        depth,
        next: level?.next ?? null,
        error: level?.error,
      });
  };
  visit(ROOTS, 0);
  return lines;
}
