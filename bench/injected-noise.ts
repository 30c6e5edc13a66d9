import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { parse } from "csv-parse/sync";
import { curateRows } from "../tools/curation/curate-rows.js";
import { DEFAULT_CURATION } from "../tools/curation/default-curation.js";
import { loadSteps, type StepsSpec } from "../tools/curation/load-steps.js";
import {
  crossValidatedProbabilitiesInWorker,
  trainTextClassifierInWorker,
} from "../tools/learning/learning-in-worker.js";
import { Random } from "../base/statistics/random.js";
import { bareContext } from "./bare-context.js";
import { bareRows } from "./bare-rows.js";

const SEEDS = (process.env["NOISE_SEEDS"] ?? "1").split(",").map(Number);
const RATES = (process.env["NOISE_RATES"] ?? "0,0.1,0.2,0.4").split(",").map(Number);
const METHODS: readonly (StepsSpec & { readonly title: string })[] = [
  { title: "raw" },
  { title: "default curation", ...DEFAULT_CURATION },
  { title: "filtered: confidence, 10 %", filters: ["confidence"] },
  {
    title: "mended: confident learning",
    relabel: [{ name: "confident-learning", method: "noise-floor", action: "relabel" }],
  },
  { title: "re-weighted: sungen", reweight: "sungen" },
];

export interface Labelled {
  readonly text: string;
  readonly label: string;
}

/**
 * BANKING77 with wrong labels put into the training rows, uniform over the other classes or always
 * the class it is most confused with: accuracy on the clean test rows.
 */
export async function run(): Promise<void> {
  const folder = join(
    process.env["DATAWRIGHT_DATA"] ?? join(import.meta.dirname, "..", "..", "shared", "data"),
    "benchmarks",
    "banking77",
  );
  if (!existsSync(folder)) {
    console.log(`injected noise: skipped, ${folder} does not exist`);
    return;
  }
  const rows = (bytes: Buffer): Labelled[] =>
    (parse(bytes, { columns: true }) as { text: string; category: string }[]).map(
      ({ text, category }) => ({ text, label: category }),
    );
  const train = rows(gunzipSync(readFileSync(join(folder, "train.csv.gz"))));
  const test = rows(readFileSync(join(folder, "test.csv")));
  const labels = [...new Set(train.map(({ label }) => label))].sort();
  const confusable = await mostConfused(train, labels);
  for (const shape of ["uniform", "confusable"] as const) {
    for (const rate of RATES) {
      if (rate === 0 && shape === "confusable") continue;
      for (const { title, ...steps } of METHODS) {
        const outcomes: Awaited<ReturnType<typeof measure>>[] = [];
        for (const seed of SEEDS)
          outcomes.push(
            await measure(
              withNoise(train, {
                labels,
                rate,
                seed,
                confusable: shape === "confusable" ? confusable : null,
              }),
              { test, labels, steps, seed },
            ),
          );
        const mean = (of: (outcome: (typeof outcomes)[number]) => number): number =>
          outcomes.reduce((sum, outcome) => sum + of(outcome), 0) / outcomes.length;
        console.log(
          `injected noise, ${shape} ${(100 * rate).toFixed(0).padStart(2)} %, ` +
            `${title.padEnd(28)} accuracy ${mean((outcome) => outcome.accuracy).toFixed(4)}, ` +
            `kept ${mean((outcome) => outcome.kept).toFixed(0)}, wrong among them ` +
            `${(100 * mean((outcome) => outcome.wrong)).toFixed(1)} %`,
        );
      }
    }
  }
}

/**
 * The class that a cross-validated model finds most probable beside the right one, summed over the
 * class's rows.
 */
export async function mostConfused(
  train: readonly Labelled[],
  labels: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { probabilities } = await crossValidatedProbabilitiesInWorker({
    texts: train.map(({ text }) => text),
    labels: train.map(({ label }) => label),
    classes: labels,
    folds: 3,
    algorithm: "naive-bayes",
  });
  const sums = new Map(labels.map((label) => [label, new Float64Array(labels.length)]));
  probabilities.forEach((row, index) =>
    row.forEach((value, c) => (sums.get(train[index]!.label)![c]! += value)),
  );
  return new Map(
    [...sums].map(([label, row]) => {
      row[labels.indexOf(label)] = -1;
      return [label, labels[row.indexOf(Math.max(...row))]!];
    }),
  );
}

export interface Noisy extends Labelled {
  readonly gold: string;
}

export function withNoise(
  train: readonly Labelled[],
  options: {
    readonly labels: readonly string[];
    readonly rate: number;
    readonly seed: number;
    readonly confusable: ReadonlyMap<string, string> | null;
  },
): Noisy[] {
  const { labels, rate, seed, confusable } = options;
  const random = new Random(seed).derive("noise");
  const wrong = new Set(random.sample([...train.keys()], Math.round(rate * train.length)));
  return train.map(({ text, label }, index) => ({
    text,
    gold: label,
    label: !wrong.has(index)
      ? label
      : (confusable?.get(label) ?? random.pick(labels.filter((name) => name !== label))),
  }));
}

async function measure(
  train: readonly Noisy[],
  options: {
    readonly test: readonly Labelled[];
    readonly labels: readonly string[];
    readonly steps: StepsSpec;
    readonly seed: number;
  },
): Promise<{ accuracy: number; kept: number; wrong: number }> {
  const { test, labels, steps, seed } = options;
  const rows = bareRows(train);
  const context = bareContext(labels, seed);
  const kept = (await curateRows(rows, await loadSteps(steps), context)).rows.filter(
    (row) => row.status === "kept",
  );
  const classifier = await trainTextClassifierInWorker({
    texts: kept.map((row) => row.text),
    labels: kept.map((row) => String(row.label)),
    weights: kept.map((row) => row.weight),
    seed,
  });
  const right = classifier
    .predict(test.map(({ text }) => text))
    .filter(({ label }, index) => label === test[index]!.label).length;
  return {
    accuracy: right / test.length,
    kept: kept.length,
    wrong: kept.filter((row) => row.label !== train[Number(row.row.id)]!.gold).length / kept.length,
  };
}
