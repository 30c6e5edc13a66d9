import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { curateRows } from "../tools/curation/curate-rows.js";
import { DEFAULT_CURATION } from "../tools/curation/default-curation.js";
import { loadSteps, type StepsSpec } from "../tools/curation/load-steps.js";
import { trainTextClassifierInWorker } from "../tools/learning/learning-in-worker.js";
import { bootstrapInterval } from "../base/statistics/bootstrap-interval.js";
import { bareContext } from "./bare-context.js";
import { bareRows } from "./bare-rows.js";

const SEEDS = (process.env["LIFT_SEEDS"] ?? "1,2,3,4,5").split(",").map(Number);
const SETS = [
  { name: "SuperGen SST-2", path: "supergen/SST-2_train.json.gz" },
  { name: "FewGen SST-2", path: "fewgen/SST-2_16-13_gen-train.json.gz" },
];
/**
 * One method at a time with its own defaults, for comparison; none of them is chosen by what it
 * does here.
 */
const SINGLE: readonly (StepsSpec & { readonly title: string })[] = [
  ...[
    "heuristics",
    "exact-duplicate",
    "near-duplicate",
    "confidence",
    "pvi",
    "learning-dynamics",
    "cartography",
    "influence",
  ].map((name) => ({ title: name, filters: [name] })),
  ...["confident-learning", "mckd", "temporal-ensembling"].map((name) => ({
    title: name,
    relabel: [name],
  })),
  {
    title: "confident-learning, relabel",
    relabel: [{ name: "confident-learning", action: "relabel" }],
  },
  { title: "freeal, drop what is not clean", relabel: [{ name: "freeal", action: "drop" }] },
  { title: "sungen", reweight: "sungen" },
  { title: "class-balance", reweight: "class-balance" },
];

interface Labelled {
  readonly text: string;
  readonly label: string;
}

/**
 * What curation without gold gains: a classifier trained on recorded generated reviews as they are,
 * and on what the default curation leaves of them, tested on human ones; then every method by
 * itself. Losses are printed as well.
 */
export async function run(): Promise<void> {
  const data =
    process.env["DATAWRIGHT_DATA"] ?? join(import.meta.dirname, "..", "..", "shared", "data");
  const testPath = join(data, "benchmarks", "glue_dev_supergen", "SST-2_test.tsv");
  for (const { name, path } of SETS) {
    const file = join(data, "recorded", path);
    if (!existsSync(file) || !existsSync(testPath)) {
      console.log(
        `curation lift, ${name}: skipped, ${existsSync(file) ? testPath : file} does not exist`,
      );
      continue;
    }
    const train = JSON.parse(gunzipSync(readFileSync(file)).toString("utf8")) as Labelled[];
    const test = readFileSync(testPath, "utf8")
      .trim()
      .split("\n")
      .slice(1)
      .map((line): Labelled => ({
        text: line.slice(0, line.lastIndexOf("\t")),
        label: line.slice(line.lastIndexOf("\t") + 1).trim(),
      }));
    await compare(name, train, test);
  }
}

async function compare(
  name: string,
  train: readonly Labelled[],
  test: readonly Labelled[],
): Promise<void> {
  const none: StepsSpec = {};
  const raw = await Promise.all(SEEDS.map((seed) => measure(train, test, none, seed)));
  const curated = [];
  for (const seed of SEEDS) curated.push(await measure(train, test, DEFAULT_CURATION, seed));
  // A test row counts with the share of seeds that got it right: what is resampled is rows, the
  // same ones before and after.
  const share = (runs: readonly Outcome[]): number[] =>
    test.map((_row, index) => mean(runs.map((run) => run.right[index]!)));
  const before = share(raw);
  const difference = share(curated).map((value, index) => value - before[index]!);
  const interval = bootstrapInterval(difference, { seed: 1 });
  const points = (value: number): string => (100 * value).toFixed(2);
  const lift = mean(difference);
  console.log(
    `curation lift, ${name}: raw ${mean(before).toFixed(4)} (${spread(raw)}), default ` +
      `curation ${mean(share(curated)).toFixed(4)} (${spread(curated)}); ` +
      `${points(lift)} points, 95 % interval over test rows ${points(interval.lower)} to ` +
      `${points(interval.upper)} (floor -0.5, goal +2.0) ` +
      `${lift >= -0.005 ? "PASS" : "FAIL"}; ` +
      `kept ${curated[0]!.kept} of ${train.length}, ${curated[0]!.steps}`,
  );
  console.log(`  ${"one method alone (seed 1)".padEnd(34)} accuracy  points  kept  relabelled`);
  for (const { title, ...steps } of SINGLE) {
    const outcome = await measure(train, test, steps, SEEDS[0]!);
    console.log(
      `  ${title.padEnd(34)} ${mean(outcome.right).toFixed(4)}   ` +
        `${points(mean(outcome.right) - mean(raw[0]!.right)).padStart(6)}  ` +
        `${String(outcome.kept).padStart(5)}  ${outcome.relabelled}`,
    );
  }
}

interface Outcome {
  /** 1 per test row that the classifier gets right, else 0. */
  readonly right: readonly number[];
  readonly kept: number;
  readonly relabelled: number;
  readonly steps: string;
}

async function measure(
  train: readonly Labelled[],
  test: readonly Labelled[],
  spec: StepsSpec,
  seed: number,
): Promise<Outcome> {
  const rows = bareRows(train);
  const context = bareContext([...new Set(train.map(({ label }) => label))].sort(), seed);
  const result = await curateRows(rows, await loadSteps(spec), context);
  const kept = result.rows.filter((row) => row.status === "kept");
  const classifier = await trainTextClassifierInWorker({
    texts: kept.map((row) => row.text),
    labels: kept.map((row) => String(row.label)),
    weights: kept.map((row) => row.weight),
    seed,
  });
  const right = classifier
    .predict(test.map(({ text }) => text))
    .map(({ label }, index) => (label === test[index]!.label ? 1 : 0));
  return {
    right,
    kept: kept.length,
    relabelled: result.relabelled,
    steps: result.steps
      .map((step) => `${step.step} removed ${step.removed} changed ${step.changed}`)
      .join(", "),
  };
}

function spread(runs: readonly Outcome[]): string {
  return runs.map((run) => mean(run.right).toFixed(4)).join(", ");
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
