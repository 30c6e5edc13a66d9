import type { Random } from "../../base/statistics/random.js";
import { AllowedParts } from "./allowed-parts.js";
import type { CompiledSpace } from "./compiled-space.js";
import type { DomainPart } from "./condition-variable.js";
import { partProbability, type ComponentSampler } from "./exact-sampler.js";

/** Trials that show whether drawing by trial is worth while, */
const FIRST_TRIALS = 200;
/** and trials of one draw before a search takes its place. */
const MOST_TRIALS = 1000;

/**
 * Draws for variables that hang together too widely for exact tables: each along the dependences,
 * thrown away where an exclusion holds or a fixed value was not met. What passes has exactly the
 * wanted distribution. Where hardly anything passes, a search finds an allowed combination, whose
 * distribution is only near it.
 *
 * @param stream decides, the same every time, whether anything is allowed at all and whether trials
 *         pass
 */
export function trialSampler(
  space: CompiledSpace,
  component: readonly number[],
  domains: readonly (readonly DomainPart[])[],
  stream: Random,
): ComponentSampler {
  const allowed = new AllowedParts(space, component, domains);
  const search = (random: Random): ReadonlyMap<number, DomainPart> | null => {
    const { found } = allowed.find(
      component.map(() => -1),
      random,
    );
    return (
      found &&
      new Map(component.map((variable, place) => [variable, domains[variable]![found[place]!]!]))
    );
  };
  const possible = search(stream);
  if (possible === null) return { logMass: -Infinity, draw: () => null };
  const trial = trialOf(space, component, domains);
  // Whether something is possible is asked far more often than for a draw.
  let passes: boolean | null = null;
  return {
    logMass: 0,
    draw: (random) => {
      passes ??= Array.from({ length: FIRST_TRIALS }, (_unused, number) => number).some(
        (number) => trial(stream.derive("first", number)) !== null,
      );
      for (let number = 0; passes && number < MOST_TRIALS; number++) {
        const drawn = trial(random.derive("trial", number));
        if (drawn !== null) return drawn;
      }
      return search(random) ?? possible;
    },
  };
}

function trialOf(
  space: CompiledSpace,
  component: readonly number[],
  domains: readonly (readonly DomainPart[])[],
): (random: Random) => ReadonlyMap<number, DomainPart> | null {
  const order = dependenceOrder(space, component);
  const exclusions = space.exclusions.filter(({ scope }) => component.includes(scope[0]!));
  // What never changes from trial to trial need not be passed.
  const varies = (variable: number): boolean =>
    space.parents[variable]!.some((parent) => parent >= 0 && domains[parent]!.length > 1);
  return (random) => {
    const chosen = new Map<number, DomainPart>();
    const narrowedInput = (variable: number): DomainPart => chosen.get(variable)!;
    for (const variable of order) {
      const weights = domains[variable]!.map((part) =>
        partProbability(space, variable, part, narrowedInput),
      );
      const mass = weights.reduce((sum, weight) => sum + weight, 0);
      if (mass <= 0 || (varies(variable) && mass < 1 - 1e-9 && random.next() > mass)) return null;
      chosen.set(variable, domains[variable]![random.weighted(weights)]!);
    }
    return exclusions.some(({ scope, values }) =>
      scope.every((variable, index) => values[index]!.has(narrowedInput(variable).name)),
    )
      ? null
      : chosen;
  };
}

/** Variables in an order in which each follows what its distribution depends on. */
function dependenceOrder(space: CompiledSpace, component: readonly number[]): number[] {
  const order: number[] = [];
  const visit = (variable: number): void => {
    if (order.includes(variable)) return;
    for (const parent of space.parents[variable]!) if (parent >= 0) visit(parent);
    order.push(variable);
  };
  component.forEach(visit);
  return order;
}
