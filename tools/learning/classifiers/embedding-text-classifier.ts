import type {
  ClassifierContext,
  ClassifierState,
  Prediction,
  TextClassifier,
  TextInput,
  TrainedClassifier,
} from "../contract.js";
import { embeddedInputs } from "../features/embedded-inputs.js";
import type { LearningFeatures } from "../features/learning-features.js";
import { plainInput } from "../features/plain-input.js";
import { classifierFromJSON } from "./classifier-from-json.js";

export const EMBEDDING_TYPE = "embedding-features";

/** A classifier that learnt from embeddings: it has each text embedded that it is asked about. */
export class EmbeddingTextClassifier implements TrainedClassifier {
  readonly #inner: TextClassifier;
  readonly #features: LearningFeatures;

  constructor(inner: TextClassifier, features: LearningFeatures) {
    this.#inner = inner;
    this.#features = features;
  }

  get classes(): readonly string[] {
    return this.#inner.classes;
  }

  async predict(
    texts: readonly TextInput[],
    { embed, signal }: Pick<ClassifierContext, "embed" | "signal">,
  ): Promise<Prediction[]> {
    return this.#inner.predict(
      await embeddedInputs(texts.map(plainInput), { embed, signal, features: this.#features }),
    );
  }

  toJSON(): ClassifierState {
    return {
      type: EMBEDDING_TYPE,
      version: 1,
      classes: this.classes,
      features: this.#features,
      inner: this.#inner.toJSON(),
    };
  }

  /** @throws TRAINING_DATA for a state that `toJSON` did not write */
  static fromState(state: ClassifierState): EmbeddingTextClassifier {
    const { features, inner } = state as ClassifierState & {
      readonly features: LearningFeatures;
      readonly inner: ClassifierState;
    };
    return new EmbeddingTextClassifier(classifierFromJSON(inner), features);
  }
}
