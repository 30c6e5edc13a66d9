import type { Random } from "../statistics/random.js";
import type { CompiledExclusion, CompiledSpace } from "./compiled-space.js";
import type { DomainPart } from "./condition-variable.js";
import { partProbability } from "./exact-sampler.js";

/** Choices that are tried before a search gives up. */
const MOST_CHOICES = 20_000;

/**
 * Finds one allowed combination by backtracking with forward checking; parts are tried in an order drawn by their probability.
 *
 * @returns the combination; null with `complete` true where there is none, with `complete` false where it was not found in 20,000 choices
 */
export function satisfyingDraw(space: CompiledSpace, component: readonly number[], domains: readonly (readonly DomainPart[])[], random: Random): { readonly found: ReadonlyMap<number, DomainPart> | null; readonly complete: boolean } {
  const order = dependenceOrder(space, component);
  const exclusions = space.exclusions.filter(({ scope }) => component.includes(scope[0]!));
  const chosen = new Map<number, DomainPart>();
  let choices = 0;
  const partOf = (variable: number): DomainPart => chosen.get(variable)!;
  const visit = (depth: number): boolean => {
    const variable = order[depth];
    if (variable === undefined) return true;
    const parts = domains[variable]!.map((part) => ({ part, probability: partProbability(space, variable, part, partOf) })).filter(({ probability }) => probability > 0);
    const stream = random.derive("search", depth, choices);
    for (const { part } of shuffledByWeight(parts, stream)) {
      if (++choices > MOST_CHOICES) return false;
      chosen.set(variable, part);
      if (exclusions.every((exclusion) => leavesRoom(exclusion, variable, chosen, domains)) && visit(depth + 1)) return true;
      chosen.delete(variable);
      if (choices > MOST_CHOICES) return false;
    }
    return false;
  };
  const found = visit(0);
  return { found: found ? chosen : null, complete: choices <= MOST_CHOICES };
}

/** Variables in an order in which each follows what its distribution depends on. */
export function dependenceOrder(space: CompiledSpace, component: readonly number[]): number[] {
  const order: number[] = [];
  const visit = (variable: number): void => {
    if (order.includes(variable)) return;
    for (const parent of space.parents[variable]!) if (parent >= 0) visit(parent);
    order.push(variable);
  };
  component.forEach(visit);
  return order;
}

/** False where an exclusion holds, or leaves no part for the only variable of it that is still open. */
function leavesRoom({ scope, values }: CompiledExclusion, changed: number, chosen: ReadonlyMap<number, DomainPart>, domains: readonly (readonly DomainPart[])[]): boolean {
  if (!scope.includes(changed)) return true;
  let open = -1;
  for (const [index, variable] of scope.entries()) {
    const part = chosen.get(variable);
    if (part === undefined) {
      if (open >= 0) return true;
      open = index;
    } else if (!values[index]!.has(part.name)) return true;
  }
  return open >= 0 && domains[scope[open]!]!.some((part) => !values[open]!.has(part.name));
}

function shuffledByWeight(parts: readonly { readonly part: DomainPart; readonly probability: number }[], random: Random): { readonly part: DomainPart; readonly probability: number }[] {
  const left = [...parts];
  const order: (typeof left)[number][] = [];
  while (left.length > 0) order.push(...left.splice(random.weighted(left.map(({ probability }) => probability)), 1));
  return order;
}
