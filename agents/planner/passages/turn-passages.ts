import { Random } from "../../../base/statistics/random.js";
import type { SourceSelector } from "../contract.js";

/**
 * Passages in turns, like cards of a pack that is shuffled anew each time round: none is used twice
 * before every other was used once, and none is tied to a cell. Passages that an order's conditions
 * brought along come first.
 */
export const turnPassages: SourceSelector = {
  name: "turns",
  select({ orders, count, before }, { knowledge, task }) {
    const ids = knowledge.passages.map((passage) => passage.id);
    const hands = dealt(ids, {
      seed: task.spec.seed,
      start: before * count,
      hands: orders.length,
      count,
    });
    return orders.map(({ given }, index) =>
      [...new Set([...given, ...hands[index]!])].slice(0, Math.max(count, given.length)),
    );
  },
};

/**
 * Hands of `count` different cards each, from the given place of the endless pack on; smaller ones
 * where the pack is smaller.
 */
export function dealt(
  ids: readonly string[],
  {
    seed,
    start,
    hands,
    count,
  }: {
    readonly seed: number;
    readonly start: number;
    readonly hands: number;
    readonly count: number;
  },
): string[][] {
  if (ids.length === 0) return Array.from({ length: hands }, () => []);
  const deal = new Random(seed).derive("passages");
  let turn = -1;
  let pack: string[] = [];
  return Array.from({ length: hands }, (_unused, hand) => {
    const cards = new Set<string>();
    for (let index = start + hand * count; index < start + (hand + 1) * count; index++) {
      if (Math.floor(index / ids.length) !== turn) {
        turn = Math.floor(index / ids.length);
        pack = deal.derive(turn).shuffle(ids);
      }
      cards.add(pack[index % ids.length]!);
    }
    // A hand over two packs may have drawn one card twice.
    for (let next = 0; cards.size < Math.min(count, ids.length); next++) cards.add(pack[next]!);
    return [...cards];
  });
}
