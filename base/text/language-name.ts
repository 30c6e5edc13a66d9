const names = new Intl.DisplayNames(["en"], { type: "language", fallback: "code" });

/** The English name of a language tag ("ko" -> "Korean"); the tag itself where it has none. */
export function languageName(tag: string): string {
  try {
    return names.of(tag) ?? tag;
  } catch {
    return tag;
  }
}
