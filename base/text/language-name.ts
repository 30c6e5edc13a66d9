const names = new Intl.DisplayNames(["en"], { type: "language", fallback: "code" });

/** A task has one, and every prompt says it. */
const known = new Map<string, string>();
const MOST_KNOWN = 500;

/** The English name of a language tag ("ko" -> "Korean"); the tag itself where it has none. */
export function languageName(tag: string): string {
  let name = known.get(tag);
  if (name !== undefined) return name;
  try {
    name = names.of(tag) ?? tag;
  } catch {
    name = tag;
  }
  if (known.size < MOST_KNOWN) known.set(tag, name);
  return name;
}
