import { LRUCache } from "lru-cache";
import { z } from "zod";
import type { Agent, AgentContext } from "../contract.js";
import { defineAgent } from "../define-agent.js";
import type { RoleInput, RoleReturn, StudentLabel } from "../roles.js";
import { canonicalJson, sha256Hex } from "../../base/statistics/hash.js";
import type { LabelValue } from "../../schema/label.js";
import type { Task } from "../../schema/task.js";
import { chosenName, type SlotChoice } from "../../base/slots/slot-choice.js";
import type { Slot } from "../../base/slots/slot.js";
import { modelAsker } from "../../tools/curation/allocation/model-asker.js";
import { CLASSIFIERS } from "../../tools/learning/classifiers/classifiers.js";
import { linearClassifier } from "../../tools/learning/classifiers/sparse-classifiers.js";
import type {
  Classifier,
  ClassifierContext,
  ClassifierState,
  TrainedClassifier,
} from "../../tools/learning/contract.js";
import { probabilityOfLabel } from "../../tools/learning/out-of-sample.js";

/** What the labeler learned, as it is kept per round: plain JSON. */
const labelerStateSchema = z.object({
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
  /** The small model that learned it: its name, with its settings where it has any. */
  model: z.string().default("linear"),
  classifier: z.custom<ClassifierState>((value) => typeof value === "object" && value !== null),
});
export type LabelerState = z.infer<typeof labelerStateSchema>;

/** The state that a round kept, or null where there is none or it is of another version. */
function readLabelerState(value: unknown): LabelerState | null {
  const parsed = labelerStateSchema.safeParse(value);
  return parsed.success ? parsed.data : null;
}

/** The small model that a labeler trains. */
export interface LabelerModel {
  /** Its name, with its settings where it has any: a state of another one is not read. */
  readonly id: string;
  readonly classifier: Classifier;
}

/** Trained classifiers of the latest states, so that each is read from JSON once. */
class ClassifierCache {
  readonly #restore: Classifier["restore"];
  readonly #classifiers = new LRUCache<string, TrainedClassifier>({ max: 3 });

  constructor(restore: Classifier["restore"]) {
    this.#restore = restore;
  }

  of(state: LabelerState): TrainedClassifier {
    return (
      this.#classifiers.get(state.trainedOn) ?? this.keep(state, this.#restore(state.classifier))
    );
  }

  keep(state: LabelerState, classifier: TrainedClassifier): TrainedClassifier {
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

const LINEAR: LabelerModel = {
  id: "linear",
  classifier: linearClassifier.make(linearClassifier.settings.parse({})),
};

/**
 * The built-in labeler: a small text classifier, trained on support rows, accepted samples and what
 * people decided. Unless it is told to ask a language model, its label is a second opinion that
 * none had a part in.
 */
export function createLabeler(model: LabelerModel = LINEAR): Agent {
  const cache = new ClassifierCache((state) => model.classifier.restore(state));
  return defineAgent({
    name: "labeler",
    role: "labeler",
    methods: {
      learn: (input, context) => learn(input, context, { ...model, cache }),
      label: async ({ drafts, state }, context) => {
        const learned = readLabelerState(state);
        if (learned?.model !== model.id || drafts.length === 0 || !hasLabels(context.task))
          return { labels: [] };
        return { labels: await studentLabels(drafts, cache.of(learned), context) };
      },
    },
  });
}

/**
 * The labeler with the small model that the task names under `label.model`.
 * @throws SPEC_INVALID for an unknown name or setting
 */
export async function labelerOf(
  choice: SlotChoice,
  classifiers: Slot<Classifier> = CLASSIFIERS,
): Promise<Agent> {
  const { value: classifier } = await classifiers.choose(choice, ["label", "model"]);
  const plain = typeof choice === "string" || Object.keys(choice).length === 1;
  return createLabeler({ id: plain ? chosenName(choice) : canonicalJson(choice), classifier });
}

async function learn(
  { rows, previous }: LearnInput,
  context: AgentContext,
  { id, classifier, cache }: LabelerModel & { readonly cache: ClassifierCache },
): Promise<RoleReturn<"labeler", "learn">> {
  const { task } = context;
  if (!hasLabels(task)) return { state: null, trainedOn: 0, note: "the task has no labels" };
  const { multiLabel } = task.spec;
  const usable = rows.filter((row) => row.text.trim() !== "" && isUsable(row.label, task));
  const state = readLabelerState(previous);
  const before = state?.model === id ? state : null;
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
  const trained = await classifier.train(
    {
      texts: usable.map((row) => row.text),
      labels: usable.map((row) =>
        multiLabel ? ([] as string[]).concat(row.label ?? []) : String(row.label),
      ),
      weights: usable.map((row) => row.weight * (row.source === "gold" ? GOLD_WEIGHT : 1)),
      classes: task.labels.map((label) => label.name),
      multiLabel,
    },
    classifierContext(context),
  );
  const learned: LabelerState = {
    version: 1,
    trainedOn,
    rows: usable.length,
    gold,
    multiLabel,
    model: id,
    classifier: trained.toJSON(),
  };
  cache.keep(learned, trained);
  return {
    state: learned,
    trainedOn: usable.length,
    note:
      usable.length < rows.length
        ? `${rows.length - usable.length} rows without text or a label of the task were ` +
          "left out"
        : undefined,
  };
}

/** What a small model may use of a run; a language model is asked as the labeler. */
function classifierContext({ task, model, embeddings, signal }: AgentContext): ClassifierContext {
  const { multiLabel, description: about } = task.spec;
  const ask = modelAsker({ model, labels: task.labels, multiLabel, about });
  const row = { fields: {}, label: null, weight: 1, scores: {}, line: null };
  return {
    embed: (texts) => embeddings.embed(texts),
    ask: async (texts, demonstrations) => {
      const rows = texts.map((text) => {
        const joined = [text].flat().join("\n");
        return { ...row, id: sha256Hex(joined), text: joined };
      });
      const shown = demonstrations.map(({ text, label }, index) => ({
        ...row,
        id: String(index),
        text,
        label: typeof label === "string" ? label : [...label],
      }));
      return (await ask(rows, { demonstrations: shown, variant: 0 })).map(({ label }) => label);
    },
    signal,
  };
}

async function studentLabels(
  drafts: RoleInput<"labeler", "label">["drafts"],
  classifier: TrainedClassifier,
  context: AgentContext,
): Promise<StudentLabel[]> {
  const { multiLabel } = context.task.spec;
  const predictions = await classifier.predict(
    drafts.map((draft) => draft.text),
    classifierContext(context),
  );
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
