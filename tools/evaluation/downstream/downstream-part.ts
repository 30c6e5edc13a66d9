import { availableParallelism } from "node:os";
import { DatawrightError } from "../../../base/errors.js";
import { normalizeText } from "../../../base/text/normalize.js";
import { runWorker } from "../../../base/workers/run-worker.js";
import { labelKey } from "../../../schema/label.js";
import { textPair } from "../../rows/text-pair.js";
import type {
  EvaluatedRow,
  EvaluationContext,
  EvaluationInput,
  EvaluationPart,
  Figure,
  PartReport,
} from "../contract.js";
import { measured, unmeasured } from "../figure.js";
import {
  armDifference,
  armScore,
  votedLabels,
  type ArmDifference,
  type ArmPredictions,
} from "./arm-scores.js";
import { confusionsOf, nextOrders } from "./confusions.js";
import { downstreamFindings } from "./downstream-findings.js";
import type { DownstreamDetails } from "./downstream-details.js";
import type { TrainingTask } from "./trained-predictions.js";
import {
  ARM_NAMES,
  curveArms,
  trainingArms,
  type ArmName,
  type TrainingArm,
} from "./training-arms.js";

/** Rows with a label below which nothing is trained. */
const FEWEST_TRAINED = 10;

/** How the test with real data is made. */
export interface DownstreamOptions {
  /** Trainings of each set, >= 1; each draws its own rows where a set is larger than what is drawn. */
  readonly seeds: number;
}

/** Train on synthetic, test on real: null without test rows. */
export function downstreamPart({ seeds }: DownstreamOptions): EvaluationPart {
  return {
    async measure(input, context) {
      if (input.test === null) return null;
      const sides = sidesOf(input);
      if (sides === null) return untrainable(input);
      const arms = trainingArms(sides.synthetic, sides.real);
      const curves = [
        ...curveArms("synthetic", sides.synthetic),
        ...(sides.real === null ? [] : curveArms("real", sides.real)),
      ];
      const all = [...arms, ...curves];
      let done = 0;
      const predicted = new Array<ArmPredictions | string>(all.length);
      const left = all.entries();
      // A lane for each core: more would only wait for a thread.
      const lane = async (): Promise<void> => {
        for (const [at, arm] of left) {
          predicted[at] = await predictionsOf(arm, sides, { input, context, seeds });
          context.progress("training small models", ++done / all.length);
        }
      };
      await Promise.all(Array.from({ length: availableParallelism() }, lane));
      return reportOf(input, { sides, arms, curves, predicted, seed: context.seed });
    },
  };
}

/** Rows or test rows without labels: there is nothing to train on, or nothing to test. */
function untrainable({ rows, test }: EvaluationInput): PartReport {
  const text = test!.some(({ label }) => label !== null)
    ? "nothing can be trained on the rows: they have no labels"
    : "nothing can be tested: the test rows have no labels";
  return {
    figures: { synthetic: unmeasured(text, rows.length) },
    findings: [{ level: "doubt", text }],
    details: { testRows: 0 },
  };
}

interface Sides {
  readonly synthetic: readonly EvaluatedRow[];
  readonly real: readonly EvaluatedRow[] | null;
  readonly test: readonly EvaluatedRow[];
  readonly leftOut: { readonly rows: number; readonly reference: number };
}

/**
 * The labelled rows of each side, without those that equal a test row; null where one has none.
 *
 * @throws DATA_LABEL where no test row has a label of the dataset
 */
function sidesOf({ rows, reference, test }: EvaluationInput): Sides | null {
  const labelled = (set: readonly EvaluatedRow[]): EvaluatedRow[] =>
    set.filter(({ label, text }) => label !== null && text.trim() !== "");
  const tested = labelled(test!);
  const own = labelled(rows);
  const known = new Set(own.map(({ label }) => labelKey(label)));
  if (tested.length === 0 || own.length === 0) return null;
  if (!tested.some(({ label }) => known.has(labelKey(label))))
    throw new DatawrightError({
      code: "DATA_LABEL",
      message:
        "no test row has a label of the dataset: " +
        `test ${shownLabels(tested)}; dataset ${shownLabels(own)}`,
      hint: "give test rows with the labels of the dataset, named as they are there",
    });
  const inTest = new Set(tested.map(({ text }) => normalizeText(text)));
  const without = (set: readonly EvaluatedRow[]): EvaluatedRow[] =>
    set.filter(({ text }) => !inTest.has(normalizeText(text)));
  const real = reference === null ? null : labelled(reference);
  const [ownLeft, realLeft] = [without(own), real === null ? null : without(real)];
  return {
    synthetic: ownLeft,
    real: realLeft,
    test: tested,
    leftOut: {
      rows: own.length - ownLeft.length,
      reference: (real?.length ?? 0) - (realLeft?.length ?? 0),
    },
  };
}

function shownLabels(rows: readonly EvaluatedRow[]): string {
  const names = [...new Set(rows.map(({ label }) => labelKey(label)))].sort();
  const shown = names.slice(0, 5).map((name) => JSON.stringify(name.slice(0, 40)));
  if (names.length === 0) return "has none";
  return `has ${shown.join(", ")}${names.length > 5 ? ` and ${names.length - 5} more` : ""}`;
}

async function predictionsOf(
  arm: TrainingArm,
  { test }: Sides,
  {
    input: { task },
    context,
    seeds,
  }: {
    readonly input: EvaluationInput;
    readonly context: EvaluationContext;
    readonly seeds: number;
  },
): Promise<ArmPredictions | string> {
  const multiLabel = task.spec.multiLabel;
  const textOf = (row: EvaluatedRow) => textPair(row.fields, task.textFields) ?? row.text;
  const bySeed: (readonly string[])[] = [];
  for (let seed = 0; seed < seeds; seed++) {
    const rows = arm.rowsOf(context.seed + seed);
    if (rows.length < FEWEST_TRAINED)
      return `${rows.length} rows to train on, at least ${FEWEST_TRAINED} are needed`;
    const found = await runWorker<TrainingTask, readonly string[] | string>(
      new URL("./training-worker.js", import.meta.url),
      {
        texts: rows.map(textOf),
        labels: rows.map(({ label }) =>
          multiLabel ? ([] as string[]).concat(label ?? []) : labelKey(label),
        ),
        weights: rows.map(({ weight }) => weight),
        classes: task.labels.map(({ name }) => name),
        multiLabel,
        seed: context.seed + seed,
        test: test.map(textOf),
      },
      { signal: context.signal },
    );
    if (typeof found === "string") return found;
    bySeed.push(found);
  }
  return { size: arm.size, bySeed };
}

async function reportOf(
  input: EvaluationInput,
  found: {
    readonly sides: Sides;
    readonly arms: readonly TrainingArm[];
    readonly curves: readonly TrainingArm[];
    readonly predicted: readonly (ArmPredictions | string)[];
    readonly seed: number;
  },
) {
  const { sides, arms, curves, predicted, seed } = found;
  const { task } = input;
  const truth = sides.test.map(({ label }) => labelKey(label));
  const labelsOf = (key: string): readonly string[] =>
    task.spec.multiLabel ? (key === "" ? [] : key.split(" + ")) : [key];
  const byName = new Map<ArmName, ArmPredictions>();
  const notes = new Map<ArmName, string>();
  arms.forEach(({ name }, at) => {
    const own = predicted[at]!;
    if (typeof own === "string") notes.set(name, own);
    else byName.set(name, own);
  });
  const equal = {
    synthetic: byName.get("syntheticEqual") ?? byName.get("synthetic"),
    real: byName.get("realEqual") ?? byName.get("real"),
  };
  const compared = async (a?: ArmPredictions, b?: ArmPredictions): Promise<ArmDifference | null> =>
    a === undefined || b === undefined ? null : armDifference(a, b, { truth, seed });
  const testLabels = countsOf(truth);
  const own = new Set(sides.synthetic.map(({ label }) => labelKey(label)));
  const synthetic = byName.get("synthetic");
  const confusions =
    synthetic === undefined || task.spec.multiLabel
      ? []
      : confusionsOf(truth, votedLabels(synthetic), equal.real ? votedLabels(equal.real) : null);
  const details: DownstreamDetails = {
    testRows: truth.length,
    majority: Math.max(...testLabels.values()) / truth.length,
    arms: Object.fromEntries(
      [...byName].map(([name, arm]) => [name, armScore(arm, truth, labelsOf)]),
    ),
    differences: {
      atEqualSize: await compared(equal.synthetic, equal.real),
      atFullSize: await compared(synthetic, byName.get("real")),
      addedToReal: await compared(byName.get("mixed"), byName.get("real")),
    },
    curves: curves.flatMap(({ name }, at) => {
      const arm = predicted[arms.length + at]!;
      if (typeof arm === "string") return [];
      const { byClass: _left, ...score } = armScore(arm, truth, labelsOf);
      return [{ arm: name as "synthetic" | "real", score }];
    }),
    confusions,
    next: task.spec.multiLabel
      ? []
      : nextOrders(confusions, { rows: sides.synthetic, real: sides.real, testLabels }),
    leftOut: sides.leftOut,
    missingLabels: Object.fromEntries([...testLabels].filter(([label]) => !own.has(label))),
  };
  return {
    figures: figuresOf(details, notes, truth.length),
    findings: downstreamFindings(details, notes),
    details: { ...details },
  };
}

function countsOf(keys: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

function figuresOf(
  { arms, majority, differences }: DownstreamDetails,
  notes: ReadonlyMap<ArmName, string>,
  n: number,
): Record<string, Figure> {
  const figures: Record<string, Figure> = { majority: measured(majority, n) };
  for (const name of ARM_NAMES) {
    const score = arms[name];
    if (score !== undefined) {
      const { accuracy, low, high, trainSize, macroF1 } = score;
      figures[name] = measured(accuracy, n, { low, high, note: `trained on ${trainSize} rows` });
      figures[`${name}F1`] = measured(macroF1, n);
    } else if (notes.has(name)) figures[name] = unmeasured(notes.get(name)!, n);
    else if (name === "real" || name === "mixed")
      figures[name] = unmeasured("no reference rows to train on", n);
  }
  for (const [name, difference] of Object.entries(differences))
    if (difference !== null)
      figures[name] = measured(difference.difference, n, {
        low: difference.low,
        high: difference.high,
        note: `McNemar p = ${difference.probability.toPrecision(2)}`,
      });
  return figures;
}
