import { Memo } from "../../../base/memo/memo.js";
import { Random } from "../../../base/statistics/random.js";
import type { Attribute } from "../../../schema/plan.js";
import type { ConditionsByLabel } from "../../../tools/conditions/conditions-by-label.js";

/** Turns of a dimension that are remembered: those of a round come one after the other. */
const MOST_CYCLES = 10_000;

/**
 * Values of the dimensions that depend on no other, dealt in place of drawn: in as many orders of a
 * label as there are values, each comes once, in an order of the label's own (with weights: as
 * often as its weight says, to within one; systematic sampling). Orders drawn independently would
 * share values while others are unused, and be asked with equal prompts.
 */
export class EvenDraws {
  readonly #dimensions: readonly Attribute[];
  readonly #random: Random;
  readonly #cycles = new Memo<readonly string[]>(MOST_CYCLES);

  /** @param seed the run's: rounds must agree on the turns */
  constructor(attributes: readonly Attribute[], seed: number) {
    this.#dimensions = attributes.filter(
      ({ steered, given, group }) => !steered && given === undefined && group === undefined,
    );
    this.#random = new Random(seed).derive("even draws");
  }

  /** Value of each free dimension for the n-th order of a label; `taken` are left out. */
  values(
    space: ConditionsByLabel,
    { label, turn, taken }: { label: string; turn: number; taken: ReadonlyMap<string, string> },
  ): Map<string, string> {
    return new Map(
      this.#dimensions.flatMap((dimension): [string, string][] => {
        const { name } = dimension;
        if (taken.has(name) || space.isTied(name)) return [];
        const values = this.#possible(space, label, name);
        if (values.length === 0) return [];
        const cycle = Math.floor(turn / values.length);
        const key = JSON.stringify([label, name, cycle]);
        const dealt = this.#cycles.of(key, () =>
          deal(values, dimension.weights ?? {}, this.#random.derive(label, name, cycle)),
        );
        return [[name, dealt[turn % values.length]!]];
      }),
    );
  }

  #possible(space: ConditionsByLabel, label: string, name: string): readonly string[] {
    return this.#cycles.of(JSON.stringify([label, name]), () => space.possible(name));
  }
}

/** As many values as there are, at random points one stratum apart, in random order. */
function deal(
  values: readonly string[],
  weights: Readonly<Record<string, number>>,
  random: Random,
): string[] {
  const own = values.map((value) => (Object.hasOwn(weights, value) ? (weights[value] ?? 1) : 1));
  const total = own.reduce((sum, weight) => sum + weight, 0);
  const start = random.next();
  const dealt: string[] = [];
  let index = 0;
  let below = own[0]!;
  for (let stratum = 0; stratum < values.length; stratum++) {
    const point = ((stratum + start) * total) / values.length;
    while (point >= below && index < values.length - 1) below += own[++index]!;
    dealt.push(values[index]!);
  }
  return random.shuffle(dealt);
}
