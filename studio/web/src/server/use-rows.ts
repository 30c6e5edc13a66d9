import { useCallback, useEffect, useRef, useState } from "react";
import { ask } from "./ask.js";

/** A page of a list, as every list of the API is answered. */
interface RowPage<T> {
  readonly rows: readonly T[];
  /** null where the server did not count. */
  readonly total: number | null;
  readonly next: string | null;
}

export interface Rows<T> {
  readonly rows: readonly T[];
  /** How many the filter finds; undefined until the first answer. */
  readonly total: number | null | undefined;
  readonly error: Error | undefined;
  readonly loading: boolean;
  readonly hasMore: boolean;
  /** Asks for the next page; nothing while one is on its way. */
  readonly more: () => void;
  readonly again: () => void;
}

interface State<T> {
  readonly path: string | null;
  readonly rows: readonly T[];
  readonly total?: number | null;
  readonly next: string | null;
  /** Pages that the rows are of. */
  readonly pages: number;
  readonly error?: Error;
}

/** A list that is fetched page by page as it is read; begun anew when its path or `version` changes. */
export function useRows<T>(path: string | null, version: unknown = 0): Rows<T> {
  const [state, setState] = useState<State<T>>({ path, rows: [], next: null, pages: 0 });
  const [loading, setLoading] = useState(path !== null);
  const [asked, setAsked] = useState(0);
  const busy = useRef<AbortController | null>(null);
  const newest = useRef(state);
  newest.current = state;
  const read = useCallback((from: string, before: State<T> | null) => {
    busy.current?.abort();
    const ending = new AbortController();
    busy.current = ending;
    setLoading(true);
    ask<RowPage<T>>(from + joined(from, before?.next ?? null), { signal: ending.signal }).then(
      (page) => {
        if (ending.signal.aborted) return;
        busy.current = null;
        setState({
          path: from,
          rows: before === null ? page.rows : [...before.rows, ...page.rows],
          total: page.total,
          next: page.next,
          pages: (before?.pages ?? 0) + 1,
        });
        setLoading(false);
      },
      (error: unknown) => {
        if (ending.signal.aborted) return;
        busy.current = null;
        setState((last) => ({
          ...(last.path === from ? last : { rows: [], next: null, pages: 0 }),
          path: from,
          error: error instanceof Error ? error : new Error(String(error)),
        }));
        setLoading(false);
      },
    );
  }, []);
  useEffect(() => {
    if (path === null) return;
    read(path, null);
    return () => {
      busy.current?.abort();
      busy.current = null;
    };
  }, [path, asked, read]);
  const first = useRef(version);
  useEffect(() => {
    if (first.current === version) return;
    first.current = version;
    // Somebody who has read on keeps the place: only a list at its beginning follows a live run.
    if (path !== null && newest.current.pages <= 1 && busy.current === null) read(path, null);
  }, [path, version, read]);
  const own = state.path === path;
  const more = useCallback(() => {
    if (path !== null && own && state.next !== null && busy.current === null && !state.error)
      read(path, state);
  }, [path, own, state, read]);
  return {
    rows: own ? state.rows : [],
    total: own ? state.total : undefined,
    error: own ? state.error : undefined,
    loading: loading || !own,
    hasMore: own && state.next !== null,
    more,
    again: useCallback(() => setAsked((times) => times + 1), []),
  };
}

function joined(path: string, cursor: string | null): string {
  if (cursor === null) return "";
  return `${path.includes("?") ? "&" : "?"}cursor=${encodeURIComponent(cursor)}`;
}
