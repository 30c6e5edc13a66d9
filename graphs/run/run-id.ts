/**
 * An id for a run that nobody named: the task's name as letters, digits and hyphens, the time, and
 * what tells runs of the same second apart.
 */
export function newRunId(name: string): string {
  const slug =
    name
      .normalize("NFKC")
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, "-")
      .replace(/^-+|-+$/gu, "")
      .slice(0, 40) || "run";
  const stamp = new Date().toISOString().replace(/[-:]/gu, "").replace("T", "-").slice(0, 15);
  return `${slug}-${stamp}-${Math.floor(performance.now() * 1000)
    .toString(36)
    .slice(-4)}`;
}
