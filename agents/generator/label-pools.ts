import type { LabelValue } from "../../schema/label.js";
import type { Row } from "../../schema/sample.js";

/** Positions of rows that have an order's label, and of the others. */
export interface LabelPools {
  readonly own: readonly number[];
  readonly others: readonly number[];
}

const known = new WeakMap<readonly Row[], Map<string, LabelPools>>();

/**
 * Divides rows by whether they share a label with an order; without a label all are its own. Computed once for each list and label:
 * a round asks for each of its samples.
 */
export function labelPools(rows: readonly Row[], label: LabelValue): LabelPools {
  let pools = known.get(rows);
  if (!pools) known.set(rows, (pools = new Map<string, LabelPools>()));
  const key = JSON.stringify(label);
  let found = pools.get(key);
  if (!found) pools.set(key, (found = divide(rows, label)));
  return found;
}

function divide(rows: readonly Row[], label: LabelValue): LabelPools {
  const wanted = new Set(label === null ? [] : [label].flat());
  const own: number[] = [];
  const others: number[] = [];
  rows.forEach((row, index) => {
    const shares =
      wanted.size === 0 ||
      (row.label !== null && [row.label].flat().some((name) => wanted.has(name)));
    (shares ? own : others).push(index);
  });
  return { own, others };
}

/**
 * How many rows of each pool a prompt shows: half of each where there are many, so that the contrast to other labels stays visible;
 * three quarters of the order's own label where there are few. Rows of other labels never outnumber that share.
 */
export function poolShares(count: number, pools: LabelPools): { own: number; others: number } {
  const contrast = Math.min(pools.others.length, Math.floor(count >= 16 ? count / 2 : count / 4));
  return { own: Math.min(pools.own.length, count - contrast), others: contrast };
}
