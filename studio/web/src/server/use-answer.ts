import { useCallback, useEffect, useRef, useState } from "react";
import { useLanguage } from "../language/language.js";
import { ask } from "./ask.js";

export interface Answer<T> {
  /** The newest answer; while a new one is on its way the last one stays. */
  readonly data: T | undefined;
  readonly error: Error | undefined;
  readonly loading: boolean;
  readonly again: () => void;
}

/** Last answers by path: going back shows a page at once, and it is asked for again behind that. */
const kept = new Map<string, unknown>();
const MOST_KEPT = 60;

function keep(path: string, data: unknown): void {
  kept.delete(path);
  kept.set(path, data);
  const [oldest] = kept.keys();
  if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
}

/**
 * What the server answers to a path; asked again when `version` changes.
 *
 * @param path null asks for nothing
 */
export function useAnswer<T>(path: string | null, version: unknown = 0): Answer<T> {
  const { language } = useLanguage();
  const [state, setState] = useState<{ path: string | null; data?: T; error?: Error }>(() => ({
    path,
    data: path === null ? undefined : (kept.get(`${language} ${path}`) as T | undefined),
  }));
  const [loading, setLoading] = useState(path !== null);
  const [asked, setAsked] = useState(0);
  // Of what other path the state still speaks: nothing of it may be shown as this path's.
  const own =
    state.path === path
      ? state
      : { path, data: kept.get(`${language} ${path ?? ""}`) as T | undefined };
  const running = useRef(0);
  useEffect(() => {
    if (path === null) return;
    const ending = new AbortController();
    const turn = ++running.current;
    setLoading(true);
    ask<T>(path, { signal: ending.signal }).then(
      (data) => {
        keep(`${language} ${path}`, data);
        if (turn !== running.current) return;
        setState({ path, data });
        setLoading(false);
      },
      (error: unknown) => {
        if (ending.signal.aborted || turn !== running.current) return;
        setState((last) => ({
          path,
          data: last.path === path ? last.data : undefined,
          error: error instanceof Error ? error : new Error(String(error)),
        }));
        setLoading(false);
      },
    );
    return () => ending.abort();
  }, [path, version, asked, language]);
  const again = useCallback(() => setAsked((times) => times + 1), []);
  return {
    data: own.data,
    error: "error" in own ? own.error : undefined,
    loading: loading || (path !== null && state.path !== path),
    again,
  };
}
