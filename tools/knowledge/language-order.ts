/**
 * How well a text in one language suits readers of another; lower is better: the same tag, the same
 * language, no tag, English, any other.
 */
export function languageOrder(tag: string, preferred: string): number {
  const found = tag.toLowerCase();
  const wanted = preferred.toLowerCase();
  if (found === wanted) return 0;
  if (found !== "" && base(found) === base(wanted)) return 1;
  if (found === "") return 2;
  return base(found) === "en" ? 3 : 4;
}

function base(tag: string): string {
  return tag.split("-")[0] ?? tag;
}
