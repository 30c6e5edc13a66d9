import { LRUCache } from "lru-cache";
import { z } from "zod";
import type { Agent, AgentContext } from "../contract.js";
import { defineAgent } from "../define-agent.js";
import type { RoleInput, RoleReturn, StudentLabel } from "../roles.js";
import { canonicalJson, sha256Hex } from "../../base/statistics/hash.js";
import type { LabelValue } from "../../schema/label.js";
import type { Task } from "../../schema/task.js";
import { classifierFromJSON } from "../../tools/learning/classifiers/classifier-from-json.js";
import type { ClassifierState, TextClassifier } from "../../tools/learning/contract.js";
import { trainTextClassifierInWorker } from "../../tools/learning/learning-in-worker.js";
import { decidingOptions, probabilityOfLabel } from "../../tools/learning/out-of-sample.js";

/** What the labeler learned, as it is kept per round: plain JSON. */
export const labelerStateSchema = z.object({
  version: z.literal(1),
  /** Hash of the rows that it was trained on; two states with the same one predict the same. */
  trainedOn: z.string(),
  rows: z.number().int(),
  /**
   * Hash of the rows that people decided: when they change, it is trained again however few they
   * are.
   */
  gold: z.string(),
  multiLabel: z.boolean(),
  classifier: z.custom<ClassifierState>((value) => typeof value === "object" && value !== null),
});
export type LabelerState = z.infer<typeof labelerStateSchema>;

/** The state that a round kept, or null where there is none or it is of another version. */
export function readLabelerState(value: unknown): LabelerState | null {
  const parsed = labelerStateSchema.safeParse(value);
  return parsed.success ? parsed.data : null;
}

/** Classifiers of the latest states, so that each is read from JSON once. */
export class ClassifierCache {
  readonly #classifiers = new LRUCache<string, TextClassifier>({ max: 3 });

  of(state: LabelerState): TextClassifier {
    return (
      this.#classifiers.get(state.trainedOn) ??
      this.keep(state, classifierFromJSON(state.classifier))
    );
  }

  keep(state: LabelerState, classifier: TextClassifier): TextClassifier {
    this.#classifiers.set(state.trainedOn, classifier);
    return classifier;
  }
}

/** A row that a person decided counts as much as this many others. */
const GOLD_WEIGHT = 3;
/**
 * Rows must grow by this factor before it is trained again, so that all trainings together cost a
 * multiple of the last one.
 */
const GROWTH = 1.5;

type LearnInput = RoleInput<"labeler", "learn">;
type LearnRow = LearnInput["rows"][number];

/**
 * The built-in labeler: a small linear text classifier, trained in a worker thread on support rows,
 * accepted samples and what people
 * decided. Its label is a second opinion that no language model had a part in.
 */
export function createLabeler(): Agent {
  const cache = new ClassifierCache();
  return defineAgent({
    name: "labeler",
    role: "labeler",
    methods: {
      learn: (input, context) => learn(input, context, cache),
      label: ({ drafts, state }, context) => {
        const learned = readLabelerState(state);
        if (!learned || drafts.length === 0 || !hasLabels(context.task)) return { labels: [] };
        return { labels: studentLabels(drafts, cache.of(learned), learned.multiLabel) };
      },
    },
  });
}

async function learn(
  { rows, previous }: LearnInput,
  context: AgentContext,
  cache: ClassifierCache,
): Promise<RoleReturn<"labeler", "learn">> {
  const { task } = context;
  if (!hasLabels(task)) return { state: null, trainedOn: 0, note: "the task has no labels" };
  const { multiLabel } = task.spec;
  const usable = rows.filter((row) => row.text.trim() !== "" && isUsable(row.label, task));
  const before = readLabelerState(previous);
  const kept = (note: string): RoleReturn<"labeler", "learn"> => ({
    state: before,
    trainedOn: before?.rows ?? 0,
    note,
  });
  if (usable.length < task.spec.label.minTraining)
    return kept(
      `${usable.length} rows with a label, at least ${task.spec.label.minTraining} are needed`,
    );
  if (new Set(usable.flatMap((row) => row.label ?? [])).size < 2)
    return kept("all rows have one label");
  const gold = hashOf(usable.filter((row) => row.source === "gold"));
  if (before && before.gold === gold && usable.length < before.rows * GROWTH)
    return kept(
      `${usable.length} rows, not yet half as many again as the ${before.rows} that it was ` +
        "trained on",
    );
  const trainedOn = hashOf(usable);
  if (before?.trainedOn === trainedOn) return kept("the rows are the same");
  const classifier = await trainTextClassifierInWorker(
    {
      texts: usable.map((row) => row.text),
      labels: usable.map((row) =>
        multiLabel ? ([] as string[]).concat(row.label ?? []) : String(row.label),
      ),
      weights: usable.map((row) => row.weight * (row.source === "gold" ? GOLD_WEIGHT : 1)),
      classes: task.labels.map((label) => label.name),
      ...decidingOptions(usable.length),
    },
    { signal: context.signal },
  );
  const state: LabelerState = {
    version: 1,
    trainedOn,
    rows: usable.length,
    gold,
    multiLabel,
    classifier: classifier.toJSON(),
  };
  cache.keep(state, classifier);
  return {
    state,
    trainedOn: usable.length,
    note:
      usable.length < rows.length
        ? `${rows.length - usable.length} rows without text or a label of the task were ` +
          "left out"
        : undefined,
  };
}

function studentLabels(
  drafts: RoleInput<"labeler", "label">["drafts"],
  classifier: TextClassifier,
  multiLabel: boolean,
): StudentLabel[] {
  const predictions = classifier.predict(drafts.map((draft) => draft.text));
  return drafts.map((draft, index) => {
    const prediction = predictions[index]!;
    const label: LabelValue = multiLabel ? [...(prediction.labels ?? [])] : prediction.label;
    const probability = (value: LabelValue): number =>
      probabilityOfLabel(value, {
        probabilities: prediction.probabilities,
        classes: classifier.classes,
        multiLabel,
      });
    return {
      id: draft.id,
      label,
      confidence: probability(label),
      probabilityOfGiven: probability(draft.label),
    };
  });
}

function hasLabels(task: Task): boolean {
  return task.kind.labels !== "none" && task.labels.length > 0;
}

function isUsable(label: LabelValue, task: Task): boolean {
  if (label === null) return false;
  const names = ([] as string[]).concat(label);
  return (
    (task.spec.multiLabel || names.length === 1) &&
    names.every((name) => task.labels.some((known) => known.name === name))
  );
}

function hashOf(rows: readonly LearnRow[]): string {
  return sha256Hex(canonicalJson(rows.map((row) => [row.text, row.label, row.weight, row.source])));
}
