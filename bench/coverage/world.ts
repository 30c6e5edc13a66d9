import { Random } from "../../base/statistics/random.js";

/** What a source of drafts does; nobody tells the planner. */
export const WORLD = {
  leaves: 60,
  quota: 10,
  obeys: 0.8,
  zipf: 1.2,
  repeats: 0.3,
  hardShare: 0.2,
  refusedWhereHard: 0.5,
} as const;
export const LABELS = ["billing", "delivery", "returns", "account", "outage", "praise"] as const;
export const TOPICS = Array.from(
  { length: WORLD.leaves / LABELS.length },
  (_, index) => `topic ${index}`,
);

/** A leaf is a label with a topic. */
export interface Leaf {
  readonly label: string;
  readonly topic: string;
}
export const LEAVES: readonly Leaf[] = TOPICS.flatMap((topic) =>
  LABELS.map((label) => ({ label, topic })),
);
export const textOf = (leaf: Leaf, rest: string): string =>
  `${leaf.label} / ${leaf.topic} / ${rest}`;
export const indexOf = (leaf: Leaf): number =>
  LEAVES.findIndex((other) => other.label === leaf.label && other.topic === leaf.topic);

/** Rates of one seed: where strays land, and what share of the new texts of each leaf is good. */
export interface Rates {
  readonly strays: readonly number[];
  readonly good: readonly number[];
}

export function ratesOf(seed: number): Rates {
  const random = new Random(seed).derive("world");
  const ranks = random.derive("ranks").shuffle(LEAVES.map((_, index) => index));
  const weights = ranks.map((rank) => (rank + 1) ** -WORLD.zipf);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const hard = new Set(
    random.derive("hard").sample(
      LEAVES.map((_, index) => index),
      WORLD.hardShare * WORLD.leaves,
    ),
  );
  return {
    strays: weights.map((weight) => weight / total),
    good: LEAVES.map((_, index) => (hard.has(index) ? 1 - WORLD.refusedWhereHard : 1)),
  };
}

/** One draft: where it lands, and whether it is a repetition or a new text, good or not. */
export interface Drawn {
  readonly leaf: Leaf;
  readonly kind: "repeated" | "good" | "bad";
}

export function drawDraft(named: Leaf, rates: Rates, random: Random): Drawn {
  const index = random.next() < WORLD.obeys ? indexOf(named) : random.weighted(rates.strays);
  const leaf = LEAVES[index]!;
  if (random.next() < WORLD.repeats) return { leaf, kind: "repeated" };
  return { leaf, kind: random.next() < rates.good[index]! ? "good" : "bad" };
}
