import { z } from "zod";
import { mean } from "../../../base/statistics/mean.js";
import type { Task } from "../../../schema/task.js";
import type { Verdict } from "../../../schema/verdict.js";
import type { Draft } from "../../draft.js";
import type { Criterion, JudgeAnswer, JudgeQuestion } from "../contract.js";
import { labelSetVerdict } from "../evidence/label-set-verdict.js";
import { conformalProbability, supportClassifierOf } from "../evidence/support-classifier.js";
import { confusableLabels, DEFINED_LABELS } from "../../../tools/learning/confusable-labels.js";
import type { LabelConfusions } from "../../../tools/learning/label-confusions.js";
import { passes, refuses } from "../verdicts.js";

/**
 * A true label looks as unlikely to the small model as the given one in at most this share of
 * cases: the price in good drafts.
 */
const UNLIKELY = 0.1;
/** From this probability on the judge's word counts although the small model is not sure. */
const SURE = 0.9;
/** What fits no label of a choice. */
const NONE = "none of these";
const questions = new WeakMap<Task, JudgeQuestion | null>();

/**
 * The text fits the label that it was written for, by two judges that are not told this label: the
 * judge model and a small classifier of the support rows.
 *
 * Refused when the judge reads another label, the mean of the two probabilities is below
 * `critique.minLabelProbability`, and either
 * the small model finds the label less likely than it finds nine tenths of the true labels of rows
 * that it has not seen (a conformal test: a weak small model refuses few), or the judge is sure.
 */
export const labelCorrectCriterion: Criterion = {
  name: "label-correct",
  question(task, draft, confusions) {
    if (draft !== undefined && draft.label !== null && task.labels.length > DEFINED_LABELS + 1)
      return narrowedQuestion(task, [draft.label].flat(), confusions);
    let question = questions.get(task);
    if (question === undefined) {
      question = questionOf(task);
      questions.set(task, question);
    }
    return question;
  },
  async decide(draft, { judge }, { task }) {
    if (draft.label === null || task.labels.length < 2)
      return passes("label-correct", {
        code: "label",
        reason: "The sample has no label to check.",
      });
    if (!judge)
      return passes("label-correct", {
        code: "label",
        reason: "No judge was asked about the label.",
      });
    return Array.isArray(draft.label)
      ? labelSetVerdict(draft, draft.label, judge, task)
      : oneLabel(draft, draft.label, judge, task);
  },
};

async function oneLabel(
  draft: Draft,
  given: string,
  judge: JudgeAnswer,
  task: Task,
): Promise<Verdict> {
  const judged = String(judge.value.label);
  const sure =
    typeof judge.value.label_probability === "number" ? judge.value.label_probability : 0.5;
  // The rest of the judge's probability is shared by the other labels.
  const byJudge = judged === given ? sure : (1 - sure) / Math.max(1, task.labels.length - 1);
  const small = await supportClassifierOf(task);
  const prediction = small?.classifier.predict([draft.text])[0];
  const bySmall =
    small && prediction
      ? (prediction.probabilities[small.classifier.classes.indexOf(given)] ?? 0)
      : null;
  const probability = bySmall === null ? byJudge : (byJudge + bySmall) / 2;
  const opinion =
    `${judge.model} reads "${judged}" ` +
    `(${sure.toFixed(2)})${prediction ? `, a small model of the examples "${prediction.label}" ` + `(${Math.max(...prediction.probabilities).toFixed(2)})` : ""}`;
  // Kept with the verdict: curation changes a label only where the judge read the new one.
  const read = judged === NONE ? [] : [{ field: "label", text: judged }];
  const wanted = prediction && prediction.label !== given ? prediction.label : judged;
  const unlikely =
    small === null ||
    bySmall === null ||
    conformalProbability(small.ofTrueLabels, bySmall) < UNLIKELY;
  if (
    judged !== given &&
    probability < task.spec.critique.minLabelProbability &&
    (unlikely || sure >= SURE)
  ) {
    return refuses("label-correct", {
      code: "label",
      judge,
      score: probability,
      evidence: [...read, { text: draft.text }],
      reason:
        `The text does not fit its label "${given}": ${opinion}. Write about ` +
        `"${given}"${definition(given, task)}` +
        (wanted === NONE ? "." : `, and leave out what speaks for "${wanted}".`),
    });
  }
  return passes("label-correct", {
    code: "label",
    judge,
    score: probability,
    evidence: read,
    reason: `The label may stand: ${opinion}.`,
  });
}

function definition(name: string, task: Task): string {
  const text = task.labels.find((label) => label.name === name)?.definition;
  return text ? ` (${text})` : "";
}

/** The label that most judges read, and how likely they all find it; the earliest of equally many. */
function labelVote(
  answers: readonly Readonly<Record<string, unknown>>[],
): Readonly<Record<string, unknown>> {
  const counts = new Map<unknown, number>();
  for (const { label } of answers) counts.set(label, (counts.get(label) ?? 0) + 1);
  const [label] = [...counts].reduce((best, vote) => (vote[1] > best[1] ? vote : best));
  // Who reads another label leaves this one next to nothing.
  const sure = answers.map((answer) =>
    answer["label"] === label ? Number(answer["label_probability"]) : 0,
  );
  return { label, label_probability: mean(sure) };
}

function questionOf(task: Task): JudgeQuestion | null {
  const [first, ...others] = task.labels.map((label) => label.name);
  if (first === undefined || others.length === 0) return null;
  const label = z.enum([first, ...others]);
  if (task.spec.multiLabel)
    return {
      text: "labels: every label that fits the draft, whatever it was written for.",
      needsSources: false,
      answer: { labels: z.array(label) },
    };
  return {
    text:
      "label: the label that fits the draft best, whatever it was written for. " +
      "label_probability: how likely this label is right, 0 to 1.",
    needsSources: false,
    answer: { label, label_probability: z.number().min(0).max(1) },
    combine: labelVote,
  };
}

/** Questions about a choice of labels, by their names: the schema of equal ones is one object. */
const narrowed = new WeakMap<Task, Map<string, JudgeQuestion>>();

/**
 * With many labels the given ones are hidden among those that they are most easily taken for, in the
 * task's order, each with its definition and a row.
 */
function narrowedQuestion(
  task: Task,
  given: readonly string[],
  confusions: LabelConfusions | undefined,
): JudgeQuestion {
  const near = given.flatMap((name) => confusableLabels(task, name, confusions));
  const names = new Set([...given, ...near.map(({ label }) => label.name)]);
  const choice = task.labels.filter((label) => names.has(label.name) || label.outOfScope);
  const key = JSON.stringify(choice.map((label) => label.name));
  let known = narrowed.get(task);
  if (!known) narrowed.set(task, (known = new Map<string, JudgeQuestion>()));
  let question = known.get(key);
  if (!question) known.set(key, (question = questionAmong(task, choice)));
  return question;
}

function questionAmong(task: Task, choice: Task["labels"]): JudgeQuestion {
  const listed = choice
    .map(({ name, definition: text }) => `${JSON.stringify(name)}${text ? ` (${text})` : ""}`)
    .join("; ");
  const names = choice.map(({ name }) => name) as [string, ...string[]];
  const rows = choice.flatMap(
    ({ name }) => task.support.find(({ label }) => [label].flat().includes(name)) ?? [],
  );
  if (task.spec.multiLabel)
    return {
      text: `labels: every label that fits the draft, of these: ${listed}. None may fit.`,
      needsSources: false,
      answer: { labels: z.array(z.enum(names)) },
      rows,
    };
  return {
    text:
      `label: the label that fits the draft best, of these: ${listed}; "${NONE}" where another ` +
      "would fit better. label_probability: how likely this is right, 0 to 1.",
    needsSources: false,
    answer: { label: z.enum([...names, NONE]), label_probability: z.number().min(0).max(1) },
    combine: labelVote,
    rows,
  };
}
