import type { SparseMatrix } from "../features/sparse-matrix.js";

const PASSES = 12;

/**
 * Clusters of every size: all rows are halved by spherical 2-means (Dhillon and Modha 2001), and
 * each half again, while both halves have at least `least` rows. Starts from the two rows that lie
 * farthest apart of those looked at, so that it needs no seed.
 *
 * @returns the rows of each cluster below the whole, larger ones first
 */
export function clusterTree(matrix: SparseMatrix, least: number): (readonly number[])[] {
  const found: (readonly number[])[] = [];
  const open: (readonly number[])[] = [
    [...Array(matrix.rows).keys()].filter((row) => matrix.starts[row + 1]! > matrix.starts[row]!),
  ];
  for (let rows = open.pop(); rows !== undefined; rows = open.pop()) {
    if (rows.length < 2 * least) continue;
    const halves = halved(matrix, rows);
    if (halves.some((half) => half.length < least)) continue;
    found.push(...halves);
    open.push(...halves);
  }
  return found.sort((a, b) => b.length - a.length || a[0]! - b[0]!);
}

function halved(matrix: SparseMatrix, rows: readonly number[]): [number[], number[]] {
  const first = farthest(matrix, rows, centre(matrix, rows));
  let centres = [
    centre(matrix, [first]),
    centre(matrix, [farthest(matrix, rows, centre(matrix, [first]))]),
  ];
  let halves: [number[], number[]] = [[], []];
  let before = "";
  for (let pass = 0; pass < PASSES; pass++) {
    halves = [[], []];
    for (const row of rows)
      halves[Number(product(matrix, row, centres[1]!) > product(matrix, row, centres[0]!))]!.push(
        row,
      );
    const now = `${halves[0].length} ${halves[0][0] ?? ""} ${halves[0].at(-1) ?? ""}`;
    if (now === before || halves.some((half) => half.length === 0)) break;
    before = now;
    centres = halves.map((half) => centre(matrix, half));
  }
  return halves;
}

/** The row that is least like the centre; of equal ones the first. */
function farthest(matrix: SparseMatrix, rows: readonly number[], to: Float64Array): number {
  let found = rows[0]!;
  let lowest = Infinity;
  for (const row of rows) {
    const value = product(matrix, row, to);
    if (value < lowest) {
      lowest = value;
      found = row;
    }
  }
  return found;
}

/** The sum of the rows, of length 1. */
function centre(matrix: SparseMatrix, rows: readonly number[]): Float64Array {
  const sum = new Float64Array(matrix.columns);
  for (const row of rows)
    for (let p = matrix.starts[row]!; p < matrix.starts[row + 1]!; p++)
      sum[matrix.indices[p]!] = sum[matrix.indices[p]!]! + matrix.values[p]!;
  const length = Math.sqrt(sum.reduce((total, value) => total + value * value, 0));
  return length > 0 ? sum.map((value) => value / length) : sum;
}

function product(matrix: SparseMatrix, row: number, vector: Float64Array): number {
  let sum = 0;
  for (let p = matrix.starts[row]!; p < matrix.starts[row + 1]!; p++)
    sum += matrix.values[p]! * vector[matrix.indices[p]!]!;
  return sum;
}
