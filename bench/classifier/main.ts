import { Random } from "../../base/statistics/random.js";
import type { LinearTextClassifier } from "../../tools/learning/classifiers/linear-classifier.js";
import type { LabelInput, TrainOptions } from "../../tools/learning/contract.js";
import { trainTextClassifier } from "../../tools/learning/classifiers/train-text-classifier.js";
import { FIGURE_HEADS, figuresOf } from "./figures.js";
import { frozenFigures } from "./frozen-figures.js";
import { DATA_FOLDER } from "../labelled-sets.js";
import { isThere, LABELLED_SETS, type Rows } from "./labelled-sets.js";
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
/** CLASSIFIER_NOISE="0" leaves the wrong labels out. */
const NOISES = (process.env["CLASSIFIER_NOISE"] ?? "0,0.2").split(",").map(Number);
/** The reference's logistic regression takes minutes of more decisions (rows x classes). */
const MOST_DECISIONS = process.env["CLASSIFIER_SLOW"] === "1" ? Infinity : 400_000;

/**
 * One table: the classifiers with their defaults beside scikit-learn's usual ones (word 1-2 grams,
 * sublinear tf-idf, C = 1), one after the other in one run, on every set of the data folder, on clean
 * labels and with 20 % of the training labels replaced by others; below it the figures of the frozen
 * sets.
 */
export function run(): void {
  const reference = pythonWithSklearn();
  console.log(
    reference === null
      ? "scikit-learn: skipped: no python3 with sklearn was found (Debian: python3-sklearn)"
      : `scikit-learn ${reference.version}: TfidfVectorizer(sublinear_tf, words 1-2), C = 1`,
  );
  console.log(
    `${"set".padEnd(19)} ${"rows".padStart(5)} ${"wrong".padStart(5)}  ${"learner".padEnd(34)} ${FIGURE_HEADS}`,
  );
  for (const set of LABELLED_SETS) {
    if (WANTED !== undefined && !WANTED.includes(set.name)) continue;
    if (!isThere(set)) {
      console.log(`${set.name.padEnd(19)} skipped: ${set.path} is not in the data folder`);
      continue;
    }
    const { train, test } = set.load(DATA_FOLDER);
    const rows = new Random(2).shuffle([...train]).slice(0, MOST_ROWS);
    const several = typeof rows[0]![1] !== "string";
    for (const noise of several ? [0] : NOISES) measure(set.name, { rows, test, noise }, reference);
  }
  if (WANTED === undefined) frozenFigures();
}

function measure(
  name: string,
  { rows, test, noise }: { readonly rows: Rows; readonly test: Rows; readonly noise: number },
  reference: ReturnType<typeof pythonWithSklearn>,
): void {
  const task: ClassifierTask = {
    texts: rows.map(([text]) => text),
    labels: withNoise(
      rows.map(([, label]) => label),
      noise,
    ),
    test: test.map(([text]) => text),
  };
  const truth = test.map(([, label]) => label);
  const print = (learner: string, figures: string): void =>
    console.log(
      `${name.padEnd(19)} ${String(rows.length).padStart(5)} ${`${100 * noise} %`.padStart(5)}  ` +
        `${learner.padEnd(34)} ${figures}`,
    );
  const beside = (model: Parameters<typeof askReference>[1]): void => {
    if (reference === null) return;
    const decisions = rows.length * new Set(task.labels.flat()).size;
    print(
      `scikit-learn, ${model}`,
      model === "logistic regression" && decisions > MOST_DECISIONS
        ? "left out: CLASSIFIER_SLOW=1"
        : figuresOf(askReference(reference.python, model, task), truth),
    );
  };
  for (const [at, algorithm] of ALGORITHMS.entries()) {
    const { answer, cost } = own(algorithm, task);
    print(algorithm, figuresOf(answer, truth));
    beside(REFERENCES[at]!);
    if (algorithm !== "linear-svm") continue;
    // The same without choosing and calibrating anything, beside one fit of the reference's.
    const plain = own(algorithm, task, { cost, calibration: "none" });
    print(`${algorithm}, C = ${cost}, plain`, figuresOf(plain.answer, truth));
    beside("plain linear SVM");
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
