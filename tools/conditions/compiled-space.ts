import { LABEL_DIMENSION, type Exclusion } from "../../schema/task-file/condition.js";
import { ConditionVariable, type DomainPart, type LabelContext } from "./condition-variable.js";
import type { Dimension } from "./dimension.js";

/**
 * Values of several variables that never occur together: true for a variable's value if it is one
 * of them.
 */
export interface CompiledExclusion {
  /** Positions of the variables. */
  readonly scope: readonly number[];
  readonly values: readonly ReadonlySet<string>[];
}

/**
 * The condition space of one label: its variables, what ties them together, and their domains as
 * far as it matters to others.
 */
export interface CompiledSpace {
  readonly variables: readonly ConditionVariable[];
  /** Positions of the variables that each variable's distribution depends on. */
  readonly parents: readonly (readonly number[])[];
  readonly exclusions: readonly CompiledExclusion[];
  /**
   * For each variable its values in parts that differ in nothing but weight: thousands of values
   * are often a handful of parts.
   */
  readonly domains: readonly (readonly DomainPart[])[];
  /** Variables that hang together, directly or through others. */
  readonly components: readonly (readonly number[])[];
  /** True where an exclusion takes away the label itself. */
  readonly labelExcluded: boolean;
}

/** Puts the dimensions and exclusions together as they are for samples of these labels. */
export function compileSpace(
  dimensions: readonly Dimension[],
  exclude: readonly Exclusion[],
  context: LabelContext,
): CompiledSpace {
  const variables = dimensions
    .map((dimension) => new ConditionVariable(dimension, context))
    .filter((variable) => variable.values.length > 0 && variable.hasWeight);
  const positionOf = new Map(variables.map((variable, position) => [variable.name, position]));
  // A dimension that has no value under this label has no say there.
  const parents = variables.map((variable) =>
    variable.parents.map((name) => positionOf.get(name) ?? -1),
  );
  const exclusions: CompiledExclusion[] = [];
  let labelExcluded = false;
  for (const exclusion of exclude) {
    const compiled = compileExclusion(exclusion, positionOf, context);
    if (compiled?.scope.length === 0) labelExcluded = true;
    else if (compiled) exclusions.push(compiled);
  }
  const domains = variables.map((variable, position) =>
    partsOf(variable, position, { variables, parents, exclusions }),
  );
  return {
    variables,
    parents,
    exclusions,
    domains,
    components: componentsOf(variables.length, parents, exclusions),
    labelExcluded,
  };
}

function compileExclusion(
  exclusion: Exclusion,
  positionOf: ReadonlyMap<string, number>,
  { labels, labelled }: LabelContext,
): CompiledExclusion | null {
  const scope: number[] = [];
  const values: ReadonlySet<string>[] = [];
  for (const [name, listed] of Object.entries(exclusion)) {
    const set = new Set([listed].flat());
    if (labelled && name === LABEL_DIMENSION) {
      if (!labels.some((label) => set.has(label))) return null;
      continue;
    }
    const position = positionOf.get(name);
    if (position === undefined) return null;
    scope.push(position);
    values.push(set);
  }
  return { scope, values };
}

function partsOf(
  variable: ConditionVariable,
  position: number,
  { variables, parents, exclusions }: Pick<CompiledSpace, "variables" | "parents" | "exclusions">,
): DomainPart[] {
  const children = variables.filter((_child, index) => parents[index]!.includes(position));
  const sets = exclusions.flatMap(({ scope, values }) =>
    scope.includes(position) ? [values[scope.indexOf(position)]!] : [],
  );
  const parts = new Map<string, { members: number[]; name: string }>();
  variable.values.forEach((value, index) => {
    // A value that decides a distribution elsewhere is a part of its own.
    const alone = children.some((child) => child.dependsOnValue(variable.name, value));
    const key = alone
      ? `=${index}`
      : `${variable.supportOf(index)} ${sets.map((set) => (set.has(value) ? "1" : "0")).join("")}`;
    const part = parts.get(key);
    if (part) part.members.push(index);
    else parts.set(key, { members: [index], name: value });
  });
  return [...parts.values()];
}

function componentsOf(
  count: number,
  parents: CompiledSpace["parents"],
  exclusions: readonly CompiledExclusion[],
): number[][] {
  const root = Array.from({ length: count }, (_unused, index) => index);
  const find = (index: number): number =>
    root[index] === index ? index : (root[index] = find(root[index]!));
  const join = (a: number, b: number): void => {
    root[find(a)] = find(b);
  };
  parents.forEach((list, child) =>
    list.forEach((parent) => {
      if (parent >= 0) join(child, parent);
    }),
  );
  for (const { scope } of exclusions) scope.forEach((position) => join(scope[0]!, position));
  const components = new Map<number, number[]>();
  for (let index = 0; index < count; index++)
    components.set(find(index), [...(components.get(find(index)) ?? []), index]);
  return [...components.values()];
}
