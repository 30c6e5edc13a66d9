import { Random } from "../../../base/statistics/random.js";
import type { Notation } from "../../../base/text/notation.js";
import { exactDuplicates } from "../../dedup/exact-duplicates.js";
import { findLeakage } from "../../dedup/find-leakage.js";
import { nearDuplicates } from "../../dedup/near-duplicates.js";
import { lexicalFigures, type LexicalFigures } from "../lexical/lexical-figures.js";
import { verbObjectPairs, type VerbObjectPairs } from "../lexical/verb-object-pairs.js";
import {
  classRowSimilarity,
  type ClassSimilarity,
} from "../vectors/average-pairwise-similarity.js";
import { chamferOfRows, type NearestDistances } from "../vectors/distance-diversity.js";
import { mauve } from "../vectors/mauve.js";
import { meanDiscrepancy, type MeanDiscrepancy } from "../vectors/mean-discrepancy.js";
import { neighbourCoverage, type NeighbourCoverage } from "../vectors/neighbour-coverage.js";
import { chosenRows, type UnitRows } from "../vectors/unit-rows.js";
import { vendiOfRows } from "../vectors/vendi.js";

/** Multiplications that the nearest neighbours of a sample may cost, a few seconds. */
const CHAMFER_WORK = 3e9;
/** Multiplications that the kernel of the Vendi score may cost: 100,000 rows of 512 dimensions. */
const VENDI_WORK = 3e10;
/** Rows of each set that neighbours, clusters and kernels are taken of, which cost their square. */
const MOST_COMPARED = 2000;
const MOST_IN_KERNEL = 500;

/** A piece of measuring that a worker thread does. */
export type MeasuringTask =
  | {
      readonly name: "lexical";
      readonly texts: readonly string[];
      readonly classOf: Int32Array | null;
    }
  | { readonly name: "verbs"; readonly texts: readonly string[] }
  | {
      readonly name: "vectors";
      readonly units: UnitRows;
      readonly classOf: Int32Array | null;
      readonly seed: number;
    }
  | { readonly name: "chamfer"; readonly units: UnitRows; readonly seed: number }
  | {
      readonly name: "neighbours";
      readonly sets: readonly [UnitRows, UnitRows];
      readonly seed: number;
    }
  | { readonly name: "mauve"; readonly sets: readonly [UnitRows, UnitRows]; readonly seed: number }
  | {
      readonly name: "discrepancy";
      readonly sets: readonly [UnitRows, UnitRows];
      readonly seed: number;
    }
  | {
      readonly name: "duplicates";
      readonly texts: readonly string[];
    }
  | {
      readonly name: "leakage";
      readonly texts: readonly string[];
      readonly test: readonly string[];
      readonly notation: Notation;
    };

/** Pairwise figures that an O(n d) or O(n d^2) formula gives exactly. */
export interface VectorFigures extends ClassSimilarity {
  /** Mean cosine of all pairs; null for fewer than two. */
  readonly all: number | null;
  readonly vendi: number | null;
  /** Rows that the Vendi score was taken of: fewer than all where dimensions and rows are many. */
  readonly vendiRows: number;
}

/** Texts that repeat another. */
export interface DuplicateFigures {
  /** Texts equal to an earlier one (case, white space and Unicode form apart). */
  readonly exact: number;
  /** Texts near to another, those equal to one among them, beside one of each group. */
  readonly near: number;
  /** The largest groups of near texts, as positions, at most 10 groups of at most 5. */
  readonly groups: readonly (readonly number[])[];
  /** How often each different text was drawn, for what is unseen. */
  readonly counts: Int32Array;
}

/** Texts that give away test texts, each counted once under the strongest of the three. */
export interface LeakageFigures {
  readonly exact: number;
  readonly containing: number;
  readonly near: number;
  /** Test texts that are given away, and their positions. */
  readonly testTexts: number;
  readonly testFound: readonly number[];
  /** Pairs of positions, the strongest first, at most 10. */
  readonly examples: readonly {
    readonly generated: number;
    readonly test: number;
    readonly kind: string;
  }[];
}

export interface MeasuringResults {
  readonly lexical: LexicalFigures;
  readonly verbs: VerbObjectPairs;
  readonly vectors: VectorFigures;
  readonly chamfer: NearestDistances | null;
  readonly neighbours: NeighbourCoverage & { readonly rows: readonly [number, number] };
  readonly mauve: { readonly value: number; readonly rows: number };
  readonly discrepancy: MeanDiscrepancy & { readonly rows: readonly [number, number] };
  readonly duplicates: DuplicateFigures;
  readonly leakage: LeakageFigures;
}

/** Does a task in this thread. */
export function runMeasuringTask(task: MeasuringTask): MeasuringResults[MeasuringTask["name"]] {
  switch (task.name) {
    case "lexical":
      return lexicalFigures(task.texts, task.classOf);
    case "verbs":
      return verbObjectPairs(task.texts);
    case "vectors": {
      const most = Math.max(1000, Math.floor(VENDI_WORK / task.units.dimension ** 2));
      const some = drawn(task.units, most, new Random(task.seed).derive("vendi"));
      return {
        ...classRowSimilarity(task.units, task.classOf),
        vendi: vendiOfRows(some),
        vendiRows: some.rows,
      };
    }
    case "chamfer": {
      const { rows, dimension } = task.units;
      const sample = Math.max(50, Math.floor(CHAMFER_WORK / (rows * dimension)));
      return chamferOfRows(task.units, { sample, seed: task.seed });
    }
    case "neighbours": {
      const [a, b] = sampled(task.sets, MOST_COMPARED, task.seed);
      return { ...neighbourCoverage(a, b), rows: [a.rows, b.rows] };
    }
    case "mauve": {
      // Histograms of sets of different sizes scatter differently.
      const least = Math.min(MOST_COMPARED, task.sets[0].rows, task.sets[1].rows);
      const [a, b] = sampled(task.sets, least, task.seed);
      return { value: mauve(a, b, task.seed), rows: least };
    }
    case "discrepancy": {
      const [a, b] = sampled(task.sets, MOST_IN_KERNEL, task.seed);
      return { ...meanDiscrepancy(a, b, { seed: task.seed }), rows: [a.rows, b.rows] };
    }
    case "duplicates":
      return duplicatesOf(task.texts);
    case "leakage":
      return leakageOf(task);
  }
}

function sampled(
  [a, b]: readonly [UnitRows, UnitRows],
  most: number,
  seed: number,
): readonly [UnitRows, UnitRows] {
  return [
    drawn(a, most, new Random(seed).derive("first")),
    drawn(b, most, new Random(seed).derive("second")),
  ];
}

function drawn(units: UnitRows, most: number, random: Random): UnitRows {
  if (units.rows <= most) return units;
  const rows = Array.from({ length: units.rows }, (_, row) => row);
  return chosenRows(
    units,
    random.sample(rows, most).sort((a, b) => a - b),
  );
}

function duplicatesOf(texts: readonly string[]): DuplicateFigures {
  const groups = exactDuplicates(texts);
  const repeated = groups.reduce((sum, group) => sum + group.length - 1, 0);
  const near = nearDuplicates(texts);
  const counts = new Int32Array(texts.length - repeated).fill(1);
  groups.forEach((group, at) => (counts[at] = group.length));
  return {
    exact: repeated,
    near: texts.length - near.kept.length,
    groups: [...near.clusters]
      .sort((a, b) => b.length - a.length || a[0]! - b[0]!)
      .slice(0, 10)
      .map((group) => group.slice(0, 5)),
    counts,
  };
}

function leakageOf(task: MeasuringTask & { readonly name: "leakage" }): LeakageFigures {
  const found = findLeakage(task.texts, task.test, { notation: task.notation });
  const kinds = [
    ["equal", found.exact],
    ["containing", found.containment],
    ["near", found.near],
  ] as const;
  const told = new Set<number>();
  const counts = kinds.map(([, pairs]) => {
    const own = new Set(pairs.map(({ generated }) => generated).filter((text) => !told.has(text)));
    own.forEach((text) => told.add(text));
    return own.size;
  });
  return {
    exact: counts[0]!,
    containing: counts[1]!,
    near: counts[2]!,
    testTexts: found.testTexts,
    testFound: [...new Set(kinds.flatMap(([, pairs]) => pairs.map(({ test }) => test)))],
    examples: kinds
      .flatMap(([kind, pairs]) => pairs.map(({ generated, test }) => ({ generated, test, kind })))
      .slice(0, 10),
  };
}
