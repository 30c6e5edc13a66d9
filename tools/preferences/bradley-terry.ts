import { shapeError } from "../agreement/rated.js";
import { checkComparisons, type Comparison } from "./comparison.js";

/** Steps of the minorisation at most; each costs one pass over the pairs. */
const MOST_STEPS = 100_000;
const CLOSE = 1e-12;

/** Strength of one name. */
export interface Strength {
  /** The name. */
  readonly name: string;
  /** Logarithm of its strength; the mean over all names is 0. */
  readonly logStrength: number;
  /** Mean probability of being preferred to another of the names, 0 to 1. */
  readonly winProbability: number;
}

/**
 * Strengths from pairwise judgments (Bradley and Terry 1952): P(a over b) = s_a / (s_a + s_b), by
 * maximum likelihood (the minorisation of Hunter 2004); a tie counts one half for each.
 *
 * @param options.prior ties added to every pair of names, so that strengths are finite where a name
 *        never lost or never won. Default: 0.
 * @returns the names, the strongest first
 * @throws SHAPE if a comparison is malformed, or without a prior no finite strengths fit: some names
 *         never lost to, or were never compared with, the others
 */
export function bradleyTerry(
  comparisons: readonly Comparison[],
  { prior = 0 }: { readonly prior?: number } = {},
): readonly Strength[] {
  checkComparisons(comparisons, "bradleyTerry");
  if (!(prior >= 0) || prior === Infinity)
    throw shapeError(`bradleyTerry: a prior of ${prior}`, "A prior is a number of at least 0.");
  const names = [...new Set(comparisons.flatMap(({ winner, loser }) => [winner, loser]))].sort();
  const wins = winMatrix(comparisons, names, prior);
  if (prior === 0) checkConnected(names, wins);
  const strengths = fit(wins);
  const n = names.length;
  const centre = strengths.reduce((sum, strength) => sum + Math.log(strength), 0) / n;
  return names
    .map((name, at) => ({
      name,
      logStrength: Math.log(strengths[at]!) - centre,
      winProbability:
        strengths.reduce(
          (sum, other, place) =>
            place === at ? sum : sum + strengths[at]! / (strengths[at]! + other),
          0,
        ) /
        (n - 1),
    }))
    .sort((a, b) => b.logStrength - a.logStrength || (a.name < b.name ? -1 : 1));
}

/** wins[a][b]: how often a was preferred to b. */
function winMatrix(
  comparisons: readonly Comparison[],
  names: readonly string[],
  prior: number,
): number[][] {
  const place = new Map(names.map((name, at) => [name, at]));
  const wins = names.map((_, row) => names.map((_, column) => (row === column ? 0 : prior / 2)));
  for (const { winner, loser, tie = false, count = 1 } of comparisons) {
    const [a, b] = [place.get(winner)!, place.get(loser)!];
    wins[a]![b]! += tie ? count / 2 : count;
    if (tie) wins[b]![a]! += count / 2;
  }
  return wins;
}

function fit(wins: readonly (readonly number[])[]): number[] {
  const total = wins.map((row) => row.reduce((sum, count) => sum + count, 0));
  let strengths = wins.map(() => 1);
  for (let step = 0; step < MOST_STEPS; step++) {
    const next = strengths.map((own, a) => {
      let denominator = 0;
      for (const [b, other] of strengths.entries()) {
        const met = wins[a]![b]! + wins[b]![a]!;
        if (met > 0) denominator += met / (own + other);
      }
      return total[a]! / denominator;
    });
    const scale = Math.exp(
      next.reduce((sum, strength) => sum + Math.log(strength), 0) / next.length,
    );
    const scaled = next.map((strength) => strength / scale);
    const moved = Math.max(
      ...scaled.map((strength, at) => Math.abs(Math.log(strength / strengths[at]!))),
    );
    strengths = scaled;
    if (moved < CLOSE) break;
  }
  return strengths;
}

/** Finite strengths fit only where from every name one comes to every other by who beat whom. */
function checkConnected(names: readonly string[], wins: readonly (readonly number[])[]): void {
  const reaches = (beats: (a: number, b: number) => boolean): ReadonlySet<number> => {
    const seen = new Set([0]);
    for (const at of seen) for (const to of names.keys()) if (beats(at, to)) seen.add(to);
    return seen;
  };
  for (const seen of [reaches((a, b) => wins[a]![b]! > 0), reaches((a, b) => wins[b]![a]! > 0)])
    if (seen.size < names.length)
      throw shapeError(
        `bradleyTerry: ${names.filter((_, at) => !seen.has(at)).join(", ")} and ` +
          `${names.filter((_, at) => seen.has(at)).join(", ")} have no wins both ways, so that no ` +
          "finite strengths fit",
        "Give more judgments between them, or a prior, for example { prior: 1 }.",
      );
}
