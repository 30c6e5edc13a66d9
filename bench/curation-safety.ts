import { Random } from "../base/statistics/random.js";
import type { LabelValue } from "../schema/label.js";
import { curateRows } from "../tools/curation/curate-rows.js";
import { DEFAULT_CURATION } from "../tools/curation/default-curation.js";
import { FILTERS } from "../tools/curation/filters/filters.js";
import { gateSentence } from "../tools/curation/gate/gate-sentence.js";
import { loadSteps, type StepsSpec } from "../tools/curation/load-steps.js";
import { RELABELERS } from "../tools/curation/relabel/relabelers.js";
import { trainTextClassifierInWorker } from "../tools/learning/learning-in-worker.js";
import {
  LABELLED_SETS,
  labelledSet,
  type LabelledSet,
  type LabelledText,
} from "./labelled-sets.js";
import { bareContext } from "./bare-context.js";
import { bareRows } from "./bare-rows.js";

const list = (name: string, otherwise: string): string[] =>
  (process.env[name] ?? otherwise).split(",").map((part) => part.trim());
const SETS = list("SAFETY_SETS", LABELLED_SETS.join(","));
const SIZES = list("SAFETY_SIZES", "20,40,80,160,500,2000,all").map((size) =>
  size === "all" ? Infinity : Number(size),
);
const SEEDS = list("SAFETY_SEEDS", "1,2,3,4,5").map(Number);
const NOISES = list("SAFETY_NOISE", "clean,uniform 0.2,confusable 0.2");
/** The same without the gate, which costs as much again. */
const REFERENCE = process.env["SAFETY_REFERENCE"] !== "0";
/** "validation" tests on a part of the training rows: what constants may be chosen on. */
const PART = process.env["SAFETY_PART"] ?? "test";

/** One step by name in place of the default curation. */
const STEP = process.env["SAFETY_STEP"];

function chosenSteps(): StepsSpec {
  if (STEP === undefined) return DEFAULT_CURATION;
  if (FILTERS.names.includes(STEP)) return { filters: [STEP] };
  return RELABELERS.names.includes(STEP) ? { relabel: [STEP] } : { reweight: STEP };
}

interface Outcome {
  readonly gain: number;
  readonly touched: number;
  readonly hasActed: boolean;
}

interface Line {
  readonly set: string;
  readonly noise: string;
  readonly size: number;
  readonly gated: readonly Outcome[];
  readonly forced: readonly Outcome[];
}

/**
 * What the default curation does to clean and noisy sets of any size: points of test accuracy (F1
 * over all labels where rows have several) of a classifier trained on what it leaves, less that of
 * one trained on all rows; mean and worst over the seeds, the share of rows removed or changed, and
 * how often it left all labels alone. Beside it the same without the gate.
 */
export async function run(): Promise<void> {
  console.log(
    `curation safety, tested on the ${PART} part; points of accuracy after less before; ` +
      `seeds ${SEEDS.join(", ")}`,
  );
  console.log(
    `${"set".padEnd(17)} ${"labels".padEnd(15)} ${"rows".padStart(6)}  ${"mean".padStart(6)} ` +
      `${"worst".padStart(6)} ${"touched".padStart(8)} ${"abstained".padStart(9)}` +
      (REFERENCE ? `   without gate: ${"mean".padStart(6)} ${"worst".padStart(6)}` : ""),
  );
  const lines: Line[] = [];
  for (const name of SETS) {
    const found = labelledSet(name);
    if (found.set === null) {
      console.log(`${name.padEnd(17)} skipped, ${found.missing} does not exist`);
      continue;
    }
    const set = PART === "test" ? found.set : validationOf(found.set);
    for (const noise of NOISES)
      for (const size of new Set(SIZES.map((wanted) => Math.min(wanted, set.train.length)))) {
        const line: Line = { set: name, noise, size, gated: [], forced: [] };
        for (const seed of SEEDS) {
          const rows = noisyRows(sampled(set, size, seed), noise, seed);
          const before = rows === null ? null : await measured(set, rows, seed);
          if (rows === null || before === null) continue;
          (line.gated as Outcome[]).push(await outcome(set, rows, { seed, before, force: false }));
          if (REFERENCE)
            (line.forced as Outcome[]).push(
              await outcome(set, rows, { seed, before, force: true }),
            );
        }
        if (line.gated.length === 0) continue;
        lines.push(line);
        print(line);
      }
  }
  summary(lines);
}

/** The last part of the training rows stands in for the test part. */
function validationOf(set: LabelledSet): LabelledSet {
  const rows = new Random(99).shuffle([...set.train]);
  const held = Math.min(2000, Math.floor(rows.length * 0.4));
  return { ...set, train: rows.slice(0, -held), test: rows.slice(-held) };
}

function sampled({ train }: LabelledSet, size: number, seed: number): readonly LabelledText[] {
  return new Random(`${seed}/${size}`).sample([...train], Math.min(size, train.length));
}

/** Rows with wrong labels put in: any other label, or always the next one; null where none can be. */
function noisyRows(
  rows: readonly LabelledText[],
  noise: string,
  seed: number,
): readonly LabelledText[] | null {
  const [shape, share] = noise.split(" ");
  if (shape === "clean") return rows;
  const names = [...new Set(rows.flatMap(({ label }) => label ?? []))].sort();
  if (names.length < 2) return null;
  const random = new Random(`${seed}/${noise}`);
  const wrong = new Set(random.sample([...rows.keys()], Math.round(Number(share) * rows.length)));
  const other = (name: string): string =>
    shape === "confusable"
      ? names[(names.indexOf(name) + 1) % names.length]!
      : random.pick(names.filter((candidate) => candidate !== name));
  return rows.map((row, index) => {
    if (!wrong.has(index)) return row;
    const label: LabelValue =
      typeof row.label === "string" ? other(row.label) : [...new Set((row.label ?? []).map(other))];
    return { ...row, label };
  });
}

/** Accuracy, or F1 over all labels, of a classifier of the rows on the test part. */
async function measured(
  { test, multiLabel }: LabelledSet,
  rows: readonly {
    readonly text: string;
    readonly pair?: readonly [string, string];
    readonly label: LabelValue;
    readonly weight?: number;
  }[],
  seed: number,
): Promise<number | null> {
  if (new Set(rows.flatMap(({ label }) => label ?? [])).size < 2) return null;
  const classifier = await trainTextClassifierInWorker({
    texts: rows.map((row) => row.pair ?? row.text),
    labels: rows.map(({ label }) => (multiLabel ? [label ?? []].flat() : String(label))),
    weights: rows.map((row) => row.weight ?? 1),
    seed,
    features: rows.length > 5000 ? { minDocumentFrequency: 2 } : {},
  });
  let [both, given, answered] = [0, 0, 0];
  classifier
    .predict(test.map((row) => row.pair ?? row.text))
    .forEach(({ label, labels = [label] }, index) => {
      const wanted = [test[index]!.label ?? []].flat();
      both += labels.filter((name) => wanted.includes(name)).length;
      given += wanted.length;
      answered += labels.length;
    });
  return (2 * both) / (given + answered);
}

async function outcome(
  set: LabelledSet,
  rows: readonly LabelledText[],
  {
    seed,
    before,
    force,
  }: { readonly seed: number; readonly before: number; readonly force: boolean },
): Promise<Outcome> {
  const given = bareRows(rows);
  const context = bareContext(
    [...new Set(rows.flatMap(({ label }) => label ?? []))].sort(),
    seed,
    set.multiLabel,
  );
  const steps = await loadSteps({ ...chosenSteps(), force });
  const result = await curateRows(given, steps, context);
  const touched = result.rows.filter(
    (item) => item.status !== "kept" || item.mended !== "kept" || item.weight !== 1,
  ).length;
  const kept = result.rows.filter((item) => item.status === "kept");
  const after =
    touched === 0
      ? before
      : await measured(
          set,
          kept.map(({ row, label, weight }) => ({ text: row.text, pair: row.pair, label, weight })),
          seed,
        );
  if (process.env["SAFETY_VERBOSE"] === "1")
    for (const { step, gate } of result.steps)
      if (gate !== null)
        console.log(`    seed ${seed}${force ? " forced" : ""} ${gateSentence(step, gate)}`);
  return {
    gain: 100 * ((after ?? 0) - before),
    touched: touched / rows.length,
    hasActed: result.steps.some((step) => step.gate?.applied === true),
  };
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
const gains = (outcomes: readonly Outcome[]): readonly number[] => outcomes.map(({ gain }) => gain);

function print({ set, noise, size, gated, forced }: Line): void {
  const signed = (value: number): string =>
    `${value > 0 ? "+" : ""}${value.toFixed(1)}`.padStart(6);
  const share = (value: number): string => `${(100 * value).toFixed(1)} %`;
  console.log(
    `${set.padEnd(17)} ${noise.padEnd(15)} ${String(size).padStart(6)}  ` +
      `${signed(mean(gains(gated)))} ${signed(Math.min(...gains(gated)))} ` +
      `${share(mean(gated.map(({ touched }) => touched))).padStart(8)} ` +
      share(mean(gated.map(({ hasActed }) => (hasActed ? 0 : 1)))).padStart(9) +
      (forced.length === 0
        ? ""
        : `                 ${signed(mean(gains(forced)))} ${signed(Math.min(...gains(forced)))}`),
  );
}

function summary(lines: readonly Line[]): void {
  for (const noise of NOISES) {
    const of = lines.filter((line) => line.noise === noise);
    if (of.length === 0) continue;
    const means = of.map(({ gated }) => mean(gains(gated)));
    const all = of.flatMap(({ gated }) => gains(gated));
    const forced = of.flatMap((line) =>
      line.forced.length === 0 ? [] : [mean(gains(line.forced))],
    );
    console.log(
      `${noise}: mean ${mean(means).toFixed(2)}, worst mean ${Math.min(...means).toFixed(2)}, ` +
        `worst run ${Math.min(...all).toFixed(2)} points over ${of.length} lines` +
        (forced.length === 0
          ? ""
          : `; without the gate mean ${mean(forced).toFixed(2)}, worst mean ` +
            Math.min(...forced).toFixed(2)),
    );
  }
}
