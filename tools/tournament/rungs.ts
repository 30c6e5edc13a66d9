/** One rung: who is still in, and what each of its runs may have spent when it ends. */
export interface Rung {
  /** Recipes that run on it. */
  readonly recipes: number;
  /** Share of the money of a run on the last rung that a run has here, 0 to 1. */
  readonly share: number;
}

/** Recipes that meet on the last rung. */
const FINALISTS = 2;

/**
 * The rungs of a tournament by successive halving (Jamieson and Talwalkar 2016): each keeps one in
 * `factor` recipes and lets them go on with `factor` times the money, until two are left. These run
 * anew with new seeds, so that what is reported was not what they were chosen by.
 *
 * The rung before the last has a half in `factor` of the last one's money for each run: of six recipes
 * with factor 3 all together take half of what running all to the end would.
 */
export function rungsOf(recipes: number, factor: number): Rung[] {
  const sizes: number[] = [];
  for (let left = recipes; left > FINALISTS; left = Math.max(FINALISTS, Math.ceil(left / factor)))
    sizes.push(left);
  return [
    ...sizes.map((left, at) => ({
      recipes: left,
      share: 1 / (2 * factor ** (sizes.length - at)),
    })),
    { recipes: Math.min(FINALISTS, recipes), share: 1 },
  ];
}

/**
 * What all rungs cost, in the money of one recipe's runs on the last rung: a run that goes on pays
 * what is new, the last rung begins anew.
 */
export function rungsCost(rungs: readonly Rung[]): number {
  return rungs.reduce((sum, { recipes, share }, at) => {
    const isLast = at === rungs.length - 1;
    return sum + recipes * (share - (isLast || at === 0 ? 0 : rungs[at - 1]!.share));
  }, 0);
}
