import { fitLinear } from "../../../../tools/learning/classifiers/fit-linear.js";
import { TextVectorizer } from "../../../../tools/learning/features/text-vectorizer.js";
import { trainingSet } from "../../../../tools/learning/features/training-set.js";
import { toyTexts } from "../toy-texts.js";

const { texts, labels } = toyTexts(60);
const { matrix } = TextVectorizer.fit(texts);

function weightsAt(tolerance: number | undefined, sets: boolean): Float32Array {
  return fitLinear({
    matrix,
    set: trainingSet({ texts, labels: sets ? labels.map((label) => [label]) : labels }),
    algorithm: "logistic-regression",
    cost: 20,
    seed: 1,
    maxEpochs: 100,
    start: null,
    tolerance,
    probed: new Int32Array(0),
  }).weights;
}

describe("a fit that may stop early", () => {
  it("does so for one label a row, and never for the yes/no problems of several", () => {
    expect(weightsAt(0.5, false)).not.toEqual(weightsAt(undefined, false));
    expect(weightsAt(0.02, false)).toEqual(weightsAt(undefined, false));
    expect(weightsAt(0.5, true)).toEqual(weightsAt(undefined, true));
  });
});
