import { LABEL_DIMENSION, type Exclusion } from "../../schema/task-file/condition.js";
import type { LabelValue } from "../../schema/label.js";
import { Random } from "../../base/statistics/random.js";
import { TimeSlices } from "../../base/workers/time-slices.js";
import { ConditionSpace } from "./condition-space.js";
import type { Dimension } from "./dimension.js";
import { fewerRows } from "./fewer-rows.js";
import { greedyRow } from "./greedy-row.js";
import { PairTable } from "./pair-table.js";
import { RowSpace } from "./row-space.js";

/**
 * Pairs, and rows that two dimensions alone would need: above that the dimensions with the most
 * values are left to independent draws.
 */
const MOST_PAIRS = 200_000;
const MOST_NEEDED = 10_000;
/** Rows that are tried before the best of them is taken, as far as WORK look-ups allow it. */
const MOST_CANDIDATES = 30;
const WORK = 1e8;
/** Steps in which a row must be made up for before it stays. */
const MOST_STEPS = 6000;
const STEP_WORK = 5e6;
/** More rows than this stay in the order in which they were found. */
const MOST_SORTED = 1000;

/** What is covered. */
export interface CoveringOptions {
  /** The dimensions. */
  readonly dimensions: readonly Dimension[];
  /** Combinations that never occur. */
  readonly exclude?: readonly Exclusion[];
  /**
   * Labels, or sets of labels, that samples have: pairs of a label and a value are covered too.
   * Default: none.
   */
  readonly labels?: readonly LabelValue[];
  /** Seed of the search. Default: 0. */
  readonly seed?: string | number;
  /** Rows at most; pairs may stay uncovered then. Default: as many as it takes. */
  readonly most?: number;
}

/** Draws that hold every pair of values between them. */
export interface Covering {
  /** `label` first where there are labels, then the covered dimensions. */
  readonly dimensions: readonly string[];
  /**
   * One value for each dimension; null where it has none under the row's label. Those that hold
   * most new pairs stand first.
   */
  readonly rows: readonly (readonly (string | null)[])[];
  /**
   * Pairs of values of two dimensions that can occur together, how many the rows hold, and how many
   * exclusions rule out.
   */
  readonly pairs: number;
  /** Pairs that they hold. */
  readonly covered: number;
  /** Pairs that are excluded. */
  readonly impossible: number;
  /** Dimensions that were left out, with their values. */
  readonly leftOut: readonly {
    /** Dimension that was left out. */
    readonly name: string;
    /** How many values it has. */
    readonly values: number;
  }[];
}

/**
 * Draws that between them hold every possible pair of values of two dimensions (a 2-way covering
 * array with constraints): greedy rows (AETG, Cohen et al. 1997), then fewer of them (randomised
 * post-optimisation). Only pairs are looked at, never combinations, so the size of the space does
 * not matter. Dimensions are left out, largest first, until no two have more than 10,000 pairs, and
 * all of them no more than 200,000.
 *
 *     const { rows } = await coveringDraws({ dimensions: [{ name: "tone", values: ["angry", "calm"] }, { name: "channel", values: ["mail", "chat"] }] });
 *
 * @returns the same for the same input and seed
 * @throws PLAN_INVALID if dimensions depend on each other in a circle, or if no combination is
 *         allowed under any label
 */
export async function coveringDraws(options: CoveringOptions): Promise<Covering> {
  const labels = options.labels ?? [null];
  const labelled = labels.some((label) => label !== null);
  const conditions = new ConditionSpace({ ...options, labelled });
  conditions.requirePossible(labels);
  const kept = withinBound(
    new RowSpace(
      conditions,
      labels,
      options.dimensions.map(({ name }) => name),
    ),
    labelled,
  );
  const space = new RowSpace(conditions, labels, kept.names);
  const table = new PairTable(
    space.values.map((values) => values.length),
    (first, a, second, b) => {
      if (first === 0) return labelled && space.can(a, second, b);
      return space.labels.some((_label, label) => space.canMeet(label, first, a, second, b));
    },
  );
  const random = new Random(options.seed ?? 1).derive("pairwise");
  const slices = new TimeSlices();
  const most = options.most ?? Infinity;
  let rows = await greedyRows(space, table, { random, slices, most });
  if (table.uncovered === 0)
    rows = await fewerRows(rows, {
      space,
      table,
      steps: stepsFor(space, rows.length),
      random: random.derive("fewer"),
      slices,
    });
  const sorted = rows.length <= MOST_SORTED ? await mostNewFirst(rows, table, slices) : rows;
  const skip = labelled ? 0 : 1;
  return {
    dimensions: [LABEL_DIMENSION, ...kept.names].slice(skip),
    rows: sorted.map((row) =>
      Array.from(row, (value, dimension) => space.values[dimension]![value] ?? null).slice(skip),
    ),
    pairs: table.possible,
    covered: table.possible - table.uncovered,
    impossible:
      table.impossible -
      (labelled ? 0 : space.values.slice(1).reduce((sum, values) => sum + values.length, 0)),
    leftOut: kept.leftOut,
  };
}

function withinBound(
  space: RowSpace,
  labelled: boolean,
): { names: string[]; leftOut: { name: string; values: number }[] } {
  let left = space.names
    .map((name, index) => ({ name, values: space.values[index + 1]!.length }))
    .filter(({ values }) => values > 0);
  const leftOut: { name: string; values: number }[] = [];
  for (;;) {
    const sizes = [...(labelled ? [space.labels.length] : []), ...left.map(({ values }) => values)];
    const sum = sizes.reduce((total, size) => total + size, 0);
    const pairs = (sum * sum - sizes.reduce((total, size) => total + size * size, 0)) / 2;
    const [first = 1, second = 1] = sizes.toSorted((a, b) => b - a);
    if ((pairs <= MOST_PAIRS && first * second <= MOST_NEEDED) || left.length === 0)
      return { names: left.map(({ name }) => name), leftOut };
    const largest = left.reduce((a, b) => (b.values > a.values ? b : a));
    leftOut.push(largest);
    left = left.filter((entry) => entry !== largest);
  }
}

async function greedyRows(
  space: RowSpace,
  table: PairTable,
  {
    random,
    slices,
    most,
  }: { readonly random: Random; readonly slices: TimeSlices; readonly most: number },
): Promise<Int32Array[]> {
  const sizes = table.sizes.toSorted((a, b) => b - a);
  const perRow = sizes.reduce((sum, size) => sum + size, 0) * sizes.length;
  const candidates = Math.max(
    1,
    Math.min(
      MOST_CANDIDATES,
      Math.floor(WORK / (1.5 * (sizes[0] ?? 1) * (sizes[1] ?? 1) * perRow)),
    ),
  );
  const used = new Int32Array(space.labels.length);
  const rows: Int32Array[] = [];
  let failed = 0;
  // A pair that can occur may still be missed where dependences are too wide to be sure: then the
  // next ones are tried for a while.
  while (table.uncovered > 0 && rows.length < most && failed < MOST_CANDIDATES) {
    let best: ReturnType<typeof greedyRow> = null;
    for (let number = 0; number < candidates; number++) {
      if (slices.over) await slices.turn();
      const row = greedyRow(space, table, used, random.derive("row", rows.length + failed, number));
      if (row !== null && (best === null || row.gain > best.gain)) best = row;
    }
    if (best === null || best.gain === 0) {
      failed++;
      continue;
    }
    table.changeRow(best.row, 1);
    used[best.row[0]!]!++;
    rows.push(best.row);
  }
  return rows;
}

function stepsFor(space: RowSpace, rows: number): number {
  const sizes = space.values.map((values) => values.length);
  const looked =
    (2 * rows * sizes.length * sizes.length) /
    Math.max(
      1,
      sizes.reduce((sum, size) => sum + size, 0),
    );
  const steps = Math.min(MOST_STEPS, Math.floor(STEP_WORK / Math.max(1, looked)));
  return steps < MOST_STEPS / 20 ? 0 : steps;
}

/**
 * The rows in an order in which each holds as many pairs as possible that none before it has: a run
 * that is cut short misses little.
 */
async function mostNewFirst(
  rows: readonly Int32Array[],
  table: PairTable,
  slices: TimeSlices,
): Promise<Int32Array[]> {
  for (const row of rows) table.changeRow(row, -1);
  const left = [...rows];
  const sorted: Int32Array[] = [];
  while (left.length > 0) {
    if (slices.over) await slices.turn();
    let best = 0;
    let most = -1;
    left.forEach((row, index) => {
      const gain = table.pairsHeldBy(row, 0);
      if (gain > most) [best, most] = [index, gain];
    });
    const [row] = left.splice(best, 1);
    table.changeRow(row!, 1);
    sorted.push(row!);
  }
  return sorted;
}
