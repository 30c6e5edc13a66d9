import { Random } from "../../../../base/statistics/random.js";
import { crowdlab } from "../../../../tools/learning/annotators/crowdlab.js";

const CLASSES = ["a", "b", "c"];
type Table = (string | null)[][];

function simulated(rows: number, skills: readonly number[], seen = 1) {
  const random = new Random(3);
  const truth = Array.from({ length: rows }, () => random.integer(3));
  const votes: Table = truth.map((label) =>
    skills.map((skill) =>
      random.next() >= seen
        ? null
        : CLASSES[random.next() < skill ? label : (label + 1 + random.integer(2)) % 3]!,
    ),
  );
  // A classifier that is right on seven rows of ten, and says so.
  const probabilities = truth.map((label): number[] => {
    const named = random.next() < 0.7 ? label : (label + 1) % 3;
    return CLASSES.map((_name, c) => (c === named ? 0.7 : 0.15));
  });
  return { truth: truth.map((label) => CLASSES[label]!), votes, probabilities };
}

/** One pass of the paper's formulas over a table that has no empty row, given a consensus. */
function onePass(votes: Table, probabilities: number[][], consensus: readonly string[]) {
  const cast = (row: number): string[] => votes[row]!.filter((vote) => vote !== null);
  const rows = votes.map((_row, at) => at);
  const several = rows.filter((row) => cast(row).length > 1);
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const likelihood = mean(
    several.map((row) => mean(cast(row).map((vote) => Number(vote === consensus[row])))),
  );
  const counts = CLASSES.map((name) => several.filter((row) => consensus[row] === name).length);
  const baseline = 1 - Math.max(...counts) / several.length;
  const annotators = votes[0]!.map((_vote, at) => at);
  const weights = annotators.map((annotator) => {
    const pairs = several.flatMap((row) =>
      annotators.flatMap((other) => {
        const [mine, theirs] = [votes[row]![annotator], votes[row]![other]];
        return other === annotator || mine === null || theirs === null
          ? []
          : [Number(mine === theirs)];
      }),
    );
    return Math.max(1e-6, 1 - (1 - mean(pairs)) / baseline);
  });
  const best = (row: readonly number[]): string => CLASSES[row.indexOf(Math.max(...row))]!;
  const modelError = mean(
    several.map((row) => Number(best(probabilities[row]!) !== consensus[row])),
  );
  const modelWeight =
    Math.max(1e-6, 1 - modelError / baseline) * Math.sqrt(mean(rows.map((r) => cast(r).length)));
  const posterior = rows.map((row) =>
    CLASSES.map((name, c) => {
      const voters = annotators.filter((annotator) => votes[row]![annotator] !== null);
      const total = voters.reduce((sum, annotator) => sum + weights[annotator]!, modelWeight);
      return (
        voters.reduce(
          (sum, annotator) =>
            sum +
            weights[annotator]! *
              (votes[row]![annotator] === name ? likelihood : (1 - likelihood) / 2),
          modelWeight * probabilities[row]![c]!,
        ) / total
      );
    }),
  );
  return { posterior, modelWeight, weights, consensus: posterior.map(best) };
}

describe("CROWDLAB", () => {
  const { truth, votes, probabilities } = simulated(300, [0.95, 0.85, 0.75, 0.6], 0.6);
  const voted = votes.flatMap((row, at) => (row.some((vote) => vote !== null) ? [at] : []));
  const some = {
    votes: voted.map((at) => votes[at]!),
    probabilities: voted.map((at) => probabilities[at]!),
  };

  it("gives the probabilities and weights of the paper's formulas, twice over", () => {
    const found = crowdlab({ ...some, classes: CLASSES });
    const majority = some.votes.map((row, at) => {
      const counts = CLASSES.map((name) => row.filter((vote) => vote === name).length);
      const most = Math.max(...counts);
      return CLASSES.filter((_name, c) => counts[c] === most).reduce((best, name) =>
        some.probabilities[at]![CLASSES.indexOf(name)]! >
        some.probabilities[at]![CLASSES.indexOf(best)]!
          ? name
          : best,
      );
    });
    const first = onePass(some.votes, some.probabilities, majority);
    const second = onePass(some.votes, some.probabilities, first.consensus);
    expect(found.labels).toEqual(first.consensus);
    expect(found.modelWeight).toBeCloseTo(second.modelWeight, 9);
    found.annotators.forEach(({ weight }, at) =>
      expect(weight).toBeCloseTo(second.weights[at]!, 9),
    );
    found.probabilities.forEach((row, at) =>
      row.forEach((value, c) => expect(value).toBeCloseTo(second.posterior[at]![c]!, 9)),
    );
  });

  it("is right more often than annotators or classifier alone, and ranks annotators", () => {
    const found = crowdlab({ votes, probabilities, classes: CLASSES });
    const right = (labels: readonly string[]): number =>
      labels.filter((label, at) => label === truth[at]).length / truth.length;
    const model = probabilities.map((row) => CLASSES[row.indexOf(Math.max(...row))]!);
    expect(right(found.labels)).toBeGreaterThan(right(model) + 0.02);
    const qualities = found.annotators.map(({ quality }) => quality);
    expect(qualities).toEqual([...qualities].sort((a, b) => b - a));
    // What is called surer is right more often.
    const byQuality = [...found.labels.keys()].sort(
      (a, b) => found.quality[b]! - found.quality[a]!,
    );
    const share = (rows: readonly number[]): number =>
      rows.filter((row) => found.labels[row] === truth[row]).length / rows.length;
    expect(share(byQuality.slice(0, 150))).toBeGreaterThan(share(byQuality.slice(150)));
  });

  it("refuses votes that let nobody be compared, and probabilities that are none", () => {
    for (const options of [
      { votes: [["a", null]], probabilities: [[1, 0, 0]] },
      { votes: [["a", "b"]], probabilities: [[1, 0]] },
      { votes: [["a", "b"]], probabilities: [[1, 1, 0]] },
      { votes: [["a", "b"]], probabilities: [] },
    ])
      expect(() => crowdlab({ ...options, classes: CLASSES })).toThrow(
        expect.objectContaining({ code: "SHAPE" }),
      );
  });
});
