import type { LabelInput } from "../../tools/learning/contract.js";
import type { ClassifierAnswer } from "./reference.js";

const BINS = 15;

/** The columns of `figuresOf`. */
export const FIGURE_HEADS =
  `${"measure".padEnd(8)} ${"it".padStart(6)} ${"macroF1".padStart(7)} ${"logloss".padStart(7)} ` +
  `${"ECE".padStart(6)} ${"seconds".padStart(7)} ${"of CPU".padStart(7)}`;

/** How good an answer is, and what it took, as columns of a table. */
export function figuresOf(answer: ClassifierAnswer, truth: readonly LabelInput[]): string {
  const shown = (value: number): string => value.toFixed(4);
  const line = (measure: string, values: readonly (number | null)[]): string =>
    `${measure.padEnd(8)} ` +
    values
      .map((value, at) => (value === null ? "" : shown(value)).padStart(at % 3 === 0 ? 6 : 7))
      .join(" ") +
    ` ${answer.seconds.toFixed(2).padStart(7)} ${answer.processor.toFixed(2).padStart(7)}`;
  const wanted = truth.map((label) => [label].flat());
  if (answer.labels !== undefined) {
    const { micro, macro } = f1(answer.labels, wanted);
    return line("micro-F1", [micro, macro, null, null]);
  }
  const { classes, probabilities } = answer;
  let right = 0;
  let loss = 0;
  const bins = Array.from({ length: BINS }, () => 0);
  const said = probabilities!.map((row, at) => {
    let best = 0;
    for (let c = 1; c < row.length; c++) if (row[c]! > row[best]!) best = c;
    const hit = classes[best] === truth[at] ? 1 : 0;
    right += hit;
    loss -= Math.log(Math.max(1e-12, row[classes.indexOf(String(truth[at]))] ?? 0));
    const bin = Math.min(BINS - 1, Math.floor(row[best]! * BINS));
    bins[bin] = bins[bin]! + row[best]! - hit;
    return [classes[best]!];
  });
  const gap = bins.reduce((sum, each) => sum + Math.abs(each), 0);
  return line("accuracy", [
    right / truth.length,
    f1(said, wanted).macro,
    loss / truth.length,
    gap / truth.length,
  ]);
}

function f1(
  said: readonly (readonly string[])[],
  truth: readonly (readonly string[])[],
): { micro: number; macro: number } {
  const counts = new Map<string, { hits: number; total: number }>();
  const of = (name: string): { hits: number; total: number } => {
    const found = counts.get(name) ?? { hits: 0, total: 0 };
    counts.set(name, found);
    return found;
  };
  said.forEach((labels, at) => {
    const right = new Set(truth[at]);
    for (const name of labels) {
      of(name).total++;
      if (right.has(name)) of(name).hits++;
    }
    for (const name of right) of(name).total++;
  });
  const all = [...counts.values()];
  const share = (hits: number, total: number): number => (total === 0 ? 0 : (2 * hits) / total);
  return {
    micro: share(
      all.reduce((sum, { hits }) => sum + hits, 0),
      all.reduce((sum, { total }) => sum + total, 0),
    ),
    macro: all.reduce((sum, { hits, total }) => sum + share(hits, total), 0) / all.length,
  };
}
