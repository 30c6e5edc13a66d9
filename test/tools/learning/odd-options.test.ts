import fc from "fast-check";
import { isDatawrightError } from "../../../base/errors.js";
import { allocate } from "../../../tools/curation/allocation/allocate.js";
import { validateCodebook } from "../../../tools/curation/codebook/validate-codebook.js";
import { curateRows } from "../../../tools/curation/curate-rows.js";
import { labelLoop } from "../../../tools/curation/label-loop/label-loop.js";
import { loadSteps } from "../../../tools/curation/load-steps.js";
import { findLeakage } from "../../../tools/dedup/find-leakage.js";
import { nearDuplicates } from "../../../tools/dedup/near-duplicates.js";
import { trainTextClassifier } from "../../../tools/learning/classifiers/train-text-classifier.js";
import { crossValidatedProbabilities } from "../../../tools/learning/cross-validated-probabilities.js";
import { findLabelIssues } from "../../../tools/learning/find-label-issues.js";
import { novelTexts } from "../../../tools/novelty/novel-texts.js";

const texts = ["a b", "c d", "e f", "g h", "a c", "b d"];
const labels = ["x", "y", "x", "y", "x", "y"];
const uniform = { probabilities: labels.map(() => [0.5, 0.5]), labels: [0, 1, 0, 1, 0, 1] };

/** Every function with options that work, and options by name that it takes. */
const FUNCTIONS: Readonly<Record<string, readonly [(options: never) => unknown, object, string]>> =
  {
    trainTextClassifier: [
      trainTextClassifier,
      { texts, labels },
      "texts labels weights seed classes classWeights algorithm cost features calibration maxEpochs initial",
    ],
    crossValidatedProbabilities: [
      crossValidatedProbabilities,
      { texts, labels },
      "texts labels weights algorithm cost features folds repeats seed",
    ],
    findLabelIssues: [
      findLabelIssues,
      uniform,
      "probabilities labels method rankBy roundPreservingRowTotals excludeGivenEqualsPredicted",
    ],
    nearDuplicates: [
      (options: object) => nearDuplicates(texts, options),
      {},
      "threshold shingle permutations bands seed onProgress",
    ],
    findLeakage: [
      (options: object) => findLeakage(texts, texts, options),
      {},
      "n share threshold notation",
    ],
    novelTexts: [(options: object) => novelTexts(texts, options), {}, "maxRougeL notation"],
  };

describe("a trained classifier", () => {
  it.each(["linear-svm", "logistic-regression", "naive-bayes", "ensemble"] as const)(
    "of %s refuses what is no text, naming it",
    (algorithm) => {
      const classifier = trainTextClassifier({ texts, labels, algorithm });
      for (const [odd, message] of [
        [[1], /text 0 is 1, neither a string nor a pair/],
        [["a b", null], /text 1 is null/],
        [[["a"]], /text 0 is an array of 1/],
        [[{ text: "a" }], /text 0 is an object/],
        ["a b", /the texts are "a b"/],
        [undefined, /the texts are undefined/],
      ] as const)
        expect(() => classifier.predict(odd as never)).toThrow(
          expect.objectContaining({ code: "SHAPE", message: expect.stringMatching(message) }),
        );
      expect(classifier.predict([])).toEqual([]);
    },
  );
});

describe("options of the learners", () => {
  it.each([
    [() => trainTextClassifier({ texts, labels, algorithm: "svm" as never }), /linear-svm/],
    [
      () => trainTextClassifier({ texts, labels, algorithm: "linear_svm" as never }),
      /did you mean "linear-svm"/,
    ],
    [
      () => findLabelIssues({ ...uniform, method: "prune_by_class" as never }),
      /did you mean "prune-by-class"/,
    ],
    [
      () => trainTextClassifier({ texts, labels: [null as never, ...labels.slice(1)] }),
      /label 0 is null/,
    ],
    [
      () => crossValidatedProbabilities({ texts, labels: [...labels.slice(1), 1 as never] }),
      /label 5 is 1/,
    ],
    [
      () => trainTextClassifier({ texts, labels, algoritm: "ensemble" } as never),
      /"algoritm"; did you mean "algorithm"/,
    ],
    [
      () => trainTextClassifier({ texts, labels, features: { vocabulary: "hash" as never } }),
      /vocabulary is "hash"; it must be one of exact, hashed/,
    ],
    [() => nearDuplicates(texts, { treshold: 0.9 } as never), /did you mean "threshold"/],
    [() => findLeakage(texts, [null as never]), /test: text 0 is null/],
  ])("refuses %s, naming the option and what it may be", (act, message) => {
    expect(act).toThrow(
      expect.objectContaining({ code: "SHAPE", message: expect.stringMatching(message) }),
    );
  });

  it("refuses what has no rows, budget or file", async () => {
    for (const act of [
      () => allocate({} as never),
      () => labelLoop({} as never),
      () => validateCodebook({} as never),
      () => loadSteps({ filters: "heuristics" } as never),
      () => curateRows([], { filters: [] } as never, {} as never),
    ])
      await expect(act()).rejects.toMatchObject({ code: "SHAPE" });
  });

  it("meets odd values of any option with a result or a coded error", () => {
    const odd = fc.oneof(
      fc.constantFrom<unknown>(
        null,
        "",
        "svm",
        NaN,
        -1,
        0,
        1.5,
        Infinity,
        true,
        [],
        {},
        [null],
        [1],
      ),
      fc.constantFrom<unknown>(["x", 3], { x: 2 }, { x: "2" }, [[0.5]], () => 1, 3, "1", 1e9),
    );
    const choice = fc.constantFrom(...Object.keys(FUNCTIONS)).chain((name) =>
      fc.record({
        name: fc.constant(name),
        option: fc.constantFrom(...FUNCTIONS[name]![2].split(" ")),
        value: odd,
      }),
    );
    fc.assert(
      fc.property(choice, ({ name, option, value }) => {
        const [act, options] = FUNCTIONS[name]!;
        fc.pre(!(["shingle", "permutations"].includes(option) && value === 1e9));
        try {
          act({ ...options, [option]: value } as never);
        } catch (error) {
          if (!isDatawrightError(error))
            throw new Error(`${name} with ${option} ${String(value)}: ${String(error)}`);
        }
      }),
      { numRuns: 200 },
    );
  });
});
