import type { Random } from "../../base/statistics/random.js";
import type { CompiledSpace } from "./compiled-space.js";
import type { DomainPart } from "./condition-variable.js";
import { MOST_CELLS, partProbability } from "./exact-sampler.js";
import { stridesOf } from "./factor-table.js";

/** Choices that are tried before a search gives up. */
const MOST_CHOICES = 20_000;

/**
 * What must hold of some variables of a component; variables are positions within it, parts
 * positions in their domain.
 */
interface Constraint {
  readonly scope: readonly number[];
  /** @param parts the chosen part of every variable of the scope, by variable */
  allows(parts: Int32Array): boolean;
}

/**
 * Finds combinations of parts that nothing rules out, by backtracking with forward checking,
 * smallest domain first.
 */
export class AllowedParts {
  readonly #sizes: readonly number[];
  readonly #constraints: readonly Constraint[];
  /** Constraints of each variable. */
  readonly #of: readonly (readonly Constraint[])[];
  /** Probability of a part where what it depends on is chosen; 1 where it is not. */
  readonly #weightOf: (place: number, part: number, parts: Int32Array) => number;

  /** @param domains for each variable of the space the parts that are left for it */
  constructor(
    space: CompiledSpace,
    component: readonly number[],
    domains: readonly (readonly DomainPart[])[],
  ) {
    this.#sizes = component.map((variable) => domains[variable]!.length);
    this.#constraints = [
      ...component.map((variable) => distributionOf(space, component, domains, variable)),
      ...exclusionsOf(space, component, domains),
    ];
    this.#of = component.map((_variable, place) =>
      this.#constraints.filter(({ scope }) => scope.includes(place)),
    );
    this.#weightOf = (place, part, parts) => {
      const variable = component[place]!;
      const isOpen = space.parents[variable]!.some(
        (parent) => parent >= 0 && parts[component.indexOf(parent)]! < 0,
      );
      return isOpen
        ? 1
        : partProbability(
            space,
            variable,
            domains[variable]![part]!,
            (other) => domains[other]![parts[component.indexOf(other)]!]!,
          );
    };
  }

  /**
   * @param chosen for each variable of the component its part, -1 where it is open
   * @param random draws in which order parts are tried, by their probability; in their own order
   *         without it
   * @returns the parts of one combination; null with `complete` true where there is none, with
   *         `complete` false where it was not found in 20,000 choices
   */
  find(
    chosen: ArrayLike<number>,
    random?: Random,
  ): { readonly found: Int32Array | null; readonly complete: boolean } {
    const parts = Int32Array.from(chosen);
    const search: Search = {
      parts,
      alive: this.#sizes.map((size) => new Uint8Array(size).fill(1)),
      left: [...this.#sizes],
      choices: 0,
      random,
    };
    // Those with at most one open variable are never met as the search goes on.
    for (const constraint of this.#constraints) {
      const open = constraint.scope.filter((place) => parts[place]! < 0);
      if (
        open.length === 0
          ? !constraint.allows(parts)
          : open.length === 1 && !this.#narrow(constraint, open[0]!, search, [])
      )
        return { found: null, complete: true };
    }
    const found = this.#visit(search);
    return { found: found ? parts : null, complete: found || search.choices <= MOST_CHOICES };
  }

  #visit(search: Search): boolean {
    const { parts, alive, left } = search;
    let next = -1;
    for (let place = 0; place < parts.length; place++)
      if (parts[place]! < 0 && (next < 0 || left[place]! < left[next]!)) next = place;
    if (next < 0) return true;
    for (const part of this.#orderOf(next, search)) {
      if (++search.choices > MOST_CHOICES) return false;
      parts[next] = part;
      const removed: [number, number][] = [];
      if (this.#propagate(next, search, removed) && this.#visit(search)) return true;
      parts[next] = -1;
      for (const [place, other] of removed) {
        alive[place]![other] = 1;
        left[place]!++;
      }
    }
    return false;
  }

  /** Parts that are not ruled out, in the order in which they are tried. */
  #orderOf(place: number, { alive, parts, random, choices }: Search): number[] {
    const left = [...alive[place]!.keys()].filter((part) => alive[place]![part] === 1);
    if (!random) return left;
    const stream = random.derive("order", choices);
    const weights = left.map((part) => this.#weightOf(place, part, parts));
    const order: number[] = [];
    while (weights.some((weight) => weight > 0)) {
      const next = stream.weighted(weights);
      order.push(...left.splice(next, 1));
      weights.splice(next, 1);
    }
    return [...order, ...left];
  }

  /**
   * Takes out of open domains what the new choice rules out; false where nothing is left of one.
   */
  #propagate(changed: number, search: Search, removed: [number, number][]): boolean {
    for (const constraint of this.#of[changed]!) {
      let open = -1;
      let count = 0;
      for (const place of constraint.scope)
        if (search.parts[place]! < 0) [open, count] = [place, count + 1];
      if (
        count === 0
          ? !constraint.allows(search.parts)
          : count === 1 && !this.#narrow(constraint, open, search, removed)
      )
        return false;
    }
    return true;
  }

  #narrow(
    constraint: Constraint,
    open: number,
    { parts, alive, left }: Search,
    removed: [number, number][],
  ): boolean {
    for (let part = 0; part < alive[open]!.length; part++) {
      if (alive[open]![part] === 0) continue;
      parts[open] = part;
      if (constraint.allows(parts)) continue;
      alive[open]![part] = 0;
      left[open]!--;
      removed.push([open, part]);
    }
    parts[open] = -1;
    return left[open]! > 0;
  }
}

interface Search {
  readonly parts: Int32Array;
  /** 1 for the parts of a variable that are not ruled out, and how many those are. */
  readonly alive: readonly Uint8Array[];
  readonly left: number[];
  choices: number;
  readonly random: Random | undefined;
}

/**
 * Only parts that its distribution gives a chance; looked up in a table where that is not too
 * large.
 */
function distributionOf(
  space: CompiledSpace,
  component: readonly number[],
  domains: readonly (readonly DomainPart[])[],
  variable: number,
): Constraint {
  const variables = [
    ...new Set([...space.parents[variable]!.filter((parent) => parent >= 0), variable]),
  ];
  const scope = variables.map((other) => component.indexOf(other));
  const sizes = variables.map((other) => domains[other]!.length);
  const hasChance = (parts: Int32Array): boolean => {
    const narrowedInput = (other: number): DomainPart =>
      domains[other]![parts[component.indexOf(other)]!]!;
    return partProbability(space, variable, narrowedInput(variable), narrowedInput) > 0;
  };
  const cells = sizes.reduce((product, size) => product * size, 1);
  if (cells > MOST_CELLS) return { scope, allows: hasChance };
  const strides = stridesOf(sizes);
  // 0: not looked up yet.
  const known = new Uint8Array(cells);
  return {
    scope,
    allows: (parts) => {
      let at = 0;
      for (let index = 0; index < scope.length; index++)
        at += parts[scope[index]!]! * strides[index]!;
      if (known[at] === 0) known[at] = hasChance(parts) ? 1 : 2;
      return known[at] === 1;
    },
  };
}

function exclusionsOf(
  space: CompiledSpace,
  component: readonly number[],
  domains: readonly (readonly DomainPart[])[],
): Constraint[] {
  return space.exclusions
    .filter(({ scope }) => component.includes(scope[0]!))
    .map(({ scope: variables, values }) => {
      const scope = variables.map((variable) => component.indexOf(variable));
      const named = variables.map((variable, index) =>
        Uint8Array.from(domains[variable]!, ({ name }) => Number(values[index]!.has(name))),
      );
      return {
        scope,
        allows: (parts) => scope.some((place, index) => named[index]![parts[place]!] === 0),
      };
    });
}
