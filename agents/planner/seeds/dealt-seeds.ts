import { labelKey, type LabelValue } from "../../../schema/label.js";
import { Random } from "../../../base/statistics/random.js";
import type { SeedQuery } from "../contract.js";

/** A row that can be a seed. */
export interface SeedCandidate {
  readonly id: string;
  readonly label: LabelValue;
}

/**
 * Deals rows to orders like a pack of cards, shuffled anew each time round: none is used twice for
 * a label before every other of that label was used once. An order with a label gets rows that
 * share one of its labels; an order without takes any.
 *
 * The n-th order of a label gets the n-th card whatever else is in flight, so that it is the same
 * at any concurrency.
 */
export function dealSeeds(
  candidates: readonly SeedCandidate[],
  { orders, count, before }: SeedQuery,
  seed: number,
): (readonly string[])[] {
  const pools = new Map<string, readonly string[]>();
  const taken = new Map<string, number>();
  return orders.map(({ label }) => {
    const key = labelKey(label);
    let pool = pools.get(key);
    if (!pool) pools.set(key, (pool = poolOf(candidates, label)));
    if (pool.length === 0) return [];
    // Orders of earlier rounds by label are not known here; starting at their number keeps rounds
    // from opening with the same cards.
    let position = taken.get(key) ?? before;
    const dealt = new Set<string>();
    // The same card may end one pack and begin the next.
    while (dealt.size < Math.min(count, pool.length)) dealt.add(card(pool, position++, seed, key));
    taken.set(key, position);
    return [...dealt];
  });
}

function poolOf(candidates: readonly SeedCandidate[], label: LabelValue): string[] {
  const names = label === null ? null : new Set([label].flat());
  const fitting =
    names === null
      ? candidates
      : candidates.filter(
          (row) => row.label !== null && [row.label].flat().some((name) => names.has(name)),
        );
  return fitting.map((row) => row.id);
}

function card(pool: readonly string[], position: number, seed: number, key: string): string {
  const turn = Math.floor(position / pool.length);
  return shuffled(pool, seed, key, turn)[position % pool.length]!;
}

const packs = new WeakMap<readonly string[], Map<string, readonly string[]>>();

function shuffled(
  pool: readonly string[],
  seed: number,
  key: string,
  turn: number,
): readonly string[] {
  let known = packs.get(pool);
  if (!known) packs.set(pool, (known = new Map<string, readonly string[]>()));
  const name = `${key} ${turn}`;
  let pack = known.get(name);
  if (!pack) known.set(name, (pack = new Random(seed).derive("seeds", key, turn).shuffle(pool)));
  return pack;
}
