import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { SpanRow, Spans } from "../../../../api/spans.js";
import { ask, pathWith } from "../../server/ask.js";
import { ROOTS, treeLines, type Level, type TreeLine } from "./span-tree.js";

const PAGE = 200;
/** Steps at the top that are opened by themselves. */
const MOST_OPENED = 3;

export interface SpanTree {
  readonly lines: readonly TreeLine[];
  /** The top as far as it is known; undefined before the first answer. */
  readonly top: Level | undefined;
  /** When the trace begins and ends, in milliseconds since 1970. */
  readonly extent: { readonly from: number; readonly to: number } | null;
  readonly error: Error | undefined;
  readonly open: (row: SpanRow) => void;
  readonly close: (row: SpanRow) => void;
  /** Fetches the next children of a level. */
  readonly more: (level: string) => void;
  readonly again: () => void;
}

export type SpanFilter = Readonly<Record<string, string | null>>;

/** Whether there is more to see below a row: of what a filter found only folds are closed. */
export function canOpen(row: SpanRow, isFiltered: boolean): boolean {
  return isFiltered ? row.fold !== null : row.children > 0;
}

interface Known {
  /** The run and filter that it is of. */
  readonly of: string;
  readonly levels: ReadonlyMap<string, Level>;
  readonly opened: ReadonlySet<string>;
  readonly extent: SpanTree["extent"];
  readonly error: Error | undefined;
}

function nothing(of: string): Known {
  return { of, levels: new Map(), opened: new Set(), extent: null, error: undefined };
}

/**
 * The tree of a run's spans, or of those that fit a filter; children and members of folds are fetched
 * as they are opened, page by page. A new `version` fetches again what was read to its end or only once.
 *
 * @param filter an empty one finds everything; null asks for nothing
 */
export function useSpanTree(
  run: string,
  { filter, version = 0 }: { readonly filter: SpanFilter | null; readonly version?: unknown },
): SpanTree {
  const of = JSON.stringify([run, filter]);
  const isFiltered = filter !== null && Object.keys(filter).length > 0;
  const [state, setState] = useState(() => nothing(of));
  const known = state.of === of ? state : nothing(of);
  const newest = useRef(known);
  newest.current = known;
  const folds = useRef(new Map<string, { parent: string | null; fold: string }>());
  const busy = useRef(new Set<string>());
  const change = useCallback(
    (next: (before: Known) => Partial<Known>) =>
      setState((before) => {
        const own = before.of === of ? before : nothing(of);
        // An answer to what is no longer asked changes nothing.
        return newest.current.of === of ? { ...own, ...next(own) } : before;
      }),
    [of],
  );
  const read = useCallback(
    (key: string, fresh = false) => {
      const name = `${of} ${key}`;
      if (filter === null || busy.current.has(name)) return;
      busy.current.add(name);
      const before = fresh ? undefined : newest.current.levels.get(key);
      const fold = folds.current.get(key);
      if (!fresh)
        change(({ levels }) => ({
          levels: new Map(levels).set(key, {
            rows: before?.rows ?? [],
            next: before?.next ?? null,
            total: before?.total ?? null,
            looked: before?.looked ?? null,
            loading: true,
          }),
        }));
      ask<Spans>(
        pathWith(`/api/runs/${run}/spans`, {
          ...filter,
          parent: fold ? fold.parent : key === ROOTS ? null : key,
          fold: fold?.fold,
          limit: PAGE,
          cursor: before?.next,
        }),
      ).then(
        (page) => {
          busy.current.delete(name);
          for (const row of page.rows)
            if (row.fold !== null)
              folds.current.set(row.id, { parent: row.parentId, fold: row.fold });
          change(({ levels }) => ({
            extent: { from: page.from ?? 0, to: page.to ?? 0 },
            error: undefined,
            levels: new Map(levels).set(key, {
              rows: [...(before?.rows ?? []), ...page.rows],
              next: page.next,
              total: page.total,
              looked: page.looked,
              loading: false,
            }),
          }));
        },
        (failure: unknown) => {
          busy.current.delete(name);
          const error = failure instanceof Error ? failure : new Error(String(failure));
          change(({ levels }) => {
            const level = levels.get(key);
            if (key === ROOTS && !level?.rows.length) return { error };
            return level
              ? { levels: new Map(levels).set(key, { ...level, loading: false, error }) }
              : {};
          });
        },
      );
    },
    // the filter is in `of`
    [run, of, change],
  );
  useEffect(() => {
    const { levels, opened } = newest.current;
    const first = levels.size === 0;
    read(ROOTS, !first);
    if (first) return;
    for (const key of opened) if ((levels.get(key)?.rows.length ?? 0) <= PAGE) read(key, true);
  }, [read, version]);
  // A run has few steps at the top: what it is made of is seen at once.
  const top = known.levels.get(ROOTS);
  const begun = useRef("");
  useEffect(() => {
    if (begun.current === of || top === undefined || top.loading) return;
    begun.current = of;
    if (top.rows.length > MOST_OPENED) return;
    const opening = top.rows.filter((row) => canOpen(row, isFiltered)).map(({ id }) => id);
    change(() => ({ opened: new Set(opening) }));
    for (const id of opening) read(id);
  }, [of, isFiltered, top, read, change]);
  const open = useCallback(
    (row: SpanRow) => {
      change(({ opened }) => ({ opened: new Set(opened).add(row.id) }));
      if (!newest.current.levels.has(row.id)) read(row.id);
    },
    [read, change],
  );
  const close = useCallback(
    (row: SpanRow) =>
      change(({ opened }) => {
        const next = new Set(opened);
        next.delete(row.id);
        return { opened: next };
      }),
    [change],
  );
  const { levels, opened, extent, error } = known;
  return {
    lines: useMemo(() => treeLines(levels, opened), [levels, opened]),
    top,
    extent,
    error,
    open,
    close,
    more: read,
    again: useCallback(() => read(ROOTS, true), [read]),
  };
}
