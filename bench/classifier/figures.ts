import type { LabelInput } from "../../tools/learning/contract.js";
import type { ClassifierAnswer } from "./reference.js";

const BINS = 15;

/** How good an answer is, as columns of a table. */
export function figuresOf(answer: ClassifierAnswer, truth: readonly LabelInput[]): string {
  const shown = (value: number): string => value.toFixed(4).padStart(8);
  if (answer.labels !== undefined) {
    const { micro, macro } = f1(
      answer.labels,
      truth.map((label) => [label].flat()),
    );
    return `micro-F1 ${shown(micro)}  macro-F1 ${shown(macro)}  ${" ".repeat(35)}${time(answer)}`;
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
  const { macro } = f1(
    said,
    truth.map((label) => [label].flat()),
  );
  return (
    `accuracy ${shown(right / truth.length)}  macro-F1 ${shown(macro)}  ` +
    `log loss ${shown(loss / truth.length)}  ` +
    `ECE ${shown(bins.reduce((sum, gap) => sum + Math.abs(gap), 0) / truth.length)}  ${time(answer)}`
  );
}

function time({ seconds, processor }: ClassifierAnswer): string {
  return `${seconds.toFixed(2).padStart(7)} s (processor ${processor.toFixed(2)} s)`;
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
