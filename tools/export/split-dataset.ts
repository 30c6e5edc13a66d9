import { DatawrightError } from "../../base/errors.js";
import { labelKey } from "../../schema/label.js";
import type { Sample } from "../../schema/sample.js";
import { DisjointSets } from "../dedup/disjoint-sets.js";
import { nearDuplicates } from "../dedup/near-duplicates.js";
import { Random } from "../../base/statistics/random.js";

const NEAR_DUPLICATE = 0.8;

/** What of a sample decides where it goes. */
export type SplitSample = Pick<Sample, "id" | "text" | "label" | "parents">;

/**
 * Divides samples by seed into parts of the given shares, stratified by label, such that near
 * duplicates (Jaccard similarity of character 5-grams of 0.8 or more) and samples made from one
 * parent always stand in the same part.
 *
 * Shares are met as closely as these groups allow: the largest are placed first, each where its
 * labels are still most wanted.
 *
 * @returns one list for each share, its samples in the order in which they were given
 * @throws USAGE if the shares are not positive or do not sum to 1
 */
export function splitDataset<Given extends SplitSample>(
  samples: readonly Given[],
  shares: readonly number[],
  seed: number | string,
): Given[][] {
  checkShares(shares, shares.join("/"));
  const groups = new Random(seed)
    .derive("split-dataset")
    .shuffle(togetherGroups(samples))
    .sort((a, b) => b.length - a.length);
  const labelOf = samples.map((sample) => labelKey(sample.label.current));
  const labelTotals = counts(labelOf);
  const placed = shares.map(() => new Map<string, number>());
  const sizes = shares.map(() => 0);
  const narrowedInput = new Int32Array(samples.length);
  for (const group of groups) {
    const wanted = counts(group.map((index) => labelOf[index] as string));
    const need = shares.map((share, part) => {
      let byLabel = 0;
      for (const [label, count] of wanted)
        byLabel +=
          ((count / group.length) *
            (share - (placed[part]?.get(label) ?? 0) / (labelTotals.get(label) ?? 1))) /
          share;
      return { part, byLabel, bySize: share * samples.length - (sizes[part] ?? 0) };
    });
    need.sort((a, b) => b.byLabel - a.byLabel || b.bySize - a.bySize || a.part - b.part);
    const part = need[0]?.part ?? 0;
    for (const index of group) narrowedInput[index] = part;
    for (const [label, count] of wanted)
      placed[part]?.set(label, (placed[part]?.get(label) ?? 0) + count);
    sizes[part] = (sizes[part] ?? 0) + group.length;
  }
  return shares.map((_share, part) =>
    samples.filter((_sample, index) => narrowedInput[index] === part),
  );
}

/** Reads `0.8/0.1/0.1`; a first number above 1 means percent, as in `80/10/10`. @throws USAGE */
export function parseShares(text: string): number[] {
  const numbers = text.split("/").map((part) => (part.trim() === "" ? Number.NaN : Number(part)));
  const shares = numbers.some((value) => value > 1) ? numbers.map((value) => value / 100) : numbers;
  checkShares(shares, text);
  return shares;
}

function checkShares(shares: readonly number[], text: string): void {
  const total = shares.reduce((sum, share) => sum + share, 0);
  if (shares.length >= 2 && shares.every((share) => share > 0) && Math.abs(total - 1) < 1e-6)
    return;
  throw new DatawrightError({
    code: "USAGE",
    message: `--split ${text}: expected two or more shares above 0 that sum to 1`,
    hint: "for example --split 0.8/0.1/0.1",
  });
}

/** Positions of samples that must stay together; each position is in exactly one group. */
function togetherGroups(samples: readonly SplitSample[]): number[][] {
  const sets = new DisjointSets(samples.length);
  for (const cluster of nearDuplicates(
    samples.map((sample) => sample.text),
    { threshold: NEAR_DUPLICATE },
  ).clusters) {
    for (const member of cluster) sets.join(cluster[0] as number, member);
  }
  // A sample may itself be the parent of another one.
  const firstOf = new Map(samples.map((sample, index) => [sample.id, index]));
  samples.forEach((sample, index) => {
    for (const parent of sample.parents) {
      const first = firstOf.get(parent);
      if (first === undefined) firstOf.set(parent, index);
      else sets.join(first, index);
    }
  });
  const groups = sets.groups();
  const grouped = new Set(groups.flat());
  return [...groups, ...samples.flatMap((_sample, index) => (grouped.has(index) ? [] : [[index]]))];
}

function counts(values: readonly string[]): Map<string, number> {
  const result = new Map<string, number>();
  for (const value of values) result.set(value, (result.get(value) ?? 0) + 1);
  return result;
}
