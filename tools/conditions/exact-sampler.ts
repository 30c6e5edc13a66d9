import type { Random } from "../../base/statistics/random.js";
import type { CompiledExclusion, CompiledSpace } from "./compiled-space.js";
import type { DomainPart } from "./condition-variable.js";
import { factorTable, multiply, stridesOf, sumOutLast, type FactorTable } from "./factor-table.js";

/**
 * Cells of the largest table: variables that would need a larger one are drawn by trial (see
 * TrialSampler).
 */
export const MOST_CELLS = 2 ** 16;

/** Draws the parts of one component's variables, given what is fixed. */
export interface ComponentSampler {
  /**
   * Natural logarithm of the probability of what is fixed, exclusions counted as impossible;
   * -Infinity if nothing is left.
   */
  readonly logMass: number;
  /** One part for each variable of the component, or null where nothing was found. */
  draw(random: Random): ReadonlyMap<number, DomainPart> | null;
}

/** Probability of a part under the parts of what it depends on. */
export function partProbability(
  space: CompiledSpace,
  variable: number,
  part: DomainPart,
  narrowedInput: (variable: number) => DomainPart,
): number {
  if (part.members.length === 0) return 1;
  const distribution = space.variables[variable]!.distribution(
    space.parents[variable]!.map((parent) => (parent < 0 ? null : narrowedInput(parent).name)),
  );
  let sum = 0;
  for (const member of part.members) sum += distribution[member]!;
  return sum;
}

/**
 * Exact draws by variable elimination (Zhang and Poole 1994; Koller and Friedman 2009, chapter 9):
 * every combination comes with its probability under the distributions, given that no exclusion
 * holds. Variables are summed out smallest table first, and drawn in the opposite order from the
 * tables that were kept.
 *
 * @param domains for each variable of the space the parts that are left for it
 * @returns null where a table would have more than 65,536 cells
 */
export function exactSampler(
  space: CompiledSpace,
  component: readonly number[],
  domains: readonly (readonly DomainPart[])[],
): ComponentSampler | null {
  const scopes = [
    ...component.map((variable) => ownScope(space, variable)),
    ...exclusionsOf(space, component).map(({ scope }) => scope),
  ];
  const order = eliminationOrder(component, scopes, (variable) => domains[variable]!.length);
  if (order === null) return null;
  const kept: { readonly variable: number; readonly table: FactorTable }[] = [];
  let open: FactorTable[] = factorsOf(space, component, domains);
  let logMass = 0;
  for (const { variable, others } of order) {
    const scope = [...others, variable];
    const joined = multiply(
      open.filter((factor) => factor.scope.includes(variable)),
      scope,
      scope.map((other) => domains[other]!.length),
    );
    const { table, logScale } = sumOutLast(joined);
    logMass += logScale;
    if (logMass === -Infinity) return { logMass, draw: () => null };
    open = [...open.filter((factor) => !factor.scope.includes(variable)), table];
    kept.push({ variable, table: joined });
  }
  return { logMass, draw: (random) => drawBackwards(space, kept, domains, random) };
}

/**
 * Which variable is summed out when, and with which others in its table; null where a table would
 * be too large.
 */
function eliminationOrder(
  component: readonly number[],
  scopes: readonly (readonly number[])[],
  sizeOf: (variable: number) => number,
): { variable: number; others: readonly number[] }[] | null {
  const order: { variable: number; others: readonly number[] }[] = [];
  const left = new Set(component);
  let open = scopes;
  while (left.size > 0) {
    const best = cheapest(open, left, sizeOf);
    if (best.cells > MOST_CELLS) return null;
    open = [...open.filter((scope) => !scope.includes(best.variable)), best.others];
    left.delete(best.variable);
    order.push(best);
  }
  return order;
}

function cheapest(
  open: readonly (readonly number[])[],
  left: ReadonlySet<number>,
  sizeOf: (variable: number) => number,
): { variable: number; others: number[]; cells: number } {
  let best: { variable: number; others: number[]; cells: number } | null = null;
  for (const variable of left) {
    const others = [...new Set(open.filter((scope) => scope.includes(variable)).flat())].filter(
      (other) => other !== variable,
    );
    const cells = others.reduce((product, other) => product * sizeOf(other), sizeOf(variable));
    if (best === null || cells < best.cells) best = { variable, others, cells };
  }
  return best!;
}

function ownScope(space: CompiledSpace, variable: number): number[] {
  return [...new Set([...space.parents[variable]!.filter((parent) => parent >= 0), variable])];
}

function exclusionsOf(
  space: CompiledSpace,
  component: readonly number[],
): readonly CompiledExclusion[] {
  return space.exclusions.filter(({ scope }) => component.includes(scope[0]!));
}

function factorsOf(
  space: CompiledSpace,
  component: readonly number[],
  domains: readonly (readonly DomainPart[])[],
): FactorTable[] {
  const factorOver = (
    scope: readonly number[],
    cellAt: (narrowedInput: (variable: number) => DomainPart) => number,
  ): FactorTable =>
    factorTable(
      scope,
      scope.map((variable) => domains[variable]!.length),
      (parts) => cellAt((variable) => domains[variable]![parts[scope.indexOf(variable)]!]!),
    );
  return [
    ...component.map((variable) =>
      factorOver(ownScope(space, variable), (narrowedInput) =>
        partProbability(space, variable, narrowedInput(variable), narrowedInput),
      ),
    ),
    ...exclusionsOf(space, component).map(({ scope, values }) =>
      factorOver(scope, (narrowedInput) =>
        scope.every((variable, index) => values[index]!.has(narrowedInput(variable).name)) ? 0 : 1,
      ),
    ),
  ];
}

function drawBackwards(
  space: CompiledSpace,
  kept: readonly { readonly variable: number; readonly table: FactorTable }[],
  domains: readonly (readonly DomainPart[])[],
  random: Random,
): ReadonlyMap<number, DomainPart> {
  const chosen = new Map<number, number>();
  for (const { variable, table } of kept.toReversed()) {
    const strides = stridesOf(table.sizes);
    let start = 0;
    table.scope.forEach((other, place) => {
      if (other !== variable) start += chosen.get(other)! * strides[place]!;
    });
    const weights = table.cells.subarray(start, start + domains[variable]!.length);
    chosen.set(variable, random.derive("part", space.variables[variable]!.name).weighted(weights));
  }
  return new Map([...chosen].map(([variable, part]) => [variable, domains[variable]![part]!]));
}
