/**
 * The valid name that a mistyped one most likely stands for, or null when none is near.
 *
 * Case, dashes, underscores and spaces do not count; otherwise at most a third of the characters
 * may differ, where swapping two
 * neighbours counts once (optimal string alignment distance); in names of one or two characters
 * none may.
 */
export function nearestName(name: string, candidates: Iterable<string>): string | null {
  const wanted = plain(name);
  let best: string | null = null;
  const length = [...wanted].length;
  let bestDistance = length < 3 ? 1 : Math.max(1, Math.floor(length / 3)) + 1;
  for (const candidate of candidates) {
    const distance =
      plain(candidate) === wanted ? 0 : editDistance(wanted, plain(candidate), bestDistance);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** "; did you mean X?" or nothing. */
export function didYouMean(name: string, candidates: Iterable<string>): string {
  const nearest = nearestName(name, candidates);
  return nearest === null ? "" : `; did you mean ${JSON.stringify(nearest)}?`;
}

function plain(name: string): string {
  return name
    .normalize("NFC")
    .toLowerCase()
    .replace(/[-_\s]/gu, "");
}

function editDistance(left: string, right: string, limit: number): number {
  const a = [...left];
  const b = [...right];
  if (Math.abs(a.length - b.length) >= limit || a.length > 200 || b.length > 200) return limit;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_unused, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1] ? 0 : 1;
      let cost = Math.min(
        (last[column] ?? limit) + 1,
        (current[column - 1] ?? limit) + 1,
        (last[column - 1] ?? limit) + same,
      );
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        cost = Math.min(cost, (beforeLast[column - 2] ?? limit) + 1);
      }
      current.push(cost);
    }
    beforeLast = last;
    last = current;
  }
  return Math.min(limit, last[b.length] ?? limit);
}

/**
 * The known names closest to a mistyped one, nearest first: at most `limit`, and none that differs
 * in more than about half of its letters.
 */
export function nearestNames(name: string, known: Iterable<string>, limit = 3): string[] {
  const wanted = name.normalize("NFC").toLowerCase();
  return [...new Set(known)]
    .map((candidate) => {
      const text = candidate.normalize("NFC").toLowerCase();
      const within = wanted.length >= 3 && (text.includes(wanted) || wanted.includes(text));
      return {
        candidate,
        distance: within ? 0.5 : levenshtein([...wanted], [...text]),
        allowed: Math.max(2, Math.ceil([...wanted].length / 2)),
      };
    })
    .filter(({ distance, allowed }) => distance <= allowed)
    .sort((a, b) => a.distance - b.distance || (a.candidate < b.candidate ? -1 : 1))
    .slice(0, limit)
    .map(({ candidate }) => candidate);
}

/** Levenshtein distance, by code points. */
function levenshtein(from: readonly string[], to: readonly string[]): number {
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
