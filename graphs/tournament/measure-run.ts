import { Random } from "../../base/statistics/random.js";
import { mean } from "../../base/statistics/mean.js";
import { labelKey } from "../../schema/label.js";
import type { Row } from "../../schema/sample.js";
import type { Task } from "../../schema/task.js";
import { textPair } from "../../tools/rows/text-pair.js";
import { isDatawrightError } from "../../base/errors.js";
import { predictedLabels } from "../../tools/evaluation/downstream/predicted-labels.js";
import type { TrainingTask } from "../../tools/evaluation/downstream/trained-predictions.js";
import { averagePairwiseSimilarity } from "../../tools/metrics/vectors/average-pairwise-similarity.js";
import { coveredRows } from "../../tools/metrics/vectors/neighbour-coverage.js";
import { unitRows, type UnitRows } from "../../tools/metrics/vectors/unit-rows.js";
import type { RoleModel } from "../../tools/models/contract.js";
import type { Objective, ObjectiveFigure, RunFigures } from "../../tools/tournament/objectives.js";
import { openRun } from "../commands/open-run.js";
import { measureFaithfulness, type JudgedRow } from "../evaluation/measure-faithfulness.js";

/** What was measured of one run, as it is kept. */
export interface MeasuredRun extends RunFigures {
  /** Accepted samples. */
  readonly rows: number;
  /** Rows that were judged. */
  readonly judged: number;
  /** What the judge has spent on it, in the money of the tournament. */
  readonly judging: number;
}

/** What the runs of a tournament are measured by: the same for all of them. */
export interface Measuring {
  readonly task: Task;
  readonly objectives: readonly Objective[];
  /** Real rows that no run has seen. */
  readonly heldOut: readonly Row[];
  /** Their vectors; null where there are too few to tell of coverage. */
  readonly heldOutVectors: UnitRows | null;
  /** Undefined for rules that ask nobody. */
  readonly judge: RoleModel | undefined;
  /** What the judge has spent, in the money of the tournament. */
  readonly judgeSpent: () => number;
  embed(texts: readonly string[]): Promise<readonly Float32Array[]>;
  readonly concurrency: number;
  readonly signal?: AbortSignal | undefined;
}

interface MadeRow extends JudgedRow {
  readonly weight: number;
  readonly conditions: readonly (readonly [string, string])[];
}

/** Rows below which nothing is trained: the most frequent label is guessed. */
const FEWEST_TRAINED = 10;
/** Rows of which the vectors are compared at most. */
const MOST_COMPARED = 2000;

/**
 * Measures the accepted samples of a run, as they stand in its folder.
 *
 * @param money.judged rows that are judged at most, and what may be spent on it
 */
export async function measureRun(
  folder: string,
  measuring: Measuring,
  money: { readonly judged: number; readonly judging: number; readonly seed: string },
): Promise<MeasuredRun> {
  const rows = await acceptedRows(folder);
  const wanted = (name: Objective): boolean => measuring.objectives.includes(name);
  const random = new Random(money.seed);
  const compared =
    wanted("coverage") || wanted("diversity")
      ? await vectorsOf(random.derive("compared").sample(rows, MOST_COMPARED), measuring)
      : [];
  const objectives: Partial<Record<Objective, ObjectiveFigure>> = {};
  if (wanted("downstream")) objectives.downstream = await downstreamOf(rows, measuring);
  let judged = 0;
  const before = measuring.judgeSpent();
  if (wanted("faithfulness")) {
    const drawn = random.derive("judged").sample(rows, money.judged);
    const passes = await judgedRows(drawn, measuring, money.judging);
    judged = passes.length;
    // Of no row nothing is faithful; of rows that no judge could be read on, nothing is known.
    if (judged > 0 || rows.length === 0)
      objectives.faithfulness = { value: judged === 0 ? 0 : mean(passes) };
  }
  if (wanted("coverage")) objectives.coverage = coverageOf(rows, compared, measuring);
  if (wanted("diversity"))
    objectives.diversity = {
      value: compared.length < 2 ? 0 : 1 - Math.max(0, averagePairwiseSimilarity(compared)!),
    };
  return {
    objectives,
    rows: rows.length,
    judged,
    judging: measuring.judgeSpent() - before,
  };
}

async function acceptedRows(folder: string): Promise<MadeRow[]> {
  const run = await openRun(folder);
  const rows: MadeRow[] = [];
  try {
    for await (const sample of run.stream({ status: "accepted", order: "accepted" }))
      rows.push({
        id: sample.id,
        text: sample.text,
        fields: sample.fields,
        label: sample.label.current,
        weight: sample.weight,
        conditions: sample.conditions.map(({ name, value }) => [name, String(value)]),
      });
  } finally {
    run.close();
  }
  return rows;
}

/** Texts without words have no direction: they are left out. */
async function vectorsOf(
  rows: readonly MadeRow[],
  { embed }: Measuring,
): Promise<readonly Float32Array[]> {
  const vectors = await embed(rows.map(({ text }) => text));
  return vectors.filter((vector) => vector.some((value) => value !== 0));
}

/** Whether a small model trained on the rows gives each held-out row its label. */
async function downstreamOf(
  rows: readonly MadeRow[],
  { task, heldOut, signal }: Measuring,
): Promise<ObjectiveFigure> {
  const { multiLabel, seed } = task.spec;
  const trained = rows.filter(({ label, text }) => label !== null && text.trim() !== "");
  const textOf = (row: Pick<Row, "fields" | "text">) =>
    textPair(row.fields, task.textFields) ?? row.text;
  const training: TrainingTask = {
    texts: trained.map(textOf),
    labels: trained.map(({ label }) =>
      multiLabel ? ([] as string[]).concat(label ?? []) : labelKey(label),
    ),
    weights: trained.map(({ weight }) => weight),
    classes: task.labels.map(({ name }) => name),
    multiLabel,
    seed,
    test: heldOut.map(textOf),
  };
  const predicted =
    trained.length < FEWEST_TRAINED ? "too few rows" : await predictedLabels(training, { signal });
  const guess = mostFrequent(trained.map(({ label }) => labelKey(label)));
  return {
    byRow: heldOut.map(({ label }, at) =>
      (typeof predicted === "string" ? guess : predicted[at]) === labelKey(label) ? 1 : 0,
    ),
  };
}

function mostFrequent(keys: readonly string[]): string | null {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))[0]?.[0] ?? null;
}

/** Which rows pass, a few at a time, while the judge has money left; 1 for those that do. */
async function judgedRows(
  rows: readonly MadeRow[],
  { task, judge, judgeSpent, embed, concurrency, signal }: Measuring,
  judging: number,
): Promise<number[]> {
  const passes: number[] = [];
  const before = judgeSpent();
  for (let start = 0; start < rows.length; start += concurrency) {
    if (start > 0 && judge !== undefined && judging > 0 && judgeSpent() - before >= judging) break;
    try {
      const { found } = await measureFaithfulness(rows.slice(start, start + concurrency), {
        task,
        models: judge === undefined ? [] : [judge],
        embed,
        concurrency,
        ...(signal === undefined ? {} : { signal }),
      });
      for (const { pass } of found) if (pass !== null) passes.push(pass ? 1 : 0);
    } catch (error) {
      // What was judged before counts.
      if (isDatawrightError(error) && error.code === "BUDGET_EXHAUSTED") break;
      throw error;
    }
  }
  return passes;
}

/** Held-out rows that have a row of their kind; without them, values of the task that have one. */
function coverageOf(
  rows: readonly MadeRow[],
  vectors: readonly Float32Array[],
  { heldOutVectors, task }: Measuring,
): ObjectiveFigure {
  if (heldOutVectors !== null) return { byRow: coveredRows(unitRows(vectors), heldOutVectors) };
  const values = plannedValues(task);
  const found = new Set(
    rows.flatMap(({ label, conditions }) => [
      ...([] as string[]).concat(label ?? []).map((name) => valueKey("label", name)),
      ...conditions.map(([name, value]) => valueKey(name, value)),
    ]),
  );
  return { value: values.filter((value) => found.has(value)).length / values.length };
}

/** Labels and values of attributes that the task names. */
export function plannedValues({ labels, spec }: Task): string[] {
  return [
    ...labels.map(({ name }) => valueKey("label", name)),
    ...(spec.attributes ?? []).flatMap(({ name, values = [] }) =>
      values.map((value) => valueKey(name, value)),
    ),
  ];
}

const valueKey = (name: string, value: string): string => JSON.stringify([name, value]);
