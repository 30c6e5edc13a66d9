import { useEffect, useRef, useSyncExternalStore } from "react";

/** A key of a page: pressed alone ("j"), shifted ("G"), or as two in a row ("g r"). */
export interface PageKey {
  readonly keys: string;
  readonly says: string;
  readonly press: () => void;
  /** How the list of keys writes it. */
  readonly shownAs?: string;
  /** One of many alike: another entry of the list stands for it. */
  readonly isUnlisted?: boolean;
}

/** The keys of everything that is on the page now, the newest last. */
let groups: readonly { readonly title: string; readonly keys: readonly PageKey[] }[] = [];
const listeners = new Set<() => void>();

function changeTo(next: typeof groups): void {
  groups = next;
  for (const listener of listeners) listener();
}

/** How long the first of two keys waits for the second, in milliseconds. */
const PATIENCE = 900;
let first: { readonly key: string; readonly at: number } | null = null;

function isTyped(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(?:input|textarea|select)$/iu.test(target.tagName))
  );
}

function find(keys: string): PageKey | undefined {
  for (const group of groups.toReversed()) {
    const found = group.keys.find((candidate) => candidate.keys.split(", ").includes(keys));
    if (found) return found;
  }
  return undefined;
}

/** One listener for the whole page: the newest group that has the key takes it. */
export function listenToKeys(): void {
  window.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (isTyped(event.target)) {
      if (event.key === "Escape") (event.target as HTMLElement).blur();
      return;
    }
    if (document.querySelector("dialog[open]") !== null && event.key !== "?") return;
    const now = Date.now();
    const pair = first !== null && now - first.at < PATIENCE ? `${first.key} ${event.key}` : null;
    first = null;
    const found = (pair === null ? undefined : find(pair)) ?? find(event.key);
    if (found) {
      event.preventDefault();
      found.press();
      return;
    }
    if (groups.some((group) => group.keys.some(({ keys }) => keys.startsWith(`${event.key} `))))
      first = { key: event.key, at: now };
  });
}

/** Keys of a part of the page for as long as it is there. */
export function useKeys(title: string, keys: readonly PageKey[]): void {
  const newest = useRef(keys);
  newest.current = keys;
  const shape = `${title}|${keys.map((key) => `${key.keys}:${key.says}`).join("|")}`;
  useEffect(() => {
    const group = {
      title,
      keys: newest.current.map((key, index) => ({
        ...key,
        press: () => newest.current[index]?.press(),
      })),
    };
    changeTo([...groups, group]);
    return () => changeTo(groups.filter((other) => other !== group));
    // what the keys do is read when they are pressed
  }, [shape, title]);
}

/** The keys that work now, for the list of them. */
export function useKeyGroups(): typeof groups {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => groups,
  );
}
