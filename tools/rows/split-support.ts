import type { DataSource } from "../../schema/task-file/data-source.js";
import { labelKey } from "../../schema/label.js";
import type { Row } from "../../schema/sample.js";
import { Random } from "../../base/statistics/random.js";
import { normalizeText } from "../../base/text/normalize.js";
import { append } from "../../base/values/append.js";

/**
 * Support rows, which models may see, and held-out rows, which only the evaluator may; both in file
 * order.
 */
export interface SupportSplit {
  readonly support: Row[];
  readonly heldOut: Row[];
  /** Held-out rows equal to a support row after normalisation, taken out of `heldOut`. */
  readonly removedFromHeldOut: number;
}

const DEFAULT_HELD_OUT = 0.2;

/**
 * Divides support rows by seed. `sample: N` draws exactly N rows at random, as they come; otherwise
 * the share `heldOut` (default 0.2) is held out, stratified by label with at least one support row
 * for each label.
 */
export function splitSupport(
  rows: readonly Row[],
  source: Pick<DataSource, "sample" | "heldOut">,
  seed: number | string,
): SupportSplit {
  const random = new Random(seed).derive("split-support");
  const positions = rows.map((_row, index) => index);
  const held = new Set(
    source.sample === undefined
      ? stratified(rows, source.heldOut ?? DEFAULT_HELD_OUT, random)
      : without(positions, random.sample(positions, source.sample)),
  );
  const support = rows.filter((_row, index) => !held.has(index));
  const drawn = rows.filter((_row, index) => held.has(index));
  const known = new Set(support.map((row) => normalizeText(row.text)));
  const heldOut = drawn.filter((row) => !known.has(normalizeText(row.text)));
  return { support, heldOut, removedFromHeldOut: drawn.length - heldOut.length };
}

function without(positions: readonly number[], taken: readonly number[]): number[] {
  const set = new Set(taken);
  return positions.filter((position) => !set.has(position));
}

/**
 * Positions to hold out: the share of each label by largest remainder, always fewer than the
 * label's rows.
 */
function stratified(rows: readonly Row[], share: number, random: Random): number[] {
  const groups = new Map<string, number[]>();
  rows.forEach((row, index) => {
    const key = labelKey(row.label);
    append(groups, key, index);
  });
  const quotas = [...groups].map(([key, members]) => ({
    key,
    members,
    count: Math.floor(members.length * share),
    rest: (members.length * share) % 1,
  }));
  let open = Math.round(rows.length * share) - quotas.reduce((sum, quota) => sum + quota.count, 0);
  for (const quota of [...quotas].sort((a, b) => b.rest - a.rest || (a.key < b.key ? -1 : 1))) {
    if (open <= 0) break;
    if (quota.count + 1 >= quota.members.length) continue;
    quota.count++;
    open--;
  }
  return quotas.flatMap(({ key, members, count }) =>
    random.derive(key).sample(members, Math.min(count, members.length - 1)),
  );
}
