import { join } from "node:path";
import { Random } from "../../base/statistics/random.js";
import type { LinearTextClassifier } from "../../tools/learning/classifiers/linear-classifier.js";
import type { LabelInput, TrainOptions } from "../../tools/learning/contract.js";
import { trainTextClassifier } from "../../tools/learning/classifiers/train-text-classifier.js";
import { figuresOf } from "./figures.js";
import { frozenFigures } from "./frozen-figures.js";
import { isThere, LABELLED_SETS } from "./labelled-sets.js";
import {
  askReference,
  pythonWithSklearn,
  type ClassifierAnswer,
  type ClassifierTask,
} from "./reference.js";

const ALGORITHMS = ["linear-svm", "logistic-regression"] as const;
const REFERENCES = ["linear SVM", "logistic regression"] as const;
/** CLASSIFIER_ROWS=2000 trains on so many rows of each set at most. */
const MOST_ROWS = Number(process.env["CLASSIFIER_ROWS"] ?? Infinity);
/** CLASSIFIER_SETS="MR,FewRel" measures these alone, without the frozen figures. */
const WANTED = process.env["CLASSIFIER_SETS"]?.split(",");

/**
 * The classifiers with their defaults beside scikit-learn's usual ones (word 1-2 grams, sublinear
 * tf-idf, C = 1), one after the other in one run, on clean labels and with 20 % of the training
 * labels replaced by others; before them the figures of the frozen sets.
 */
export function run(): void {
  if (WANTED === undefined) frozenFigures();
  const data =
    process.env["DATAWRIGHT_DATA"] ?? join(import.meta.dirname, "..", "..", "..", "shared", "data");
  const reference = pythonWithSklearn();
  console.log(
    reference === null
      ? "scikit-learn: skipped: no python3 with sklearn was found (Debian: python3-sklearn)"
      : `scikit-learn ${reference.version}: TfidfVectorizer(sublinear_tf, words 1-2), C = 1`,
  );
  for (const set of LABELLED_SETS) {
    if (WANTED !== undefined && !WANTED.includes(set.name)) continue;
    if (!isThere(data, set)) {
      console.log(`${set.name}: skipped: ${set.path} is not in the data folder`);
      continue;
    }
    const { train, test } = set.load(data);
    const rows = new Random(2).shuffle([...train]).slice(0, MOST_ROWS);
    const several = typeof rows[0]![1] !== "string";
    for (const noise of several ? [0] : [0, 0.2]) {
      const task: ClassifierTask = {
        texts: rows.map(([text]) => text),
        labels: withNoise(
          rows.map(([, label]) => label),
          noise,
        ),
        test: test.map(([text]) => text),
      };
      const truth = test.map(([, label]) => label);
      console.log(`${set.name}, ${rows.length} rows, ${100 * noise} % wrong labels`);
      const print = (name: string, answer: ClassifierAnswer): void =>
        console.log(`  ${name.padEnd(34)} ${figuresOf(answer, truth)}`);
      for (const [at, algorithm] of ALGORITHMS.entries()) {
        const { answer, cost } = own(algorithm, task);
        print(algorithm, answer);
        if (reference !== null)
          print(
            `scikit-learn, ${REFERENCES[at]!}`,
            askReference(reference.python, REFERENCES[at]!, task),
          );
        if (algorithm !== "linear-svm") continue;
        // The same without choosing and calibrating anything, beside one fit of the reference's.
        print(
          `${algorithm}, C = ${cost}, plain`,
          own(algorithm, task, { cost, calibration: "none" }).answer,
        );
        if (reference !== null)
          print(
            "scikit-learn, linear SVM, plain",
            askReference(reference.python, "plain linear SVM", task),
          );
      }
    }
  }
}

function own(
  algorithm: (typeof ALGORITHMS)[number],
  task: ClassifierTask,
  fit: Pick<TrainOptions, "cost" | "calibration"> = {},
): { readonly answer: ClassifierAnswer; readonly cost: number } {
  const started = performance.now();
  const used = process.cpuUsage();
  const classifier = trainTextClassifier({
    texts: task.texts,
    labels: task.labels,
    algorithm,
    ...fit,
  }) as LinearTextClassifier;
  const predictions = classifier.predict(task.test);
  const { user, system } = process.cpuUsage(used);
  const several = predictions[0]?.labels !== undefined;
  return {
    cost: classifier.parameters.cost!,
    answer: {
      classes: classifier.classes,
      probabilities: several ? undefined : predictions.map(({ probabilities }) => probabilities),
      labels: several ? predictions.map(({ labels }) => labels!) : undefined,
      seconds: (performance.now() - started) / 1000,
      processor: (user + system) / 1e6,
    },
  };
}

/** Replaces a share of the labels by another one, each as likely. */
function withNoise(labels: readonly LabelInput[], share: number): LabelInput[] {
  const random = new Random(5);
  const names = [...new Set(labels.flat())].sort();
  return labels.map((label) => {
    if (random.next() >= share) return label;
    const others = names.filter((name) => name !== label);
    return others[Math.floor(random.next() * others.length)]!;
  });
}
