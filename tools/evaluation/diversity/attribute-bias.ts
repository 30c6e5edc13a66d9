import { isDatawrightError } from "../../../base/errors.js";
import { wilsonInterval } from "../../../base/statistics/intervals.js";
import { Random } from "../../../base/statistics/random.js";
import {
  crossValidatedProbabilitiesInWorker,
  trainTextClassifierInWorker,
} from "../../learning/learning-in-worker.js";
import { estimateLabelShift } from "../../learning/label-shift/estimate-label-shift.js";
import { decidingOptions } from "../../learning/out-of-sample.js";
import type { EvaluatedRow, EvaluationContext, Figure, Finding } from "../contract.js";
import { measured, percent, unmeasured } from "../figure.js";

/** Rows that a value needs to be learnt and told from the others. */
const FEWEST_ROWS = 5;
/** Rows of the reference below which shares say nothing. */
const FEWEST_REFERENCE = 20;
/** Rows of either side that are looked at; beyond, drawn. */
const MOST_ROWS = 5000;
/** Share of the rows that would need another value at which a dataset leans. */
const MUCH = 0.15;

/** How often a value was ordered, and how often real rows have it. */
export interface ValueShare {
  readonly value: string;
  /** Share among the rows of the dataset that have the attribute. */
  readonly share: number;
  /** Estimated share among the reference rows. */
  readonly reference: number;
  /** Its 95 % interval by bootstrap over both sides. */
  readonly low: number;
  readonly high: number;
}

/** One attribute beside the reference. */
export interface AttributeShares {
  readonly rows: number;
  readonly referenceRows: number;
  /** Share of held-out rows whose value the classifier tells; null where the reference states its values. */
  readonly toldRight: number | null;
  /** Share of the rows that would need another value to be distributed as the reference. */
  readonly distance: number | null;
  /** Why there is no distance, or what was left out. */
  readonly note: string | null;
  readonly values: readonly ValueShare[];
}

/** The bias of all attributes: see `attributeBias`. */
export interface AttributeBias {
  /** The largest distance of an attribute. */
  readonly figure: Figure;
  readonly findings: readonly Finding[];
  readonly byAttribute: Readonly<Record<string, AttributeShares>>;
}

/**
 * Attribute bias (Yu et al. 2023): how each attribute of the orders is distributed beside real rows.
 *
 * Real rows seldom state their attributes. A classifier learns them from the dataset, and its
 * answers on the reference are put right by what it confuses on held-out rows (Saerens, Latinne and
 * Decaestecker 2002). An attribute that it tells no better than its most frequent value would be is
 * not measured.
 */
export async function attributeBias(
  rows: readonly EvaluatedRow[],
  reference: readonly EvaluatedRow[] | null,
  context: Pick<EvaluationContext, "seed" | "signal"> & {
    /** Told how far it is, 0 to 1: a classifier is trained for each attribute. */
    readonly progress?: (share: number) => void;
  },
): Promise<AttributeBias> {
  const names = [...new Set(rows.flatMap(({ conditions }) => Object.keys(conditions)))].sort();
  const none = (note: string): AttributeBias => ({
    figure: unmeasured(note, rows.length),
    findings: [],
    byAttribute: {},
  });
  if (reference === null) return none("no reference rows were given");
  if (names.length === 0) return none("the rows have no column `conditions`");
  if (reference.length < FEWEST_REFERENCE)
    return none(`${reference.length} reference rows; ${FEWEST_REFERENCE} are needed`);
  const byAttribute: Record<string, AttributeShares> = {};
  for (const [at, name] of names.entries()) {
    byAttribute[name] = await sharesOf(name, rows, { reference, ...context });
    context.progress?.((at + 1) / names.length);
  }
  const told = Object.entries(byAttribute).filter(([, { distance }]) => distance !== null);
  if (told.length === 0)
    return { ...none("no attribute could be told from the texts"), byAttribute };
  const [worst, shares] = told.reduce((most, next) =>
    next[1].distance! > most[1].distance! ? next : most,
  );
  return {
    figure: measured(shares.distance, shares.rows, {
      of: rows.length,
      note: `the largest of ${told.length} of ${names.length} attributes: ${worst}`,
    }),
    findings: told.flatMap(([name, found]) => findingsOf(name, found)),
    byAttribute,
  };
}

interface Sides extends Pick<EvaluationContext, "seed" | "signal"> {
  readonly reference: readonly EvaluatedRow[];
}

async function sharesOf(
  name: string,
  rows: readonly EvaluatedRow[],
  { reference, seed, signal }: Sides,
): Promise<AttributeShares> {
  const drawn = <T>(from: readonly T[], side: string): readonly T[] =>
    from.length <= MOST_ROWS
      ? from
      : new Random(seed).derive(`attribute-bias/${name}/${side}`).sample(from, MOST_ROWS);
  const own = rows.filter(({ conditions, text }) => name in conditions && text.trim() !== "");
  const counts = countsOf(own.map(({ conditions }) => conditions[name]!));
  const values = [...counts.keys()].filter((value) => counts.get(value)! >= FEWEST_ROWS).sort();
  const rare = counts.size - values.length;
  const used = drawn(
    own.filter(({ conditions }) => values.includes(conditions[name]!)),
    "rows",
  );
  const real = drawn(
    reference.filter(({ text }) => text.trim() !== ""),
    "reference",
  );
  const left = rare === 0 ? null : `${rare} values of fewer than ${FEWEST_ROWS} rows left out`;
  const nothing = (note: string, toldRight: number | null = null): AttributeShares => ({
    ...{ rows: used.length, referenceRows: real.length, toldRight, distance: null, note },
    values: [],
  });
  if (values.length < 2) return nothing("fewer than two values have rows enough");
  const labels = used.map(({ conditions }) => values.indexOf(conditions[name]!));
  const stated = real.filter(({ conditions }) => values.includes(conditions[name] ?? ""));
  const given = stated.length >= FEWEST_REFERENCE;
  const target = given ? stated : real;
  if (target.length < FEWEST_REFERENCE) return nothing("too few reference rows with a text");
  const seen = given
    ? statedValues({ labels, values, name, target })
    : await toldValues(used, { labels, values, target, seed, signal });
  if (typeof seen === "string") return nothing(seen);
  const { probabilities, targetProbabilities, right } = seen;
  if (right !== null) {
    const most = Math.max(...values.map((_, at) => labels.filter((label) => label === at).length));
    if (wilsonInterval(right, labels.length).lower <= most / labels.length)
      return nothing(
        "a classifier tells its values no better than the most frequent one would be",
        right / labels.length,
      );
  }
  const shift = estimateLabelShift({ probabilities, labels, target: targetProbabilities, seed });
  return {
    rows: used.length,
    referenceRows: target.length,
    toldRight: right === null ? null : right / labels.length,
    distance:
      values.reduce((sum, _, at) => sum + Math.abs(shift.source[at]! - shift.target[at]!), 0) / 2,
    note: left,
    values: values.map((value, at) => ({
      value,
      share: shift.source[at]!,
      reference: shift.target[at]!,
      low: shift.intervals![at]!.lower,
      high: shift.intervals![at]!.upper,
    })),
  };
}

/** What is known of the value of each row, as probabilities over the values. */
interface SeenValues {
  readonly probabilities: readonly ArrayLike<number>[];
  readonly targetProbabilities: readonly ArrayLike<number>[];
  /** Held-out rows whose value was told; null where all values are stated. */
  readonly right: number | null;
}

function statedValues(rows: {
  readonly labels: readonly number[];
  readonly values: readonly string[];
  readonly name: string;
  readonly target: readonly EvaluatedRow[];
}): SeenValues {
  const sure = (value: number): Float64Array =>
    Float64Array.from(rows.values, (_, at) => (at === value ? 1 : 0));
  return {
    probabilities: rows.labels.map(sure),
    targetProbabilities: rows.target.map(({ conditions }) =>
      sure(rows.values.indexOf(conditions[rows.name]!)),
    ),
    right: null,
  };
}

async function toldValues(
  used: readonly EvaluatedRow[],
  more: {
    readonly labels: readonly number[];
    readonly values: readonly string[];
    readonly target: readonly EvaluatedRow[];
    readonly seed: number;
    readonly signal: AbortSignal | undefined;
  },
): Promise<SeenValues | string> {
  const { values, target, seed, signal } = more;
  const options = {
    ...decidingOptions(used.length),
    texts: used.map(({ text }) => text),
    labels: more.labels.map((label) => values[label]!),
    classes: values,
    seed,
  };
  try {
    const { classes, probabilities } = await crossValidatedProbabilitiesInWorker(options, {
      signal,
    });
    const classifier = await trainTextClassifierInWorker(options, { signal });
    const column = values.map((value) => classes.indexOf(value));
    const ordered = probabilities.map((row) => shareOut(column.map((at) => row[at] ?? 0)));
    const called = classifier.classes;
    const columnOf = values.map((value) => called.indexOf(value));
    return {
      probabilities: ordered,
      targetProbabilities: classifier
        .predict(target.map(({ text }) => text))
        .map((prediction) => shareOut(columnOf.map((at) => prediction.probabilities[at] ?? 0))),
      right: ordered.filter((row, at) => row[more.labels[at]!] === Math.max(...row)).length,
    };
  } catch (error) {
    if (isDatawrightError(error) && error.code === "TRAINING_DATA") return error.message;
    throw error;
  }
}

/** The numbers as shares of their sum; equal ones where all are 0. */
function shareOut(row: readonly number[]): Float64Array {
  const sum = row.reduce((total, value) => total + value, 0);
  return Float64Array.from(row, (value) => (sum > 0 ? value / sum : 1 / row.length));
}

function findingsOf(name: string, { distance, values }: AttributeShares): Finding[] {
  const sure = values.filter(({ share, low, high }) => share < low || share > high);
  if (distance! <= MUCH || sure.length === 0) return [];
  const [far] = sure.toSorted(
    (a, b) => Math.abs(b.share - b.reference) - Math.abs(a.share - a.reference),
  );
  const { value, share, reference, low, high } = far!;
  return [
    {
      level: "doubt",
      text:
        `${name} leans: "${value}" has ${percent(share)} of the rows and about ` +
        `${percent(reference)} [${percent(low)}, ${percent(high)}] of the real ones`,
      next: `Give the values of ${name} weights after the real shares, if those are what you want.`,
    },
  ];
}

function countsOf(values: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}
