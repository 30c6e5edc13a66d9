import fc from "fast-check";
import { Random } from "../../../../base/statistics/random.js";
import { dawidSkene } from "../../../../tools/learning/annotators/dawid-skene.js";

const CLASSES = ["a", "b", "c"];

/** Rows with a true class, and annotators who name it with a probability of their own. */
function simulated(
  rows: number,
  skills: readonly number[],
  { seed = 1, seen = 1 }: { seed?: number; seen?: number } = {},
): { truth: string[]; votes: (string | null)[][] } {
  const random = new Random(seed);
  const truth = Array.from({ length: rows }, () => CLASSES[random.weighted([5, 3, 2])]!);
  const votes = truth.map((label) =>
    skills.map((skill) =>
      random.next() >= seen
        ? null
        : random.next() < skill
          ? label
          : random.pick(CLASSES.filter((other) => other !== label)),
    ),
  );
  return { truth, votes };
}

/** The same by the formulas of the paper, written with plain products over every cell. */
function byFormula(votes: readonly (readonly (string | null)[])[], steps: number): number[][] {
  const annotators = votes[0]!.map((_vote, at) => at);
  const said = (row: number, annotator: number, label: string): number =>
    Number(votes[row]![annotator] === label);
  let shares = votes.map((row) => {
    const cast = row.filter((vote) => vote !== null);
    return CLASSES.map((label) => cast.filter((vote) => vote === label).length / cast.length);
  });
  for (let step = 0; step < steps; step++) {
    const prior = CLASSES.map(
      (_label, c) => shares.reduce((sum, row) => sum + row[c]!, 0) / votes.length,
    );
    const confusion = annotators.map((annotator) =>
      CLASSES.map((_true, c) => {
        const counts = CLASSES.map((label) =>
          shares.reduce((sum, row, at) => sum + row[c]! * said(at, annotator, label), 0),
        );
        const total = counts.reduce((sum, count) => sum + count, 0);
        return counts.map((count) => count / total);
      }),
    );
    shares = votes.map((_row, at) => {
      const products = CLASSES.map((_true, c) =>
        annotators.reduce(
          (product, annotator) =>
            CLASSES.reduce(
              (inner, label, l) =>
                inner * confusion[annotator]![c]![l]! ** said(at, annotator, label),
              product,
            ),
          prior[c]!,
        ),
      );
      const sum = products.reduce((total, value) => total + value, 0);
      return products.map((value) => value / sum);
    });
  }
  return shares;
}

const rightShare = (labels: readonly (string | null)[], truth: readonly string[]): number =>
  labels.filter((label, at) => label === truth[at]).length / truth.length;

describe("Dawid and Skene's estimate", () => {
  it("gives the probabilities of the paper's formulas after as many steps", () => {
    const { votes } = simulated(40, [0.9, 0.7, 0.6, 0.5]);
    const found = dawidSkene({
      votes,
      classes: CLASSES,
      smoothing: 0,
      maxIterations: 7,
      tolerance: 0,
    });
    const wanted = byFormula(votes, 7);
    found.probabilities.forEach((row, at) =>
      row.forEach((value, c) => expect(value).toBeCloseTo(wanted[at]![c]!, 9)),
    );
  });

  it("finds who is how good, and labels more rows right than most votes do", () => {
    const skills = [0.95, 0.9, 0.4, 0.4, 0.4];
    const { truth, votes } = simulated(600, skills);
    const found = dawidSkene({ votes });
    skills.forEach((skill, at) => expect(Math.abs(found.accuracy[at]! - skill)).toBeLessThan(0.1));
    const majority = votes.map((row) =>
      CLASSES.reduce((best, label) =>
        row.filter((vote) => vote === label).length > row.filter((vote) => vote === best).length
          ? label
          : best,
      ),
    );
    expect(rightShare(found.labels, truth)).toBeGreaterThan(rightShare(majority, truth) + 0.05);
    expect(found.converged).toBe(true);
  });

  it("never lowers its objective, and gives shares, whatever the votes", () => {
    const vote = fc.option(fc.constantFrom(...CLASSES), { nil: null });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4 }).chain((annotators) =>
          fc.array(fc.array(vote, { minLength: annotators, maxLength: annotators }), {
            minLength: 1,
            maxLength: 25,
          }),
        ),
        fc.constantFrom(0, 0.01, 1),
        (votes, smoothing) => {
          fc.pre(votes.flat().some((name) => name !== null));
          const { objective, probabilities, prior, confusion, labels } = dawidSkene({
            votes,
            classes: CLASSES,
            smoothing,
          });
          objective.forEach((value, step) =>
            expect(value).toBeGreaterThanOrEqual((objective[step - 1] ?? -Infinity) - 1e-9),
          );
          for (const row of [...probabilities, prior, ...confusion.flat()])
            expect(row.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 9);
          labels.forEach((label, at) =>
            expect(label === null).toBe(votes[at]!.every((name) => name === null)),
          );
        },
      ),
    );
  });

  it("refuses votes that are no table of labels", () => {
    for (const options of [
      { votes: [["a", "b"], ["a"]] },
      { votes: [["a", "x"]], classes: ["a", "b"] },
      { votes: [["a", "a"]] },
      { votes: [[null, null]], classes: CLASSES },
      { votes: [["a", "b"]], smoothing: -1 },
    ])
      expect(() => dawidSkene(options)).toThrow(expect.objectContaining({ code: "SHAPE" }));
  });
});
