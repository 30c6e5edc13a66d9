import { AllowedParts } from "./allowed-parts.js";
import { Random } from "../../base/statistics/random.js";
import { compileSpace, type CompiledSpace } from "./compiled-space.js";
import type { DomainPart, LabelContext } from "./condition-variable.js";
import { Memo } from "../../base/memo/memo.js";
import type { Exclusion } from "../../schema/task-file/condition.js";
import type { Dimension } from "./dimension.js";
import { exactSampler, type ComponentSampler } from "./exact-sampler.js";
import { trialSampler } from "./trial-sampler.js";

/**
 * Samplers and masses that are remembered. A sampler may hold tables of a megabyte.
 */
const MOST_SAMPLERS = 256;
const MOST_MASSES = 50_000;

interface OwnSampler {
  readonly sampler: ComponentSampler;
  readonly exact: boolean;
}
type Fixed = ReadonlyMap<string, string>;
const NOTHING: Fixed = new Map();

/**
 * The condition space of samples with one label (or one set of labels): what can occur, how likely,
 * and draws from it.
 */
export class ConditionsByLabel {
  readonly #space: CompiledSpace;
  readonly #positionOf: ReadonlyMap<string, number>;
  readonly #componentOf: ReadonlyMap<string, readonly number[]>;
  readonly #samplers = new Memo<OwnSampler>(MOST_SAMPLERS);
  readonly #masses = new Memo<number>(MOST_MASSES);
  readonly #answers = new Memo<boolean>(MOST_MASSES);
  #freeMass: number | null = null;
  #isFree: boolean | null = null;

  constructor(
    dimensions: readonly Dimension[],
    exclude: readonly Exclusion[],
    context: LabelContext,
  ) {
    this.#space = compileSpace(dimensions, exclude, context);
    this.#positionOf = new Map(
      this.#space.variables.map((variable, position) => [variable.name, position]),
    );
    this.#componentOf = new Map(
      this.#space.components.flatMap((component) =>
        component.map((position) => [this.#nameOf(position), component]),
      ),
    );
  }

  /** Names of the dimensions that have a value here. */
  get names(): readonly string[] {
    return this.#space.variables.map((variable) => variable.name);
  }

  /** Values that the dimension lists here, those that cannot occur among them. */
  listed(name: string): readonly string[] {
    return this.#space.variables[this.#positionOf.get(name) ?? -1]?.values ?? [];
  }

  /** Values that can occur beside the fixed ones. */
  possible(name: string, fixed: Fixed = NOTHING): readonly string[] {
    const position = this.#positionOf.get(name);
    if (position === undefined || !this.isPossible(fixed)) return [];
    const variable = this.#space.variables[position]!;
    const can = new Set(
      this.#space.domains[position]!.filter((part) =>
        this.isPossible(new Map([...fixed, [name, part.name]])),
      ).flatMap((part) => part.members),
    );
    return variable.values.filter((_value, index) => can.has(index));
  }

  /** True where a sample can have all these values at once. */
  isPossible(fixed: Fixed = NOTHING): boolean {
    if (this.#space.labelExcluded) return false;
    this.#isFree ??= this.#space.components.every((component) => this.#canHave(component, NOTHING));
    return (
      this.#isFree &&
      [...this.#touched(fixed)].every((component) => this.#canHave(component, fixed))
    );
  }

  /**
   * Natural logarithm of the probability that a draw along the dependences has these values and
   * nothing that is excluded; -Infinity where that cannot be. Dimensions of `widelyTied` count as
   * 1.
   */
  logMass(fixed: Fixed = NOTHING): number {
    if (this.#space.labelExcluded) return -Infinity;
    this.#freeMass ??= this.#space.components.reduce(
      (sum, component) => sum + this.#massOf(component, NOTHING),
      0,
    );
    let mass = this.#freeMass;
    for (const component of this.#touched(fixed))
      mass += this.#massOf(component, fixed) - this.#massOf(component, NOTHING);
    return Number.isNaN(mass) ? -Infinity : mass;
  }

  /** Dimensions in groups that hang together; those that depend on no other are in none. */
  get tiedGroups(): readonly (readonly string[])[] {
    return this.#space.components
      .filter((component) => component.length > 1)
      .map((component) => component.map((position) => this.#nameOf(position)));
  }

  /**
   * Position of the part of the domain that a value belongs to: values of one part can occur beside
   * the same values of other dimensions.
   */
  narrowedInput(name: string, value: string): number {
    const position = this.#positionOf.get(name) ?? -1;
    const index = this.#space.variables[position]?.values.indexOf(value) ?? -1;
    return this.#space.domains[position]?.findIndex(({ members }) => members.includes(index)) ?? -1;
  }

  /**
   * `isPossible` for one of `tiedGroups`, many times over: parts in place of values, -1 where a
   * dimension is open.
   */
  groupCheck(group: number): (parts: ArrayLike<number>) => boolean {
    const component = this.#space.components.filter(({ length }) => length > 1)[group]!;
    const domains = this.#space.domains;
    const allowed = new AllowedParts(this.#space, component, domains);
    return (parts) => {
      const { found, complete } = allowed.find(parts);
      if (found !== null || complete) return found !== null;
      const narrowed = domains.map((domain, position) => {
        const place = component.indexOf(position);
        return place < 0 || parts[place]! < 0 ? domain : [domain[parts[place]!]!];
      });
      return (exactSampler(this.#space, component, narrowed)?.logMass ?? -Infinity) > -Infinity;
    };
  }

  /**
   * Dimensions whose dependences are too wide for exact tables, in groups that hang together: they
   * are drawn by trial.
   */
  get widelyTied(): readonly (readonly string[])[] {
    return this.#space.components
      .filter((component) => !this.#sampler(component, NOTHING).exact)
      .map((component) => component.map((position) => this.#nameOf(position)));
  }

  /**
   * True where its values depend on those of another dimension, or an exclusion names it beside
   * another.
   */
  isTied(name: string): boolean {
    return (this.#componentOf.get(name)?.length ?? 0) > 1;
  }

  /**
   * Draws a value for every dimension that is not fixed, each combination with its conditional
   * probability; null where nothing is possible. A function of the stream's seed; a dimension that
   * depends on no other has a stream of its own.
   */
  draw(random: Random, fixed: Fixed = NOTHING): ReadonlyMap<string, string> | null {
    if (this.#space.labelExcluded) return null;
    const parts = new Map<number, DomainPart>();
    for (const component of this.#space.components) {
      const drawn = this.#sampler(component, fixed).sampler.draw(random);
      if (drawn === null) return null;
      for (const [position, part] of drawn) parts.set(position, part);
    }
    const values = new Map<string, string>();
    this.#space.variables.forEach((variable, position) => {
      if (!fixed.has(variable.name))
        values.set(variable.name, this.#valueOf(position, parts, random));
    });
    return values;
  }

  #valueOf(position: number, parts: ReadonlyMap<number, DomainPart>, random: Random): string {
    const { members, name } = parts.get(position)!;
    if (members.length === 1) return name;
    const variable = this.#space.variables[position]!;
    const distribution = variable.distribution(
      this.#space.parents[position]!.map((parent) => (parent < 0 ? null : parts.get(parent)!.name)),
    );
    return variable.values[
      members[
        random
          .derive("value", variable.name)
          .weighted(members.map((member) => distribution[member]!))
      ]!
    ]!;
  }

  #nameOf(position: number): string {
    return this.#space.variables[position]!.name;
  }

  #touched(fixed: Fixed): Set<readonly number[]> {
    return new Set(
      [...fixed.keys()].flatMap((name) => {
        const component = this.#componentOf.get(name);
        return component ? [component] : [];
      }),
    );
  }

  /**
   * A search is far cheaper than tables where only one combination is wanted; tables decide where
   * it does not come to an end.
   */
  #canHave(component: readonly number[], fixed: Fixed): boolean {
    return this.#answers.of(this.#keyOf(component, fixed), () => {
      const domains = this.#domainsWith(component, fixed);
      const { found, complete } = new AllowedParts(this.#space, component, domains).find(
        component.map(() => -1),
      );
      return (
        found !== null ||
        (!complete &&
          (exactSampler(this.#space, component, domains)?.logMass ?? -Infinity) > -Infinity)
      );
    });
  }

  #massOf(component: readonly number[], fixed: Fixed): number {
    return this.#masses.of(this.#keyOf(component, fixed), () => {
      const { logMass } = this.#sampler(component, fixed).sampler;
      return logMass === -Infinity || this.#sampler(component, NOTHING).exact ? logMass : 0;
    });
  }

  #keyOf(component: readonly number[], fixed: Fixed): string {
    return JSON.stringify([
      component[0],
      ...component.map((position) => fixed.get(this.#nameOf(position)) ?? null),
    ]);
  }

  #sampler(component: readonly number[], fixed: Fixed): OwnSampler {
    const key = this.#keyOf(component, fixed);
    return this.#samplers.of(key, () => {
      const domains = this.#domainsWith(component, fixed);
      const exact = exactSampler(this.#space, component, domains);
      return {
        sampler: exact ?? trialSampler(this.#space, component, domains, new Random(key)),
        exact: exact !== null,
      };
    });
  }

  #domainsWith(component: readonly number[], fixed: Fixed): readonly (readonly DomainPart[])[] {
    const domains = [...this.#space.domains];
    for (const position of component) {
      const value = fixed.get(this.#nameOf(position));
      if (value === undefined) continue;
      const index = this.#space.variables[position]!.values.indexOf(value);
      domains[position] = [{ members: index < 0 ? [] : [index], name: value }];
    }
    return domains;
  }
}
