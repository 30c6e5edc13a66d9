import { z } from "zod";
import { classifierFromJSON } from "../../tools/learning/classifier-from-json.js";
import type { ClassifierState, TextClassifier } from "../../tools/learning/contract.js";

/** What the labeler learned, as it is kept per round: plain JSON. */
export const labelerStateSchema = z.object({
  version: z.literal(1),
  /** Hash of the rows that it was trained on; two states with the same one predict the same. */
  trainedOn: z.string(),
  rows: z.number().int(),
  /** Hash of the rows that people decided: when they change, it is trained again however few they are. */
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
  readonly #classifiers = new Map<string, TextClassifier>();
  static readonly #kept = 3;

  of(state: LabelerState): TextClassifier {
    return (
      this.#classifiers.get(state.trainedOn) ??
      this.keep(state, classifierFromJSON(state.classifier))
    );
  }

  keep(state: LabelerState, classifier: TextClassifier): TextClassifier {
    this.#classifiers.set(state.trainedOn, classifier);
    if (this.#classifiers.size > ClassifierCache.#kept)
      this.#classifiers.delete(this.#classifiers.keys().next().value as string);
    return classifier;
  }
}
