import { DatawrightError } from "../../../base/errors.js";
import type { ClassifierState, TextClassifier } from "../contract.js";
import { EnsembleTextClassifier, type MatrixClassifier } from "./ensemble-classifier.js";
import { LinearTextClassifier } from "./linear-classifier.js";
import { NaiveBayesTextClassifier } from "./naive-bayes.js";
import { TextVectorizer, type VectorizerState } from "../features/text-vectorizer.js";

/**
 * The classifier that `toJSON` wrote: it predicts the same to the bit.
 *
 * @throws TRAINING_DATA if the state is of another type or version
 */
export function classifierFromJSON(state: ClassifierState): TextClassifier {
  if (typeof state !== "object" || (state as unknown) === null)
    throw new DatawrightError({
      code: "TRAINING_DATA",
      message: "the state of a classifier must be the object that its toJSON() wrote",
    });
  return restore(state);
}

function restore(state: ClassifierState): MatrixClassifier {
  if (state.version === 1) {
    if (state.type === "linear") return LinearTextClassifier.fromState(state);
    if (state.type === "naive-bayes") return NaiveBayesTextClassifier.fromState(state);
    if (state.type === "ensemble") {
      const members = state["members"] as readonly ClassifierState[];
      const vectorizer = TextVectorizer.fromState(members[0]!["vectorizer"] as VectorizerState);
      return new EnsembleTextClassifier(
        members.map(restore),
        vectorizer,
        state["multiLabel"] as boolean,
      );
    }
  }
  throw new DatawrightError({
    code: "TRAINING_DATA",
    message: `no classifier of type "${state.type}", version ${String(state.version)} can be read`,
    hint: "give the object that toJSON() of a linear, naive-bayes or ensemble classifier wrote",
  });
}
