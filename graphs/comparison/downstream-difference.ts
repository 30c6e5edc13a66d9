import { labelKey } from "../../schema/label.js";
import type { Row } from "../../schema/sample.js";
import { normalizeText } from "../../base/text/normalize.js";
import {
  armDifference,
  type ArmPredictions,
} from "../../tools/evaluation/downstream/arm-scores.js";
import { predictedLabels } from "../../tools/evaluation/downstream/predicted-labels.js";
import { textPair } from "../../tools/rows/text-pair.js";
import type { ComparedRun } from "./compared-run.js";
import type { TestedFigure } from "./figure-differences.js";

/** Common held-out rows below which nothing is tested. */
const FEWEST_TESTED = 20;
const FEWEST_TRAINED = 10;
const SEEDS = 3;

/**
 * What small models trained on either run get right on real rows that were held out of both: paired
 * bootstrap and exact McNemar test over these rows.
 */
export async function downstreamDifference(
  [first, second]: readonly [ComparedRun, ComparedRun],
  { seed, signal }: { readonly seed: number; readonly signal?: AbortSignal | undefined },
): Promise<TestedFigure> {
  const none = (note: string): TestedFigure => ({
    name: "downstream",
    of: null,
    unit: "share",
    first: first.report?.summary.downstream.synthetic?.accuracy ?? null,
    second: second.report?.summary.downstream.synthetic?.accuracy ?? null,
    test: null,
    note,
  });
  if (first.task.labels.length === 0 || first.task.kind.labels === "none")
    return none("the task has no labels to test");
  const test = commonRows(first.heldOut, second.heldOut);
  if (test.length < FEWEST_TESTED)
    return none(
      `${test.length} real rows were held out of both runs, at least ${FEWEST_TESTED} are needed`,
    );
  const arms: ArmPredictions[] = [];
  for (const run of [first, second]) {
    const predicted = await predictions(run, test, { seed, signal });
    if (typeof predicted === "string") return none(`${run.id}: ${predicted}`);
    arms.push(predicted);
  }
  const truth = test.map(({ label }) => labelKey(label));
  const { difference, low, high, probability } = await armDifference(arms[1]!, arms[0]!, {
    truth,
    seed,
  });
  const accuracy = ({ bySeed }: ArmPredictions): number =>
    bySeed.reduce(
      (sum, keys) => sum + keys.filter((key, row) => key === truth[row]).length / truth.length,
      0,
    ) / bySeed.length;
  return {
    name: "downstream",
    of: null,
    unit: "share",
    first: accuracy(arms[0]!),
    second: accuracy(arms[1]!),
    test: { difference, low, high, probability, method: "McNemar" },
    note: `on ${test.length} real rows held out of both`,
  };
}

/** Rows that neither run has shown to a model. */
function commonRows(first: readonly Row[], second: readonly Row[]): Row[] {
  const keyOf = ({ text, label }: Row): string =>
    JSON.stringify([normalizeText(text), labelKey(label)]);
  const known = new Set(second.map(keyOf));
  return first.filter((row) => row.label !== null && known.has(keyOf(row)));
}

async function predictions(
  { task, accepted }: ComparedRun,
  test: readonly Row[],
  { seed, signal }: { readonly seed: number; readonly signal: AbortSignal | undefined },
): Promise<ArmPredictions | string> {
  const { multiLabel } = task.spec;
  const textOf = (row: Pick<Row, "fields" | "text">) =>
    textPair(row.fields, task.textFields) ?? row.text;
  const trained = accepted.filter(({ label, text }) => label !== null && text.trim() !== "");
  if (trained.length < FEWEST_TRAINED)
    return `${trained.length} rows to train on, at least ${FEWEST_TRAINED} are needed`;
  const bySeed: (readonly string[])[] = [];
  for (let at = 0; at < SEEDS; at++) {
    const predicted = await predictedLabels(
      {
        texts: trained.map(textOf),
        labels: trained.map(({ label }) =>
          multiLabel ? ([] as string[]).concat(label ?? []) : labelKey(label),
        ),
        weights: trained.map(({ weight }) => weight),
        classes: task.labels.map(({ name }) => name),
        multiLabel,
        seed: seed + at,
        test: test.map(textOf),
      },
      { signal },
    );
    if (typeof predicted === "string") return predicted;
    bySeed.push(predicted);
  }
  return { size: trained.length, bySeed };
}
