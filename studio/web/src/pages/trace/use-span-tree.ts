import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { SpanRow, Spans } from "../../../../api/spans.js";
import { ask, pathWith } from "../../server/ask.js";
import { ROOTS, treeLines, type Level, type TreeLine } from "./span-tree.js";

const PAGE = 200;
/** Steps at the top that are opened by themselves. */
const MOST_OPENED = 3;

export interface SpanTree {
  readonly lines: readonly TreeLine[];
  /** When the trace begins and ends, in milliseconds since 1970. */
  readonly extent: { readonly from: number; readonly to: number } | null;
  readonly error: Error | undefined;
  readonly open: (row: SpanRow) => void;
  readonly close: (row: SpanRow) => void;
  /** Fetches the next children of a level. */
  readonly more: (level: string) => void;
  readonly again: () => void;
}

/**
 * The tree of a run's spans; children are fetched as they are opened, page by page. A new `version`
 * fetches again what was read to its end or only once.
 */
export function useSpanTree(run: string, version: unknown): SpanTree {
  const [levels, setLevels] = useState<ReadonlyMap<string, Level>>(new Map());
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const [extent, setExtent] = useState<SpanTree["extent"]>(null);
  const [error, setError] = useState<Error>();
  const folds = useRef(new Map<string, { parent: string | null; fold: string }>());
  const newest = useRef(levels);
  newest.current = levels;
  const busy = useRef(new Set<string>());
  const read = useCallback(
    (key: string, fresh = false) => {
      if (busy.current.has(key)) return;
      busy.current.add(key);
      const before = fresh ? undefined : newest.current.get(key);
      const fold = folds.current.get(key);
      if (!fresh)
        setLevels((all) =>
          new Map(all).set(key, {
            rows: before?.rows ?? [],
            next: before?.next ?? null,
            total: before?.total ?? 0,
            loading: true,
          }),
        );
      ask<Spans>(
        pathWith(`/api/runs/${run}/spans`, {
          parent: fold ? fold.parent : key === ROOTS ? null : key,
          fold: fold?.fold,
          limit: PAGE,
          cursor: before?.next,
        }),
      ).then(
        (page) => {
          busy.current.delete(key);
          for (const row of page.rows)
            if (row.fold !== null)
              folds.current.set(row.id, { parent: row.parentId, fold: row.fold });
          setExtent({ from: page.from ?? 0, to: page.to ?? 0 });
          setError(undefined);
          setLevels((all) =>
            new Map(all).set(key, {
              rows: [...(before?.rows ?? []), ...page.rows],
              next: page.next,
              total: page.total ?? 0,
              loading: false,
            }),
          );
        },
        (failure: unknown) => {
          busy.current.delete(key);
          const told = failure instanceof Error ? failure : new Error(String(failure));
          if (key === ROOTS && !newest.current.get(ROOTS)?.rows.length) setError(told);
          else
            setLevels((all) => {
              const level = all.get(key);
              return level ? new Map(all).set(key, { ...level, loading: false, error: told }) : all;
            });
        },
      );
    },
    [run],
  );
  const openNow = useRef(opened);
  openNow.current = opened;
  useEffect(() => {
    const first = newest.current.size === 0;
    read(ROOTS, !first);
    if (first) return;
    for (const key of openNow.current)
      if ((newest.current.get(key)?.rows.length ?? 0) <= PAGE) read(key, true);
  }, [read, version]);
  // A run has few steps at the top: what it is made of is seen at once.
  const roots = levels.get(ROOTS);
  const isFirst = useRef(true);
  useEffect(() => {
    if (!isFirst.current || roots === undefined || roots.loading) return;
    isFirst.current = false;
    if (roots.rows.length > MOST_OPENED) return;
    const opening = roots.rows.filter(({ children }) => children > 0).map(({ id }) => id);
    setOpened(new Set(opening));
    for (const id of opening) read(id);
  }, [roots, read]);
  const open = useCallback(
    (row: SpanRow) => {
      setOpened((before) => new Set(before).add(row.id));
      if (!newest.current.has(row.id)) read(row.id);
    },
    [read],
  );
  const close = useCallback((row: SpanRow) => {
    setOpened((before) => {
      const next = new Set(before);
      next.delete(row.id);
      return next;
    });
  }, []);
  return {
    lines: useMemo(() => treeLines(levels, opened), [levels, opened]),
    extent,
    error,
    open,
    close,
    more: read,
    again: useCallback(() => read(ROOTS, true), [read]),
  };
}
