import { words } from "../../base/text/words.js";
import type { LabelSpec } from "../../schema/label.js";
import type { Row } from "../../schema/sample.js";
import type { Task } from "../../schema/task.js";
import type { LabelConfusions } from "./label-confusions.js";

/** With more labels than this a question defines only some of them. */
export const DEFINED_LABELS = 12;
/** Labels that one is told apart from where there are more than DEFINED_LABELS. */
const MOST_CONFUSABLE = 5;
/** Score of a label that a small model did confuse with another: above all that is only alike. */
const CONFUSED = 3;
/** Rows of a label that are looked at. */
const ROWS_OF_LABEL = 20;

type Weights = ReadonlyMap<string, number>;

interface LabelWords {
  readonly label: LabelSpec;
  readonly rows: readonly { readonly row: Row; readonly weights: Weights }[];
  /** Sum of the weights of name, definition and rows. */
  readonly sum: Weights;
}

/** A label that another is easily taken for, with a real row of it that lies nearest to that one. */
export interface ConfusableLabel {
  readonly label: LabelSpec;
  /** Null where no support row has the label. */
  readonly boundary: Row | null;
  /** How easily, from 0: nothing is known that the two have in common. */
  readonly score: number;
}

const known = new WeakMap<Task, Map<string, readonly ConfusableLabel[]>>();
const read = new WeakMap<Task, readonly LabelWords[]>();

/**
 * The five labels that a label is most easily taken for, most confusable first: those that the run's
 * small model confuses it with, then by how often a nearest-centroid model takes rows of one for the
 * other, each row left out of its own centroid, and by the similarity of their names, definitions
 * and rows (TF-IDF, cosine).
 *
 * What is alike is found once for a label of a task: support rows never change during a run.
 *
 * @param confusions of the small model of the sealed rounds; empty before there is one
 */
export function confusableLabels(
  task: Task,
  name: string,
  confusions: LabelConfusions = new Map(),
): readonly ConfusableLabel[] {
  let found = known.get(task);
  if (!found) known.set(task, (found = new Map<string, readonly ConfusableLabel[]>()));
  let alike = found.get(name);
  if (!alike) found.set(name, (alike = mostAlike(task, name)));
  const all = labelWords(task);
  const wanted = all.find(({ label }) => label.name === name);
  const confused = (confusions.get(name) ?? []).flatMap(
    (other) => all.find(({ label }) => label.name === other) ?? [],
  );
  if (wanted === undefined || confused.length === 0) return alike;
  return [
    ...confused
      .slice(0, MOST_CONFUSABLE)
      .map((other) => ({ ...besides(wanted, other), score: CONFUSED })),
    ...alike.filter(({ label }) => confused.every((other) => other.label !== label)),
  ].slice(0, MOST_CONFUSABLE);
}

function mostAlike(task: Task, name: string): readonly ConfusableLabel[] {
  const all = labelWords(task);
  const wanted = all.find(({ label }) => label.name === name);
  if (wanted === undefined) return [];
  return all
    .filter((other) => other !== wanted)
    .map((other) => ({
      other,
      score: taken(wanted, other) + taken(other, wanted) + cosine(wanted.sum, other.sum),
    }))
    .sort((a, b) => b.score - a.score)
    .slice(0, MOST_CONFUSABLE)
    .map(({ other, score }) => ({ ...besides(wanted, other), score }));
}

/** The other label with the row of it that is nearest to the wanted one. */
function besides(wanted: LabelWords, { label, rows }: LabelWords): Omit<ConfusableLabel, "score"> {
  const nearest = rows.reduce<{ row: Row | null; near: number }>(
    (best, { row, weights }) => {
      const near = cosine(weights, wanted.sum);
      return near > best.near ? { row, near } : best;
    },
    { row: rows[0]?.row ?? null, near: -1 },
  );
  return { label, boundary: nearest.row };
}

/** Share of the rows of one label that are nearer to the other one. */
function taken(own: LabelWords, other: LabelWords): number {
  if (own.rows.length < 2 || other.rows.length === 0) return 0;
  const wrong = own.rows.filter(
    ({ weights }) => cosine(weights, other.sum) > cosine(weights, without(own.sum, weights)),
  );
  return wrong.length / own.rows.length;
}

function labelWords(task: Task): readonly LabelWords[] {
  let all = read.get(task);
  if (!all) read.set(task, (all = readWords(task)));
  return all;
}

function readWords(task: Task): readonly LabelWords[] {
  const rows = new Map<string, Row[]>(task.labels.map(({ name }) => [name, []]));
  for (const row of task.support)
    for (const name of row.label === null ? [] : [row.label].flat()) {
      const own = rows.get(name);
      if (own && own.length < ROWS_OF_LABEL && row.text.trim() !== "") own.push(row);
    }
  const described = task.labels.map(({ name, verbalizer, definition }) =>
    words([name.replaceAll(/[_-]+/gu, " "), verbalizer, definition].join(" ").toLowerCase()),
  );
  const wordsOf = (row: Row): string[] => words(row.text.toLowerCase());
  // How many labels have a word: what all share tells none apart.
  const labelsWith = new Map<string, number>();
  task.labels.forEach(({ name }, index) => {
    const own = new Set([...described[index]!, ...rows.get(name)!.flatMap(wordsOf)]);
    for (const word of own) labelsWith.set(word, (labelsWith.get(word) ?? 0) + 1);
  });
  const weigh = (list: readonly string[]): Weights => {
    const weights = new Map<string, number>();
    for (const word of new Set(list))
      weights.set(word, Math.log((1 + task.labels.length) / labelsWith.get(word)!));
    return unit(weights);
  };
  return task.labels.map((label, index) => {
    const own = rows.get(label.name)!.map((row) => ({ row, weights: weigh(wordsOf(row)) }));
    const sum = new Map(weigh(described[index]!));
    for (const { weights } of own) add(sum, weights);
    return { label, rows: own, sum };
  });
}

function add(sum: Map<string, number>, weights: Weights): void {
  for (const [word, weight] of weights) sum.set(word, (sum.get(word) ?? 0) + weight);
}

function without(sum: Weights, weights: Weights): Weights {
  const rest = new Map(sum);
  for (const [word, weight] of weights) rest.set(word, (rest.get(word) ?? 0) - weight);
  return rest;
}

function unit(weights: Weights): Weights {
  const length = norm(weights);
  return length === 0
    ? weights
    : new Map([...weights].map(([word, weight]) => [word, weight / length]));
}

function norm(weights: Weights): number {
  let squares = 0;
  for (const weight of weights.values()) squares += weight * weight;
  return Math.sqrt(squares);
}

function cosine(one: Weights, other: Weights): number {
  const [small, large] = one.size < other.size ? [one, other] : [other, one];
  let product = 0;
  for (const [word, weight] of small) product += weight * (large.get(word) ?? 0);
  const lengths = norm(one) * norm(other);
  return lengths === 0 ? 0 : product / lengths;
}
