import { DatawrightError } from "../../../base/errors.js";
import { rowProduct, type UnitRows } from "./unit-rows.js";

/** How two sets of vectors cover each other's neighbourhoods, each from 0 to 1, density from 0. */
export interface NeighbourCoverage {
  /** Share of the generated that lie within the ball of a real one: are they real-like? */
  readonly precision: number;
  /** Share of the real that lie within the ball of a generated one: is nothing left out? */
  readonly recall: number;
  /** Mean number of real balls that hold a generated one, over k; 1 for equal sets. */
  readonly density: number;
  /** Share of the real whose ball holds a generated one. */
  readonly coverage: number;
}

/**
 * Precision and recall (Kynkäänniemi et al. 2019), density and coverage (Naeem et al. 2020): the ball
 * of a vector reaches to its k-th nearest of its own set. Euclidean distance of unit vectors, which
 * orders as the cosine does. O((n + m)^2 d).
 *
 * @param k  5 as in the papers
 * @throws SHAPE if a set has k vectors or fewer, or the dimensions differ
 */
export function neighbourCoverage(generated: UnitRows, real: UnitRows, k = 5): NeighbourCoverage {
  if (generated.rows <= k || real.rows <= k || generated.dimension !== real.dimension)
    throw new DatawrightError({
      code: "SHAPE",
      message:
        `neighbours of ${generated.rows} and ${real.rows} vectors of ${generated.dimension} and ` +
        `${real.dimension} dimensions: both sets need more than ${k} vectors of one dimension`,
    });
  const realReach = reach(real, k);
  const generatedReach = reach(generated, k);
  let [precise, held] = [0, 0];
  const recalled = new Uint8Array(real.rows);
  const covered = new Uint8Array(real.rows);
  for (let own = 0; own < generated.rows; own++) {
    let balls = 0;
    for (let other = 0; other < real.rows; other++) {
      // Larger cosine, smaller distance; rounding must not tell equal vectors apart.
      const cosine = rowProduct(generated, own, real, other) + 1e-9;
      if (cosine >= realReach[other]!) {
        balls++;
        covered[other] = 1;
      }
      if (cosine >= generatedReach[own]!) recalled[other] = 1;
    }
    if (balls > 0) precise++;
    held += balls;
  }
  const share = (flags: Uint8Array): number =>
    flags.reduce((sum, flag) => sum + flag, 0) / flags.length;
  return {
    precision: precise / generated.rows,
    recall: share(recalled),
    density: held / (k * generated.rows),
    coverage: share(covered),
  };
}

/**
 * Which of the real have a generated one within the ball to their k-th nearest: 1 for those, else 0;
 * their mean is `coverage`.
 *
 * @throws SHAPE if there are k real vectors or fewer, or the dimensions differ
 */
export function coveredRows(generated: UnitRows, real: UnitRows, k = 5): number[] {
  if (real.rows <= k || (generated.rows > 0 && generated.dimension !== real.dimension))
    throw new DatawrightError({
      code: "SHAPE",
      message: `neighbours of ${real.rows} vectors: more than ${k} of one dimension are needed`,
    });
  return [...reach(real, k)].map((reached, row) => {
    for (let own = 0; own < generated.rows; own++)
      if (rowProduct(generated, own, real, row) + 1e-9 >= reached) return 1;
    return 0;
  });
}

/** The cosine of each vector with its k-th nearest other one. */
function reach(units: UnitRows, k: number): Float64Array {
  const reached = new Float64Array(units.rows);
  const nearest = new Float64Array(k);
  for (let own = 0; own < units.rows; own++) {
    nearest.fill(-Infinity);
    for (let other = 0; other < units.rows; other++) {
      if (other === own) continue;
      const cosine = rowProduct(units, own, units, other);
      if (cosine <= nearest[k - 1]!) continue;
      let at = k - 1;
      while (at > 0 && nearest[at - 1]! < cosine) {
        nearest[at] = nearest[at - 1]!;
        at--;
      }
      nearest[at] = cosine;
    }
    reached[own] = nearest[k - 1]!;
  }
  return reached;
}
