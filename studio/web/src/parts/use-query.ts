import { useCallback, useMemo } from "react";
import { useLocation, useSearch } from "wouter";

/** The filters of a page, which live in its address: every view is a link. */
export function useQuery(): readonly [
  URLSearchParams,
  (changes: Readonly<Record<string, string | null>>) => void,
] {
  const search = useSearch();
  const [location, go] = useLocation();
  const query = useMemo(() => new URLSearchParams(search), [search]);
  const change = useCallback(
    (changes: Readonly<Record<string, string | null>>) => {
      const next = new URLSearchParams(search);
      for (const [name, value] of Object.entries(changes))
        if (value === null || value === "") next.delete(name);
        else next.set(name, value);
      const text = next.toString();
      go(text === "" ? location : `${location}?${text}`, { replace: true });
    },
    [search, location, go],
  );
  return [query, change];
}
