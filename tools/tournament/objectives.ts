/** What recipes are compared by, in the order in which it is shown. */
export const OBJECTIVES = ["downstream", "faithfulness", "coverage", "diversity"] as const;
/** A figure that recipes are compared by: see OBJECTIVES. */
export type Objective = (typeof OBJECTIVES)[number];

/** How much each objective counts; those that are not measured are absent. They add up to 1. */
export type Weights = Readonly<Partial<Record<Objective, number>>>;

/**
 * An objective as one run has it: a number from 0 to 1 for each held-out row, which is the same row
 * for every run, or one number.
 */
export type ObjectiveFigure = { readonly byRow: readonly number[] } | { readonly value: number };

/** What was measured of one run. */
export interface RunFigures {
  readonly objectives: Readonly<Partial<Record<Objective, ObjectiveFigure>>>;
}

/** The weights of the objectives that are measured, as shares. */
export function sharesOf(weights: Weights, measured: readonly Objective[]): Weights {
  const sum = measured.reduce((total, name) => total + (weights[name] ?? 0), 0);
  return Object.fromEntries(measured.map((name) => [name, (weights[name] ?? 0) / sum]));
}
