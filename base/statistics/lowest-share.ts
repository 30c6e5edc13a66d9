import { append } from "../values/append.js";
/**
 * How many a number stands for: a share of `total` where it is at most 1, a count above; never more
 * than `total`.
 */
export function countOf(shareOrCount: number, total: number): number {
  return Math.min(
    total,
    shareOrCount <= 1 ? Math.round(shareOrCount * total) : Math.floor(shareOrCount),
  );
}

/**
 * The positions with the `count` lowest scores, lowest first; of equal scores the later position
 * goes first. NaN scores take no part.
 *
 * Scores that are all equal rank nothing, so then none is chosen.
 */
export function lowest(
  scores: ArrayLike<number>,
  positions: readonly number[],
  count: number,
): number[] {
  const ranked = positions.filter((position) => !Number.isNaN(scores[position]!));
  const first = scores[ranked[0] ?? 0];
  if (ranked.every((position) => scores[position] === first)) return [];
  return ranked.sort((a, b) => scores[a]! - scores[b]! || b - a).slice(0, count);
}

/** Positions in groups by key, in order of first appearance; one group where `key` is null. */
export function groupsBy(
  positions: readonly number[],
  key: ((position: number) => string) | null,
): number[][] {
  if (key === null) return positions.length === 0 ? [] : [[...positions]];
  const groups = new Map<string, number[]>();
  for (const position of positions) {
    const name = key(position);
    append(groups, name, position);
  }
  return [...groups.values()];
}

/**
 * Keeps the `keep` (share or count over all groups together) highest of each group in proportion;
 * the positions that go.
 */
export function belowTop(
  scores: ArrayLike<number>,
  groups: readonly (readonly number[])[],
  keep: number,
): number[] {
  const scored = groups.map((group) =>
    group.filter((position) => !Number.isNaN(scores[position]!)),
  );
  const total = scored.reduce((sum, group) => sum + group.length, 0);
  return scored.flatMap((group) => {
    const kept =
      keep <= 1
        ? countOf(keep, group.length)
        : Math.round((countOf(keep, total) * group.length) / Math.max(1, total));
    return lowest(scores, group, group.length - kept);
  });
}

/**
 * The positions of each group with the highest scores, highest first, at least one a group: a share
 * of the group where the number is at most 1, a count above. Of equal scores the earlier position
 * comes first.
 */
export function highestOfEach(
  scores: ArrayLike<number>,
  groups: readonly (readonly number[])[],
  shareOrCount: number,
): number[][] {
  return groups.map((group) =>
    [...group]
      .sort((a, b) => scores[b]! - scores[a]! || a - b)
      .slice(0, Math.max(1, countOf(shareOrCount, group.length))),
  );
}
