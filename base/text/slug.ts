/** A name as part of a file name: its letters and digits in lower case, with hyphens, at most 40. */
export function slugOf(name: string, otherwise: string): string {
  return (
    name
      .normalize("NFKC")
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, "-")
      .replace(/^-+|-+$/gu, "")
      .slice(0, 40) || otherwise
  );
}
