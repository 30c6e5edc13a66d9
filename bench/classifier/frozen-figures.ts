import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { parse } from "csv-parse/sync";
import { trainTextClassifier } from "../../tools/learning/classifiers/train-text-classifier.js";
import { DATA_FOLDER } from "../labelled-sets.js";
import { Random } from "../../base/statistics/random.js";

interface Split {
  readonly train: readonly (readonly [string, string])[];
  readonly test: readonly (readonly [string, string])[];
}

interface Benchmark {
  readonly name: string;
  readonly path: string;
  readonly target: number;
  /**
   * scikit-learn 1.2, word 1-2 + character 2-5 TF-IDF and LinearSVC, measured on a machine of the
   * same size.
   */
  readonly reference: { readonly accuracy: number; readonly seconds: number };
  readonly load: (folder: string, seed: number) => Split;
}

const SEEDS = [1, 2, 3];

const benchmarks: readonly Benchmark[] = [
  {
    name: "BANKING77",
    path: "banking77",
    target: 0.91,
    reference: { accuracy: 0.9117, seconds: 5.1 },
    load: (folder) => ({
      train: csv(gunzipSync(readFileSync(join(folder, "train.csv.gz")))),
      test: csv(readFileSync(join(folder, "test.csv"))),
    }),
  },
  {
    name: "CLINC150 in-scope",
    path: "clinc150",
    target: 0.925,
    reference: { accuracy: 0.9271, seconds: 14.3 },
    load: (folder) =>
      JSON.parse(
        gunzipSync(readFileSync(join(folder, "data_full.json.gz"))).toString("utf8"),
      ) as Split,
  },
  {
    name: "SMS spam",
    path: "sms_spam",
    target: 0.985,
    reference: { accuracy: 0.9886, seconds: 1.2 },
    load: (folder, seed) => {
      const lines = gunzipSync(readFileSync(join(folder, "sms.tsv.gz")))
        .toString("utf8")
        .split(/\r?\n/)
        .filter((line) => line.includes("\t"));
      const rows = new Random(seed)
        .shuffle(lines)
        .map((line): [string, string] => [
          line.slice(line.indexOf("\t") + 1),
          line.slice(0, line.indexOf("\t")),
        ]);
      return { train: rows.slice(0, 4000), test: rows.slice(4000) };
    },
  },
];

/**
 * Accuracy and seconds of the default classifier: features, training and prediction in one process,
 * mean of three seeds.
 */
export function frozenFigures(): void {
  for (const benchmark of benchmarks) {
    const folder = join(DATA_FOLDER, "benchmarks", benchmark.path);
    if (!existsSync(folder)) {
      console.log(`${benchmark.name}: skipped, ${folder} does not exist`);
      continue;
    }
    const results = SEEDS.map((seed) => measure(benchmark.load(folder, seed), seed));
    const mean = (values: readonly number[]): number =>
      values.reduce((sum, value) => sum + value, 0) / values.length;
    const accuracy = mean(results.map((result) => result.accuracy));
    const seconds = mean(results.map((result) => result.seconds));
    console.log(
      `${benchmark.name}: accuracy ${accuracy.toFixed(4)} (target ${benchmark.target}, ` +
        `scikit-learn ${benchmark.reference.accuracy}), ` +
        `${seconds.toFixed(2)} s (processor ` +
        `${mean(results.map((result) => result.processor)).toFixed(2)} s, first ` +
        `${results[0]!.seconds.toFixed(2)} s; ` +
        `scikit-learn ${benchmark.reference.seconds} s, ratio ` +
        `${(benchmark.reference.seconds / seconds).toFixed(1)}), ` +
        "expected calibration error " +
        `${mean(results.map((result) => result.calibrationError)).toFixed(3)} ` +
        `${accuracy >= benchmark.target ? "PASS" : "FAIL"}`,
    );
  }
}

function csv(bytes: Buffer): [string, string][] {
  return (parse(bytes, { columns: true }) as { text: string; category: string }[]).map((row) => [
    row.text,
    row.category,
  ]);
}

function measure(
  { train, test }: Split,
  seed: number,
): { accuracy: number; seconds: number; processor: number; calibrationError: number } {
  const started = performance.now();
  const used = process.cpuUsage();
  const classifier = trainTextClassifier({
    texts: train.map(([text]) => text),
    labels: train.map(([, label]) => label),
    seed,
  });
  const predictions = classifier.predict(test.map(([text]) => text));
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(used);
  const right = predictions.map((prediction, i) => (prediction.label === test[i]![1] ? 1 : 0));
  const bins = Array.from({ length: 15 }, () => ({ confidence: 0, right: 0 }));
  predictions.forEach((prediction, i) => {
    const confidence = Math.max(...prediction.probabilities);
    const bin = bins[Math.min(14, Math.floor(confidence * 15))]!;
    bin.confidence += confidence;
    bin.right += right[i]!;
  });
  return {
    accuracy: right.reduce<number>((sum, value) => sum + value, 0) / test.length,
    seconds,
    processor: (user + system) / 1e6,
    calibrationError:
      bins.reduce((sum, bin) => sum + Math.abs(bin.confidence - bin.right), 0) / test.length,
  };
}
