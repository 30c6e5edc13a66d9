import { useSyncExternalStore } from "react";

const narrow = window.matchMedia("(max-width: 720px)");

/** Whether the window is that of a telephone: the same width as in the style sheets. */
export function useNarrow(): boolean {
  return useSyncExternalStore(
    (changed) => {
      narrow.addEventListener("change", changed);
      return () => narrow.removeEventListener("change", changed);
    },
    () => narrow.matches,
  );
}
