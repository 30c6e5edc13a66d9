import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mean } from "../base/statistics/mean.js";
import { Random } from "../base/statistics/random.js";
import { tuneModel } from "../graphs/tuning/tune-model.js";
import type { BenchmarkRow } from "../tools/benchmarks/contract.js";
import { loadBenchmark } from "../tools/benchmarks/load-benchmark.js";
import { trainTextClassifierInWorker } from "../tools/learning/learning-in-worker.js";
import { resolveModel } from "../tools/models/providers/resolve-model.js";

const ROOT =
  process.env["DATAWRIGHT_DATA"] ?? join(import.meta.dirname, "..", "..", "shared", "data");
/** Sets with the labels that are taken of them, the first ones by name. */
const SETS = [
  { name: "sms-spam", folder: "sms_spam", labels: 2 },
  { name: "banking77", folder: "banking77", labels: 10 },
  { name: "clinc150", folder: "clinc150", labels: 10 },
];
const REAL = Number(process.env["TUNING_REAL"] ?? 24);
const WRITTEN = Number(process.env["TUNING_WRITTEN"] ?? 60);
const SEEDS = Number(process.env["TUNING_SEEDS"] ?? 3);

/**
 * What the weights of `tune --tuner embedded` do: a small model is trained on texts that the embedded
 * model writes after a few real rows of each label, without weights, with the strength that rows kept
 * apart chose, and with the strongest; accuracy on other rows of the train part (test parts are not
 * read), beside training on the few real rows themselves.
 */
export async function run(): Promise<void> {
  for (const { name, folder, labels: most } of SETS) {
    const path = join(ROOT, "benchmarks", folder);
    if (!existsSync(path)) {
      console.log(`tuning: ${name} skipped, its files are not in ${ROOT}`);
      continue;
    }
    const { parts } = await loadBenchmark(name, path);
    const all = [...parts.train, ...parts.validation];
    const labels = [...new Set(all.map(({ label }) => String(label)))].sort().slice(0, most);
    const found: Record<string, number[]> = {};
    const add = (arm: string, value: number): void => void (found[arm] ??= []).push(value);
    for (let seed = 1; seed <= SEEDS; seed++) {
      const { real, held } = split(all, labels, seed);
      add("real rows", await accuracy(real, held, { labels, seed }));
      for (const [arm, strength] of [
        ["without weights", 0],
        ["chosen strength", null],
        ["strength 2", 2],
      ] as const) {
        const { texts, chosen } = await written(real, { labels, strength, seed });
        add(arm, await accuracy(texts, held, { labels, seed }));
        if (strength === null) add("strength", chosen);
      }
    }
    const shown = Object.entries(found).map(([arm, values]) => `${arm} ${mean(values).toFixed(3)}`);
    console.log(
      `tuning: ${name}, ${labels.length} labels, ${REAL} real rows each: ${shown.join(", ")}`,
    );
  }
}

interface Text {
  readonly text: string;
  readonly label: string;
}

function split(
  all: readonly BenchmarkRow[],
  labels: readonly string[],
  seed: number,
): { readonly real: Text[]; readonly held: Text[] } {
  const [real, held]: [Text[], Text[]] = [[], []];
  for (const label of labels) {
    const own = new Random(seed)
      .derive(label)
      .shuffle(all.filter((row) => row.label === label))
      .map(({ text }) => ({ text, label }));
    real.push(...own.slice(0, REAL));
    held.push(...own.slice(REAL, REAL + 150));
  }
  return { real, held };
}

async function written(
  real: readonly Text[],
  {
    labels,
    strength,
    seed,
  }: {
    readonly labels: readonly string[];
    readonly strength: number | null;
    readonly seed: number;
  },
): Promise<{ readonly texts: Text[]; readonly chosen: number }> {
  const out = mkdtempSync(join(tmpdir(), "bench-tuning-"));
  try {
    const { model: name, figures } = await tuneModel({
      data: real.map((row) => ({ ...row })),
      tuner: strength === null ? "embedded" : { name: "embedded", strength },
      task: {
        name: "bench",
        kind: "classification",
        description: "Texts with labels.",
        labels: [...labels],
        target: 1,
      },
      seed,
      out,
    });
    const model = await resolveModel(name!);
    const texts: Text[] = [];
    for (const label of labels)
      for (let number = 0; number < WRITTEN; number++) {
        const { text } = await model.complete({
          messages: [
            {
              role: "user",
              content: `<conditions>\n${JSON.stringify({ name: "label", value: label })}\n</conditions>`,
            },
          ],
          parameters: { seed: seed * 100_000 + number },
          format: {
            type: "schema",
            name: "sample",
            schema: {
              type: "object",
              properties: { text: { type: "string" } },
              required: ["text"],
            },
          },
          origin: {
            orderId: `${number}`,
            step: "write",
            attempt: 0,
            agent: "bench",
            sampleIds: [],
          },
        });
        texts.push({ text: (JSON.parse(text) as { text: string }).text, label });
      }
    return { texts, chosen: figures["strength"]!.value! };
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

async function accuracy(
  rows: readonly Text[],
  held: readonly Text[],
  { labels, seed }: { readonly labels: readonly string[]; readonly seed: number },
): Promise<number> {
  const classifier = await trainTextClassifierInWorker({
    texts: rows.map(({ text }) => text),
    labels: rows.map(({ label }) => label),
    classes: [...labels],
    seed,
    calibration: "none",
  });
  const said = classifier.predict(held.map(({ text }) => text));
  return held.filter(({ label }, at) => said[at]!.label === label).length / held.length;
}
