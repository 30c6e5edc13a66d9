import { innerProduct } from "../../../base/statistics/inner-product.js";
import type { LabelSpec } from "../../../schema/label.js";
import type { Task } from "../../../schema/task.js";
import type { TextClassifier } from "../../../tools/learning/contract.js";
import { trainTextClassifierInWorker } from "../../../tools/learning/learning-in-worker.js";
import { decidingOptions } from "../../../tools/learning/out-of-sample.js";
import type { AgentContext } from "../../contract.js";

/** A label that a text is nearest to, and what says so. */
export interface NearestLabel {
  readonly name: string;
  /** `small-model`: its probability; `similarity`: the cosine to the label's words. */
  readonly by: "small-model" | "similarity";
  readonly score: number;
}

/** Once per task: support rows never change during a run. */
const trained = new WeakMap<Task, Promise<TextClassifier | null>>();

/**
 * The label of some that a text is most easily taken for: the most probable to a small model of the
 * real rows, where each of these labels has rows; else the one whose words are most similar.
 *
 * @param labels at least one
 */
export async function nearestLabel(
  text: string,
  labels: readonly LabelSpec[],
  { task, embeddings }: Pick<AgentContext, "task" | "embeddings">,
): Promise<NearestLabel> {
  let training = trained.get(task);
  if (!training) trained.set(task, (training = train(task)));
  const classifier = await training;
  if (classifier && labels.every(({ name }) => classifier.classes.includes(name))) {
    const { probabilities } = classifier.predict([text])[0]!;
    return best(labels, "small-model", (index) => {
      return probabilities[classifier.classes.indexOf(labels[index]!.name)]!;
    });
  }
  const [own, ...others] = await embeddings.embed([text, ...labels.map(wordsOf)]);
  return best(labels, "similarity", (index) => innerProduct(own!, others[index]!));
}

function best(
  labels: readonly LabelSpec[],
  by: NearestLabel["by"],
  scoreOf: (index: number) => number,
): NearestLabel {
  const scores = labels.map((_label, index) => scoreOf(index));
  const score = Math.max(...scores);
  return { name: labels[scores.indexOf(score)]!.name, by, score };
}

function wordsOf({ name, verbalizer, definition }: LabelSpec): string {
  return [verbalizer ?? name, definition].filter((part) => part !== undefined).join(": ");
}

/** A small model of the labels that have rows; null where there are too few to learn from. */
async function train(task: Task): Promise<TextClassifier | null> {
  const rows = task.support.filter(
    ({ label, text }) => typeof label === "string" && text.trim() !== "",
  );
  const labels = rows.map(({ label }) => String(label));
  const classes = task.labels.map(({ name }) => name).filter((name) => labels.includes(name));
  if (rows.length < Math.max(2, task.spec.label.minTraining) || classes.length < 2) return null;
  return trainTextClassifierInWorker({
    texts: rows.map(({ text }) => text),
    labels,
    classes,
    ...decidingOptions(rows.length),
  });
}
