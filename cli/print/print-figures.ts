/** Money as people read it: unknown, free, or dollars with as many digits as small sums need. */
export function moneyText(usd: number | null): string {
  if (usd === null) return "unknown";
  if (usd === 0) return "free";
  return `$${usd.toFixed(usd < 0.01 ? 6 : usd < 10 ? 4 : 2)}`;
}

/** A count with its noun. */
export function countText(count: number, noun: string, plural = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : plural}`;
}
