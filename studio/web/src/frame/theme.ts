import { useCallback, useEffect, useState } from "react";
import { keepPreference, readPreference } from "./preference.js";

const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

const darkSystem = window.matchMedia("(prefers-color-scheme: dark)");

/** Puts the theme on the document: `system` follows the machine, also when it changes. */
function show(theme: Theme): void {
  const dark = theme === "dark" || (theme === "system" && darkSystem.matches);
  document.documentElement.dataset["theme"] = dark ? "dark" : "light";
}

export function useTheme(): readonly [Theme, (theme: Theme) => void] {
  const [theme, setTheme] = useState<Theme>(() => readPreference("theme", THEMES) ?? "system");
  useEffect(() => {
    show(theme);
    const followed = (): void => show(theme);
    darkSystem.addEventListener("change", followed);
    return () => darkSystem.removeEventListener("change", followed);
  }, [theme]);
  const choose = useCallback((chosen: Theme) => {
    keepPreference("theme", chosen);
    setTheme(chosen);
  }, []);
  return [theme, choose];
}

/** Before anything is drawn. */
export function showFirstTheme(): void {
  show(readPreference("theme", THEMES) ?? "system");
}
