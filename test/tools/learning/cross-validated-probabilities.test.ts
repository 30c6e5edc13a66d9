import fc from "fast-check";
import { crossValidatedProbabilities } from "../../../tools/learning/cross-validated-probabilities.js";
import { stratifiedFolds } from "../../../tools/learning/stratified-folds.js";
import { toyTexts } from "./toy-texts.js";

const rows = toyTexts(60);

describe("crossValidatedProbabilities", () => {
  it("predicts every row from the others", () => {
    const { classes, probabilities, folds } = crossValidatedProbabilities({
      ...rows,
      folds: 5,
      seed: 4,
    });
    expect(probabilities).toHaveLength(60);
    expect(new Set(folds).size).toBe(5);
    const right = probabilities.filter(
      (row, i) => classes[row.indexOf(Math.max(...row))] === rows.labels[i],
    ).length;
    expect(right / 60).toBeGreaterThanOrEqual(0.9);
    for (const row of probabilities)
      expect(row.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 9);
  });

  it("cannot know a label from a duplicate that differs in case and punctuation", () => {
    const texts = [...rows.texts, "zyx wvu tsr", "Zyx wvu, tsr!", "ZYX  WVU TSR."];
    const labels = [...rows.labels, "rare", "rare", "rare"];
    const { classes, probabilities, folds } = crossValidatedProbabilities({
      texts,
      labels,
      folds: 4,
    });
    expect(new Set(folds.slice(60)).size).toBe(1);
    for (const row of probabilities.slice(60)) expect(row[classes.indexOf("rare")]).toBe(0);
  });

  it("is the same for the same seed and differs in folds for another", () => {
    const one = crossValidatedProbabilities({ ...rows, seed: 1 });
    expect(crossValidatedProbabilities({ ...rows, seed: 1 })).toEqual(one);
    expect(crossValidatedProbabilities({ ...rows, seed: 2 }).folds).not.toEqual(one.folds);
  });

  it("averages several runs, the first of them the one without repeats", () => {
    const one = crossValidatedProbabilities({ ...rows, seed: 1 });
    const three = crossValidatedProbabilities({ ...rows, seed: 1, repeats: 3 });
    expect(three.folds).toEqual(one.folds);
    expect(three.probabilities).not.toEqual(one.probabilities);
    for (const row of three.probabilities)
      expect(row.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 9);
    expect(() => crossValidatedProbabilities({ ...rows, repeats: 0 })).toThrow(
      expect.objectContaining({ code: "SHAPE" }),
    );
  });

  it("lets a row not change its own prediction by its label", () => {
    const one = crossValidatedProbabilities({ ...rows, folds: 60 });
    const flipped = rows.labels.map((label, i) => (i === 7 ? "account" : label));
    const two = crossValidatedProbabilities({ texts: rows.texts, labels: flipped, folds: 60 });
    expect(rows.labels[7]).not.toBe("account");
    expect(two.probabilities[7]).toEqual(one.probabilities[7]);
  });

  it("uses as many folds as there are distinct texts when there are fewer than asked for", () => {
    const { folds, probabilities } = crossValidatedProbabilities({
      texts: ["a b", "c d", "e f"],
      labels: ["x", "y", "x"],
      folds: 10,
    });
    expect(new Set(folds).size).toBe(3);
    expect(probabilities[1]).toEqual(Float64Array.of(1, 0));
  });

  it("gives one probability per class where rows have sets of labels", () => {
    const texts = rows.texts.map((text, i) => `${text} ${rows.texts[(i + 1) % 60]}`);
    const labels = rows.labels.map((label, i) => [label, rows.labels[(i + 1) % 60]!]);
    const { classes, probabilities } = crossValidatedProbabilities({
      texts: [...texts, ...rows.texts],
      labels: [...labels, ...rows.labels.map((label) => [label])],
    });
    let right = 0;
    probabilities.forEach((row, i) =>
      classes.forEach(
        (name, c) =>
          (right +=
            row[c]! >= 0.5 === (i < 60 ? labels[i]! : [rows.labels[i - 60]!]).includes(name)
              ? 1
              : 0),
      ),
    );
    expect(right / (120 * classes.length)).toBeGreaterThanOrEqual(0.9);
  });

  it("answers the class frequencies where the training texts of a fold are all empty", () => {
    const { probabilities } = crossValidatedProbabilities({
      texts: ["", "", "a b", ""],
      labels: ["x", "y", "x", "x"],
      folds: 2,
    });
    expect(Array.from(probabilities[2]!)).toEqual([expect.closeTo(2 / 3), expect.closeTo(1 / 3)]);
  });

  it.each([
    ["identical texts", { texts: ["a", "A!", "a"], labels: ["x", "y", "x"] }, "TRAINING_DATA"],
    ["one class", { texts: ["a", "b"], labels: ["x", "x"] }, "TRAINING_DATA"],
    ["one fold", { ...rows, folds: 1 }, "SHAPE"],
    ["lengths that differ", { texts: ["a"], labels: [] }, "SHAPE"],
  ])("refuses %s", (_, options, code) => {
    expect(() => crossValidatedProbabilities(options)).toThrow(expect.objectContaining({ code }));
  });
});

describe("stratifiedFolds", () => {
  it("spreads every class evenly and keeps equal texts together", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(30), fc.nat(2)), { minLength: 12, maxLength: 80 }),
        fc.nat(1000),
        (pairs, seed) => {
          const texts = pairs.map(([text]) => `text ${text}`);
          fc.pre(new Set(texts).size >= 3);
          const folds = stratifiedFolds(
            texts,
            pairs.map(([, stratum]) => stratum),
            3,
            seed,
          );
          const seen = new Map<string, number>();
          texts.forEach((text, row) => {
            expect(seen.get(text) ?? folds[row]).toBe(folds[row]);
            seen.set(text, folds[row]!);
          });
          expect(new Set(folds).size).toBe(3);
        },
      ),
      { numRuns: 60 },
    );
    const strata = Array.from({ length: 100 }, (_, i) => (i < 90 ? 0 : 1));
    const folds = stratifiedFolds(
      strata.map((_, i) => `t${i}`),
      strata,
      5,
      9,
    );
    for (let fold = 0; fold < 5; fold++) {
      expect(strata.filter((stratum, i) => stratum === 0 && folds[i] === fold)).toHaveLength(18);
      expect(strata.filter((stratum, i) => stratum === 1 && folds[i] === fold)).toHaveLength(2);
    }
  });
});
