import { labelKey } from "../../../schema/label.js";
import type { Task } from "../../../schema/task.js";
import type { Verdict } from "../../../schema/verdict.js";
import type { TextClassifier } from "../../../tools/learning/contract.js";
import {
  crossValidatedProbabilitiesInWorker,
  trainTextClassifierInWorker,
} from "../../../tools/learning/learning-in-worker.js";
import { decidingOptions } from "../../../tools/learning/out-of-sample.js";
import type { Draft } from "../../draft.js";
import type { JudgeAnswer } from "../contract.js";
import { conformalProbability } from "./support-classifier.js";
import { passes, refuses } from "../verdicts.js";

/**
 * A small model of the support rows for several labels, with what it gives rows that it has not
 * seen, ascending, by class.
 */
interface LabelSetModel {
  readonly classifier: TextClassifier;
  /** Probabilities of a label for rows that have it. */
  readonly present: ReadonlyMap<string, Float64Array>;
  /** One less the probability of a label for rows that do not have it. */
  readonly absent: ReadonlyMap<string, Float64Array>;
}

/** In at most this share of the support rows a label that is right looks as wrong. */
const UNLIKELY = 0.1;

/** Once per task: support rows never change during a run. */
const trained = new WeakMap<Task, Promise<LabelSetModel | null>>();

/**
 * Whether a text has the labels that it was written for, each of them and no other.
 *
 * A given label is missing, and another one is too much, where the judge reads it so and the small
 * model finds it less likely than nine tenths of the support rows of that kind that it has not
 * seen. Without a small model the judge must share at least half of the labels.
 */
export async function labelSetVerdict(
  draft: Draft,
  given: readonly string[],
  judge: JudgeAnswer,
  task: Task,
): Promise<Verdict> {
  const read = new Set(Array.isArray(judge.value.labels) ? judge.value.labels.map(String) : []);
  const shared = given.filter((label) => read.has(label)).length;
  const all = new Set([...given, ...read]).size;
  const score = all === 0 ? 1 : shared / all;
  const opinion = `${judge.model} reads ${[...read].map((label) => `"${label}"`).join(", ") || "no label"}`;
  const refused = (what: string): Verdict =>
    refuses("label-correct", {
      code: "label",
      judge,
      score,
      reason: `${what}: ${opinion}. Write about every given label and about no other.`,
      evidence: [{ text: draft.text }],
    });
  if (shared === 0 && all > 0)
    return refused(`The text does not fit ${labelKey([...given]) || "no label"}`);
  const small = await modelOf(task);
  if (!small)
    return score < 0.5
      ? refused(`The text fits less than half of ${labelKey([...given])}`)
      : passes("label-correct", { code: "label", judge, score, reason: `${opinion}.` });
  const probabilities = small.classifier.predict([draft.text])[0]!.probabilities;
  const probabilityOf = (label: string): number =>
    probabilities[small.classifier.classes.indexOf(label)] ?? 0;
  const unlikely = (known: Float64Array | undefined, value: number): boolean =>
    known !== undefined && conformalProbability(known, value) < UNLIKELY;
  const missing = given.filter(
    (label) => !read.has(label) && unlikely(small.present.get(label), probabilityOf(label)),
  );
  if (missing.length > 0) return refused(`The text says nothing of "${missing.join('", "')}"`);
  const extra = [...read].filter(
    (label) =>
      !given.includes(label) && unlikely(small.absent.get(label), 1 - probabilityOf(label)),
  );
  if (extra.length > 0) return refused(`The text speaks of "${extra.join('", "')}" too`);
  return passes("label-correct", {
    code: "label",
    judge,
    score,
    reason:
      `${opinion}; a small model of the examples finds nothing against ` +
      `${labelKey([...given])}.`,
  });
}

function modelOf(task: Task): Promise<LabelSetModel | null> {
  let promise = trained.get(task);
  if (!promise) {
    promise = train(task);
    trained.set(task, promise);
  }
  return promise;
}

async function train(task: Task): Promise<LabelSetModel | null> {
  const rows = task.support.flatMap((row) =>
    row.text.trim() === "" || row.label === null
      ? []
      : [{ text: row.text, labels: ([] as string[]).concat(row.label) }],
  );
  if (
    rows.length < Math.max(10, task.spec.label.minTraining) ||
    new Set(rows.flatMap((row) => row.labels)).size < 2
  )
    return null;
  const options = {
    texts: rows.map((row) => row.text),
    labels: rows.map((row) => row.labels),
    classes: task.labels.map((label) => label.name),
    ...decidingOptions(rows.length),
  };
  const [classifier, validated] = await Promise.all([
    trainTextClassifierInWorker(options),
    crossValidatedProbabilitiesInWorker({ ...options, folds: Math.min(10, rows.length) }),
  ]);
  const ascending = (label: string, column: number, has: boolean): [string, Float64Array] => [
    label,
    Float64Array.from(
      rows.flatMap((row, index) =>
        row.labels.includes(label) === has
          ? [
              has
                ? validated.probabilities[index]![column]!
                : 1 - validated.probabilities[index]![column]!,
            ]
          : [],
      ),
    ).sort(),
  ];
  return {
    classifier,
    present: new Map(validated.classes.map((label, column) => ascending(label, column, true))),
    absent: new Map(validated.classes.map((label, column) => ascending(label, column, false))),
  };
}
