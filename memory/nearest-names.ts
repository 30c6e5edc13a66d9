/** The known names closest to a mistyped one, nearest first: at most `limit`, and none that differs in more than about half of its letters. */
export function nearestNames(name: string, known: Iterable<string>, limit = 3): string[] {
  const wanted = name.normalize("NFC").toLowerCase();
  return [...new Set(known)]
    .map((candidate) => {
      const text = candidate.normalize("NFC").toLowerCase();
      const within = wanted.length >= 3 && (text.includes(wanted) || wanted.includes(text));
      return {
        candidate,
        distance: within ? 0.5 : editDistance([...wanted], [...text]),
        allowed: Math.max(2, Math.ceil([...wanted].length / 2)),
      };
    })
    .filter(({ distance, allowed }) => distance <= allowed)
    .sort((a, b) => a.distance - b.distance || (a.candidate < b.candidate ? -1 : 1))
    .slice(0, limit)
    .map(({ candidate }) => candidate);
}

/** Levenshtein distance, by code points. */
function editDistance(from: readonly string[], to: readonly string[]): number {
  let previous = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [row, left] of from.entries()) {
    const current = [row + 1];
    for (const [column, right] of to.entries()) {
      current.push(
        Math.min(
          (previous[column + 1] ?? 0) + 1,
          (current[column] ?? 0) + 1,
          (previous[column] ?? 0) + (left === right ? 0 : 1),
        ),
      );
    }
    previous = current;
  }
  return previous.at(-1) ?? 0;
}
