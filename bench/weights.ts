import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { parse } from "csv-parse/sync";
import { Random } from "../base/statistics/random.js";
import { gateSentence } from "../tools/curation/gate/gate-sentence.js";
import { gateOf, treatmentBy } from "../tools/curation/gate/step-gate.js";
import { REWEIGHTERS } from "../tools/curation/weights/reweighters.js";
import { trainTextClassifierInWorker } from "../tools/learning/learning-in-worker.js";
import { mostConfused, withNoise, type Labelled, type Noisy } from "./injected-noise.js";
import { bareContext } from "./bare-context.js";
import { bareRows } from "./bare-rows.js";
import { shortSunGen } from "./short-sungen.js";

const ROWS = Number(process.env["WEIGHTS_ROWS"] ?? 2500);
const SEEDS = (process.env["WEIGHTS_SEEDS"] ?? "1").split(",").map(Number);
/** WEIGHTS_SETS="fewrel;ag news" measures these alone. */
const WANTED = process.env["WEIGHTS_SETS"]?.split(";");
const SETTINGS = JSON.parse(process.env["WEIGHTS_SETTINGS"] ?? "{}") as object;
const RATE = 0.2;
/** WEIGHTS_GATE=0 does not ask what the gate says, which takes five times as long as the weights. */
const GATE = process.env["WEIGHTS_GATE"] !== "0";

/**
 * What `sungen` makes of wrong labels, on splits of training files: the chance that a right row
 * weighs more than a wrong one, and the accuracy of a classifier trained with and without the
 * weights on held-out rows of the same files, for 20 % uniform and confusable noise and for none.
 * Beside it the chance that a short reference reaches, and whether the gate lets the weights through.
 */
export async function run(): Promise<void> {
  const folder =
    process.env["DATAWRIGHT_DATA"] ?? join(import.meta.dirname, "..", "..", "shared", "data");
  for (const [name, read] of Object.entries(SETS)) {
    if (WANTED !== undefined && !WANTED.includes(name)) continue;
    const rows = read(folder);
    if (rows === null) {
      console.log(`weights: ${name} skipped, its file is not in ${folder}`);
      continue;
    }
    const labels = [...new Set(rows.map(({ label }) => label))].sort();
    const drawn = new Random("weights").shuffle(rows);
    const held = drawn.slice(0, Math.round(drawn.length / 3));
    const train = drawn.slice(held.length, held.length + ROWS);
    const confusable = await mostConfused(train, labels);
    for (const shape of ["none", "uniform", "confusable"] as const) {
      const outcomes: Awaited<ReturnType<typeof measure>>[] = [];
      for (const seed of SEEDS) {
        const noisy = withNoise(train, {
          labels,
          rate: shape === "none" ? 0 : RATE,
          seed,
          confusable: shape === "confusable" ? confusable : null,
        });
        outcomes.push(await measure(noisy, { held, labels, seed }));
      }
      const mean = (of: (outcome: (typeof outcomes)[number]) => number): string => {
        const value = outcomes.reduce((sum, outcome) => sum + of(outcome), 0) / outcomes.length;
        // Of clean rows none is wrong.
        return Number.isNaN(value) ? "-" : value.toFixed(4);
      };
      console.log(
        `weights: ${name}, ${train.length} rows, ${shape.padEnd(10)} P(right > wrong) ` +
          `${mean(({ chance }) => chance)} (short reference ${mean(({ short }) => short)}), ` +
          `accuracy ${mean(({ before }) => before)} -> ` +
          `${mean(({ after }) => after)}, ${mean(({ seconds }) => seconds)} s`,
      );
      for (const { gate } of outcomes) if (gate !== null) console.log(`         ${gate}`);
    }
  }
}

const SETS: Readonly<Record<string, (folder: string) => Labelled[] | null>> = {
  banking77: (folder) => {
    const path = join(folder, "benchmarks", "banking77", "train.csv.gz");
    if (!existsSync(path)) return null;
    const rows = parse(gunzipSync(readFileSync(path)), { columns: true }) as {
      text: string;
      category: string;
    }[];
    return rows.map(({ text, category }) => ({ text, label: category }));
  },
  clinc150: (folder) => {
    const path = join(folder, "benchmarks", "clinc150", "data_full.json.gz");
    if (!existsSync(path)) return null;
    const { train } = JSON.parse(gunzipSync(readFileSync(path)).toString()) as {
      train: [string, string][];
    };
    return train.map(([text, label]) => ({ text, label }));
  },
  "clinc150, ten domains": (folder) => domains(folder, () => true),
  "clinc150, four domains": (folder) => domains(folder, (name) => FOUR.includes(name)),
  fewrel: (folder) => {
    const path = join(folder, "benchmarks", "fewrel", "val_wiki.json.gz");
    if (!existsSync(path)) return null;
    const rows = JSON.parse(gunzipSync(readFileSync(path)).toString()) as Record<
      string,
      { tokens: string[] }[]
    >;
    return Object.entries(rows).flatMap(([label, of]) =>
      of.map(({ tokens }) => ({ text: tokens.join(" "), label })),
    );
  },
  "film reviews": (folder) => {
    const path = join(folder, "recorded", "freeal_mr", "train.csv.gz");
    if (!existsSync(path)) return null;
    const rows = parse(gunzipSync(readFileSync(path)), { relax_column_count: true }) as string[][];
    return rows.map(([label, text]) => ({ text: text!, label: label! }));
  },
  "ag news": (folder) => {
    const path = join(folder, "recorded", "agnews_llm_annotated", "annotation_results.jsonl.gz");
    if (!existsSync(path)) return null;
    return gunzipSync(readFileSync(path))
      .toString()
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { text: string; true_label: string })
      .map(({ text, true_label: label }) => ({ text, label }));
  },
};

/** Domains of intents that are taken for each other. */
const FOUR = ["banking", "credit_cards", "travel", "auto_and_commute"];

/** The intents of CLINC150 as their domains: few classes of many rows. */
function domains(folder: string, isMeant: (name: string) => boolean): Labelled[] | null {
  const path = join(folder, "benchmarks", "clinc150", "domains.json");
  const rows = SETS["clinc150"]!(folder);
  if (rows === null || !existsSync(path)) return null;
  const of = new Map(
    Object.entries(JSON.parse(readFileSync(path, "utf8")) as Record<string, string[]>).flatMap(
      ([name, intents]) => intents.map((intent) => [intent, name] as const),
    ),
  );
  return rows.flatMap(({ text, label }) => {
    const name = of.get(label)!;
    return isMeant(name) ? [{ text, label: name }] : [];
  });
}

async function measure(
  noisy: readonly Noisy[],
  options: { readonly held: readonly Labelled[]; readonly labels: string[]; readonly seed: number },
): Promise<{
  chance: number;
  short: number;
  before: number;
  after: number;
  seconds: number;
  gate: string | null;
}> {
  const { held, labels, seed } = options;
  const rows = bareRows(noisy);
  const context = bareContext(labels, seed);
  const choice = { name: "sungen", ...SETTINGS };
  const started = performance.now();
  const step = (await REWEIGHTERS.choose(choice, [])).value;
  const { weights } = await step.weigh(rows, context);
  const seconds = (performance.now() - started) / 1000;
  const accuracy = async (used?: Float64Array): Promise<number> => {
    const classifier = await trainTextClassifierInWorker({
      texts: noisy.map(({ text }) => text),
      labels: noisy.map(({ label }) => label),
      weights: used,
      seed,
    });
    const right = classifier
      .predict(held.map(({ text }) => text))
      .filter(({ label }, index) => label === held[index]!.label).length;
    return right / held.length;
  };
  const isRight = noisy.map(({ label, gold }) => label === gold);
  const short = shortSunGen(
    noisy.map(({ text }) => text),
    noisy.map(({ label }) => labels.indexOf(label)),
    labels.length,
  );
  const treat = treatmentBy({ kind: "reweight", step }, context);
  return {
    chance: chanceAbove(weights, isRight),
    short: chanceAbove(short, isRight),
    gate: GATE ? gateSentence("sungen", await gateOf(rows, { treat }, context)) : null,
    before: await accuracy(),
    after: await accuracy(weights),
    seconds,
  };
}

/** The chance that a right row weighs more than a wrong one; ties count half. */
function chanceAbove(weights: Float64Array, isRight: readonly boolean[]): number {
  const of = (right: boolean): number[] =>
    [...weights].filter((_weight, index) => isRight[index] === right);
  const [above, below] = [of(true), of(false)];
  let wins = 0;
  for (const x of above) for (const y of below) wins += x > y ? 1 : x === y ? 0.5 : 0;
  return wins / (above.length * below.length);
}
