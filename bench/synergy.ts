import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { parse } from "csv-parse/sync";
import type { CurationRow } from "../tools/curation/contract.js";
import type {
  AskRows,
  Demonstration,
  LabelLoopResult,
} from "../tools/curation/label-loop/contract.js";
import { labelLoop } from "../tools/curation/label-loop/label-loop.js";
import { embeddedEmbeddings } from "../tools/embeddings/embedded-embeddings.js";
import { crossValidatedProbabilitiesInWorker } from "../tools/learning/learning-in-worker.js";
import { Random } from "../base/statistics/random.js";

const SIZE = Number(process.env["SYNERGY_SIZE"] ?? 3000);
const SEEDS = (process.env["SYNERGY_SEEDS"] ?? "1,2,3").split(",").map(Number);
const NOISE = 0.15;
const CALLS = 0.8;
const MOST_DEMONSTRATIONS = 10;
/** Final errors against the language model's own, at most. */
const TARGET = { spread: 0.5, single: 0.6 } as const;
type Shape = keyof typeof TARGET;

/**
 * When a demonstration corrects a wrong answer. any: one in the prompt carries the item's true
 * label. near: one of the first three does, and truly has it. never: the labeler keeps its answer
 * whatever it is shown.
 */
type Reading = "any" | "near" | "never";

/**
 * Labelling by a small model and a language model that correct each other, against the language
 * model alone and the small model alone.
 */
export async function run(): Promise<void> {
  const data =
    process.env["DATAWRIGHT_DATA"] ?? join(import.meta.dirname, "..", "..", "shared", "data");
  await banking(join(data, "benchmarks", "banking77", "train.csv.gz"));
  await filmReviews(join(data, "recorded", "freeal_mr"));
}

async function banking(path: string): Promise<void> {
  if (!existsSync(path)) {
    console.log(`synergy: skipped, ${path} does not exist`);
    return;
  }
  const all = parse(gunzipSync(readFileSync(path)), { columns: true }) as {
    text: string;
    category: string;
  }[];
  const labels = [...new Set(all.map((row) => row.category))].sort();
  for (const shape of ["spread", "single"] as const) {
    for (const reading of ["any", "near", "never"] as const) {
      const ratios: number[] = [];
      for (const seed of SEEDS) {
        const items = new Random(seed).derive("items").sample(all, SIZE);
        const rows = items.map((item, index) => row(`b${index}`, item.text));
        const gold = items.map((item) => item.category);
        const wrong = confusion(gold, labels, shape, seed);
        const outcome = await measure({ rows, labels, gold, answers: wrong, reading, seed });
        ratios.push(outcome.ratio);
        console.log(
          `synergy: BANKING77 ${rows.length}, ${shape} noise, corrected by ${reading}, seed ` +
            `${seed}: ${outcome.text}`,
        );
        if (reading === "any")
          console.log(
            "synergy:   small model alone, trained on the first " +
              `${Math.floor(CALLS * rows.length)} answers: ` +
              `${await alone(rows, gold, wrong, labels, seed)}`,
          );
      }
      const mean = ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length;
      const verdict =
        reading === "never"
          ? "no target"
          : `target at most ${TARGET[shape]} each ` +
            `${ratios.every((ratio) => ratio <= TARGET[shape]) ? "PASS" : "FAIL"}`;
      console.log(
        `synergy: BANKING77 ${SIZE}, ${shape} noise, corrected by ${reading}: errors ` +
          `against the language model's, mean of ${SEEDS.length} seeds ${mean.toFixed(3)}, ` +
          `${verdict}`,
      );
    }
  }
}

/**
 * Real answers of a language model (film reviews): those that could not be read, and those that
 * were wrong, stay so under `never`.
 */
async function filmReviews(folder: string): Promise<void> {
  if (!existsSync(folder)) {
    console.log(`synergy: real noise skipped, ${folder} does not exist`);
    return;
  }
  const read = (name: string): string[][] =>
    parse(gunzipSync(readFileSync(join(folder, name))), { relax_column_count: true }) as string[][];
  const gold = read("train.csv.gz").map((line) => line[0]!);
  const recorded = read("train_chat_bt.csv.gz");
  const rows = recorded.map((line, index) => row(`m${index}`, line[1]!));
  for (const reading of ["any", "near", "never"] as const) {
    const outcome = await measure({
      rows,
      labels: ["0", "1"],
      gold,
      answers: recorded.map((line) => line[0]!),
      reading,
      seed: 1,
    });
    console.log(
      `synergy: film reviews ${rows.length}, recorded answers, corrected by ${reading}: ` +
        `${outcome.text}`,
    );
  }
}

interface Measurement {
  readonly rows: readonly CurationRow[];
  readonly labels: readonly string[];
  readonly gold: readonly string[];
  /** What the language model says of each row when nothing corrects it. */
  readonly answers: readonly string[];
  readonly reading: Reading;
  readonly seed: number;
}

async function measure({
  rows,
  labels,
  gold,
  answers,
  reading,
  seed,
}: Measurement): Promise<{ readonly ratio: number; readonly text: string }> {
  const started = performance.now();
  const index = new Map(rows.map((one, at) => [one.id, at]));
  const corrects = (at: number, shown: readonly Demonstration[]): boolean => {
    if (reading === "any") return shown.some(({ label }) => label === gold[at]);
    return (
      reading === "near" &&
      shown
        .slice(0, 3)
        .some(({ id, label }) => label === gold[at] && gold[index.get(id)!] === label)
    );
  };
  let calls = 0;
  const askModel: AskRows = (asked, { demonstrations }) => {
    calls += asked.length;
    if (demonstrations.some((shown) => shown.length > MOST_DEMONSTRATIONS))
      throw new Error("too many demonstrations in a prompt");
    return Promise.resolve(
      asked.map((one, place) => {
        const at = index.get(one.id)!;
        const said = corrects(at, demonstrations[place]!) ? gold[at]! : answers[at]!;
        return { label: labels.includes(said) ? said : null, confidence: null };
      }),
    );
  };
  const embeddings = embeddedEmbeddings();
  const result = await labelLoop({
    rows,
    labels,
    askModel,
    maxCalls: Math.floor(CALLS * rows.length),
    embed: (texts) => embeddings.embed(texts),
    seed,
  });
  const errors = count(result.labels.map((label, at) => label.label !== gold[at]));
  const own = count(answers.map((answer, at) => answer !== gold[at]));
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  return {
    ratio: errors / own,
    text:
      `${errors} errors against ${own} of the language model on all, ratio ` +
      `${(errors / own).toFixed(3)}, ${calls} calls (${(calls / rows.length).toFixed(3)} of ` +
      `the items); ${parts(result, gold)}; ${seconds} s`,
  };
}

function parts({ labels, log }: LabelLoopResult, gold: readonly string[]): string {
  const by = (source: string): string => {
    const places = [...labels.keys()].filter((at) => labels[at]!.source === source);
    return (
      `${source} ${count(places.map((at) => labels[at]!.label !== gold[at]))} wrong of ` +
      `${places.length}`
    );
  };
  const expected = log.at(-1)?.expectedError;
  return (
    `${by("llm")}, ${by("small-model")}, expected errors ` +
    `${expected === null || expected === undefined ? "unknown" : Math.round(expected * labels.length)}`
  );
}

async function alone(
  rows: readonly CurationRow[],
  gold: readonly string[],
  answers: readonly string[],
  labels: readonly string[],
  seed: number,
): Promise<string> {
  const asked = Math.floor(CALLS * rows.length);
  const { probabilities, classes } = await crossValidatedProbabilitiesInWorker({
    texts: rows.map((one) => one.text),
    labels: answers,
    weights: rows.map((_, at) => (at < asked ? 1 : 0)),
    classes: labels,
    algorithm: "logistic-regression",
    seed,
  });
  return (
    `${count(probabilities.map((row, at) => classes[row.indexOf(Math.max(...row))] !== gold[at]))} ` +
    "errors"
  );
}

/** Wrong for a fixed share of the items; where to is drawn by seed. */
function confusion(
  gold: readonly string[],
  labels: readonly string[],
  shape: Shape,
  seed: number,
): string[] {
  const random = new Random(seed).derive("confusion", shape);
  const other = (label: string): string => random.pick(labels.filter((name) => name !== label));
  const target = new Map(labels.map((label) => [label, other(label)]));
  const wrong = new Set(random.sample([...gold.keys()], Math.round(NOISE * gold.length)));
  return gold.map((label, at) =>
    !wrong.has(at) ? label : shape === "spread" ? other(label) : target.get(label)!,
  );
}

function row(id: string, text: string): CurationRow {
  return { id, text, fields: { text }, label: null, weight: 1, scores: {}, line: null };
}

function count(flags: readonly boolean[]): number {
  return flags.filter(Boolean).length;
}
