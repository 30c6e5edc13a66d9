import { useEffect, useState, type ReactNode } from "react";
import { Link, useLocation } from "wouter";
import { useLanguage, type Language } from "../language/language.js";
import { KeyHelp } from "./key-help.js";
import { useKeys } from "./keys.js";
import { useTheme, type Theme } from "./theme.js";

const NEXT_THEME: Readonly<Record<Theme, Theme>> = {
  system: "light",
  light: "dark",
  dark: "system",
};
const NEXT_LANGUAGE: Readonly<Record<Language, Language>> = { en: "ko", ko: "en" };

/** Pages of a run, with the second key of `g …`. */
const RUN_PAGES = [
  ["", "o", "overview"],
  ["/trace", "t", "trace"],
  ["/samples", "s", "samples"],
  ["/map", "m", "map"],
  ["/review", "v", "review"],
  ["/report", "p", "report"],
] as const;

export function Shell({ children }: { readonly children: ReactNode }): ReactNode {
  const { texts, language, speak } = useLanguage();
  const [theme, setTheme] = useTheme();
  const [helping, setHelping] = useState(false);
  const [location, go] = useLocation();
  const run = /^\/runs\/([^/]+)/u.exec(location)?.[1];
  const first = `/${location.split("/")[1] ?? ""}`;
  useEffect(() => {
    document.title =
      run === undefined
        ? `${pageName(first, texts.frame)} · datawright`
        : `${decodeURIComponent(run)} · datawright`;
  }, [run, first, texts]);
  useKeys(texts.keys.everywhere, [
    { keys: "g r", says: texts.keys.goRuns, press: () => go("/") },
    { keys: "g n", says: texts.keys.goTask, press: () => go("/task") },
    { keys: "g a", says: texts.keys.goAgents, press: () => go("/agents") },
    { keys: "g b", says: texts.keys.goPairs, press: () => go("/pairs") },
    {
      keys: "/",
      says: texts.keys.search,
      press: () => document.querySelector<HTMLInputElement>("[data-search]")?.focus(),
    },
    {
      keys: "D",
      says: texts.keys.theme,
      press: () => setTheme(NEXT_THEME[theme]),
    },
    { keys: "?", says: texts.keys.help, press: () => setHelping((shown) => !shown) },
  ]);
  return (
    <>
      <a className="skip" href="#content">
        {texts.frame.skip}
      </a>
      <header className="top">
        <Link href="/" className="mark" aria-label={texts.frame.home}>
          <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
            <rect width="16" height="16" rx="3.5" fill="currentColor" />
            <path d="M4.5 4.5h3.7a3.5 3.5 0 0 1 0 7H4.5z" className="mark-letter" />
          </svg>
          <span className="mark-name">datawright</span>
        </Link>
        <nav aria-label={texts.frame.pages} className="top-pages">
          {(
            [
              ["/", texts.frame.runs],
              ["/task", texts.frame.task],
              ["/agents", texts.frame.agents],
              ["/pairs", texts.frame.pairs],
            ] as const
          ).map(([href, name]) => (
            <Link
              key={href}
              href={href}
              aria-current={
                first === href || (href === "/" && (first === "/runs" || first === "/compare"))
                  ? "page"
                  : undefined
              }
            >
              {name}
            </Link>
          ))}
        </nav>
        <div className="top-choices">
          <button
            type="button"
            className="quiet"
            onClick={() => speak(NEXT_LANGUAGE[language])}
            lang={NEXT_LANGUAGE[language]}
          >
            {texts.frame.otherLanguage}
          </button>
          <button
            type="button"
            className="quiet"
            aria-label={texts.frame.themeIs(texts.frame.themes[theme])}
            title={texts.frame.themeIs(texts.frame.themes[theme])}
            onClick={() => setTheme(NEXT_THEME[theme])}
          >
            <ThemeMark theme={theme} />
          </button>
          <button
            type="button"
            className="quiet key-button"
            aria-label={texts.keys.help}
            title={texts.keys.help}
            onClick={() => setHelping(true)}
          >
            ?
          </button>
        </div>
      </header>
      {run === undefined ? null : <RunPages run={run} location={location} />}
      <main id="content" tabIndex={-1}>
        {children}
      </main>
      {helping ? <KeyHelp close={() => setHelping(false)} /> : null}
    </>
  );
}

function pageName(
  first: string,
  names: Readonly<Record<"runs" | "task" | "agents" | "pairs", string>>,
): string {
  const known = { "/task": names.task, "/agents": names.agents, "/pairs": names.pairs };
  return known[first as keyof typeof known] ?? names.runs;
}

function RunPages({
  run,
  location,
}: {
  readonly run: string;
  readonly location: string;
}): ReactNode {
  const { texts } = useLanguage();
  const [, go] = useLocation();
  const base = `/runs/${run}`;
  useKeys(
    texts.keys.inRun,
    RUN_PAGES.map(([path, key, name]) => ({
      keys: `g ${key}`,
      says: texts.frame.runPages[name],
      press: () => go(base + path),
    })),
  );
  return (
    <nav className="run-pages" aria-label={texts.frame.pagesOfRun}>
      <Link href={base} className="run-name" title={decodeURIComponent(run)}>
        {decodeURIComponent(run)}
      </Link>
      <div className="run-tabs">
        {RUN_PAGES.map(([path, , name]) => (
          <Link
            key={name}
            href={base + path}
            aria-current={
              (path === "" ? location === base : location.startsWith(base + path))
                ? "page"
                : undefined
            }
          >
            {texts.frame.runPages[name]}
          </Link>
        ))}
      </div>
    </nav>
  );
}

function ThemeMark({ theme }: { readonly theme: Theme }): ReactNode {
  return (
    <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
      <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" strokeWidth="1.5" />
      {theme === "light" ? null : (
        <path
          d={theme === "dark" ? "M8 2a6 6 0 0 1 0 12a6 6 0 0 1 0-12" : "M8 2a6 6 0 0 1 0 12z"}
          fill="currentColor"
        />
      )}
    </svg>
  );
}
