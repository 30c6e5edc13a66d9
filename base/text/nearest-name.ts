import { distance } from "fastest-levenshtein";

/** Names longer than this are compared with nothing. */
const LONGEST = 200;

/**
 * The valid name that a mistyped one most likely stands for, or null when none is near.
 *
 * Case, dashes, underscores and spaces do not count; otherwise at most a third of the characters
 * may differ, where swapping two neighbours counts once; in names of one or two characters none
 * may.
 */
export function nearestName(name: string, candidates: Iterable<string>): string | null {
  const wanted = plain(name);
  let best: string | null = null;
  const length = [...wanted].length;
  let bestDistance = length < 3 ? 1 : Math.max(1, Math.floor(length / 3)) + 1;
  for (const candidate of candidates) {
    const edits = editDistance(wanted, plain(candidate));
    if (edits < bestDistance) {
      best = candidate;
      bestDistance = edits;
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

/** Levenshtein distance, where swapping two neighbours counts once. */
function editDistance(left: string, right: string): number {
  if (left === right) return 0;
  if (left.length > LONGEST || right.length > LONGEST) return Infinity;
  const edits = distance(left, right);
  return edits === 2 && isSwap(left, right) ? 1 : edits;
}

function isSwap(left: string, right: string): boolean {
  let at = 0;
  while (left[at] === right[at]) at++;
  return right === left.slice(0, at) + left[at + 1] + left[at] + left.slice(at + 2);
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
        distance: within ? 0.5 : editDistance(wanted, text),
        allowed: Math.max(2, Math.ceil([...wanted].length / 2)),
      };
    })
    .filter(({ distance, allowed }) => distance <= allowed)
    .sort((a, b) => a.distance - b.distance || (a.candidate < b.candidate ? -1 : 1))
    .slice(0, limit)
    .map(({ candidate }) => candidate);
}
