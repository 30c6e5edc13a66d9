import { unseenMass } from "../../../base/statistics/good-turing.js";
import { labelKey } from "../../../schema/label.js";
import { chao1 } from "../../metrics/distributions/chao1.js";
import { gini } from "../../metrics/distributions/gini.js";
import type { EvaluatedRow, EvaluationInput, Figure, PlannedCell } from "../contract.js";
import { measured, unmeasured } from "../figure.js";

/**
 * How the planned space is covered: cells of the plan, pairs of the values of any two conditions, how
 * evenly labels and cells are filled, and what a further sample would still bring.
 *
 * @param textCounts how often each different text occurs
 */
export function spacePart(
  { rows, cells, task }: Pick<EvaluationInput, "rows" | "cells" | "task">,
  textCounts: Int32Array,
): Record<string, Figure> {
  const n = rows.length;
  const wanted = (cells ?? []).filter(({ quota }) => quota > 0);
  const without = "the data are no run's: it has no plan";
  return {
    labels: labelled(rows, (counts) => counts.length),
    labelGini: labelled(rows, (counts) => (counts.length < 2 ? null : gini(counts))),
    smallestClass: labelled(rows, (counts) => Math.min(...counts)),
    plannedCoverage:
      wanted.length === 0 ? unmeasured(without, n) : measured(covered(wanted), wanted.length),
    cellGini:
      wanted.length === 0
        ? unmeasured(without, n)
        : measured(gini(wanted.map(({ accepted }) => accepted)), wanted.length),
    pairCoverage: pairCoverage(
      rows,
      new Map((task.spec.attributes ?? []).map(({ name, values }) => [name, values ?? []])),
    ),
    unseenMass: allDifferent(textCounts)
      ? unmeasured("every text is different: nothing tells how many more there are", n)
      : measured(unseenMass(textCounts), n),
    textsAtLeast: allDifferent(textCounts)
      ? unmeasured("every text is different: nothing tells how many more there are", n)
      : measured(chao1(textCounts), n),
  };
}

const covered = (cells: readonly PlannedCell[]): number =>
  cells.filter(({ accepted }) => accepted > 0).length / cells.length;

const allDifferent = (counts: Int32Array): boolean => counts.every((count) => count === 1);

function labelled(
  rows: readonly EvaluatedRow[],
  figure: (counts: readonly number[]) => number | null,
): Figure {
  const counts = [...labelCounts(rows).values()];
  if (counts.length === 0) return unmeasured("the rows have no labels", rows.length);
  const value = figure(counts);
  return value === null
    ? unmeasured("there is one label", rows.length)
    : measured(
        value,
        counts.reduce((sum, count) => sum + count, 0),
        { of: rows.length },
      );
}

/** Rows of each label; those of several labels count for each. */
export function labelCounts(rows: readonly EvaluatedRow[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { label } of rows)
    for (const name of typeof label === "string" ? [labelKey(label)] : (label ?? []))
      counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

/**
 * Share of the pairs of values of two different conditions, the label among them, that at least one
 * row has; of the values that the task names, else of those that rows have.
 */
function pairCoverage(
  rows: readonly EvaluatedRow[],
  named: ReadonlyMap<string, readonly string[]>,
): Figure {
  const values = new Map<string, Set<string>>();
  for (const [name, known] of named) if (known.length > 0) values.set(name, new Set(known));
  const pairs = new Set<string>();
  let conditioned = 0;
  for (const { conditions, label } of rows) {
    const own = Object.entries(conditions);
    if (own.length === 0) continue;
    conditioned++;
    if (typeof label === "string") own.push(["label", label]);
    own.sort(([a], [b]) => (a < b ? -1 : 1));
    own.forEach(([name, value], at) => {
      if (!values.has(name)) values.set(name, new Set());
      values.get(name)!.add(value);
      for (const other of own.slice(at + 1)) pairs.add(JSON.stringify([name, value, ...other]));
    });
  }
  const sizes = [...values.values()].map((set) => set.size);
  let possible = 0;
  sizes.forEach((size, at) => {
    for (const other of sizes.slice(at + 1)) possible += size * other;
  });
  return conditioned === 0 || possible === 0
    ? unmeasured("the rows have no column `conditions` with two or more conditions", rows.length)
    : measured(pairs.size / possible, conditioned, { of: rows.length });
}
