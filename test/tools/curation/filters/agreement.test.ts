import { agreementFilter } from "../../../../tools/curation/filters/agreement.js";
import { instructionDifficultyFilter } from "../../../../tools/curation/filters/instruction-difficulty.js";
import { curationContext, made, row, rowsOf } from "../curation-fixture.js";

const context = curationContext();

describe("agreement", () => {
  it("takes out rows with little agreement and rows whose label the votes do not share", async () => {
    const rows = [
      row("a", "yes", { votes: ["yes", "yes", "no"] }),
      row("b", "no", { votes: ["yes", "yes", "no"] }),
      row("c", "yes", { votes: ["yes", "no", "maybe"] }),
      row("d", "yes"),
      row("e", "yes", { votes: ["yes"] }),
      row("f", "Yes.", { votes: ["yes", "YES"] }),
    ];
    const outcome = await made(agreementFilter).apply(rows, context);
    expect(outcome.removed).toEqual([null, "agreement-other", "agreement-low", null, null, null]);
    expect([...outcome.scores]).toEqual([2 / 3, 2 / 3, 1 / 3, NaN, NaN, 1]);
    expect(
      (
        await made(agreementFilter, { sameAnswer: false, minShare: 0 }).apply(rows, context)
      ).removed.every((reason) => reason === null),
    ).toBe(true);
  });

  it("compares execution results of a field, numbers by value", async () => {
    const rows = [
      row("q1", null, { fields: { results: [1000, "1,000", null, "1000.0"], result: "1000" } }),
      row("q2", null, { fields: { results: [null, null], result: 3 } }),
      row("q3", null, {
        fields: {
          results: [
            { a: 1, b: 2 },
            { b: 2, a: 1 },
          ],
          result: { a: 2 },
        },
      }),
    ];
    const outcome = await made(agreementFilter, {
      votesField: "results",
      answerField: "result",
    }).apply(rows, context);
    expect(outcome.removed).toEqual([null, "agreement-not-executable", "agreement-other"]);
    expect(outcome.scores[0]).toBe(0.75);
  });

  it("executes candidates where given how, and counts those that cannot be", async () => {
    const execute = (candidate: unknown): Promise<unknown> =>
      String(candidate).includes("/0")
        ? Promise.reject(new Error("division"))
        : Promise.resolve(
            String(candidate)
              .split("+")
              .map(Number)
              .reduce((a, b) => a + b, 0),
          );
    const rows = [
      row("sum", null, { fields: { programs: ["1+2", "2+1", "3/0"], program: "0+3" } }),
      row("none", null, { fields: { programs: ["1/0", "2/0"], program: "1" } }),
    ];
    const outcome = await made(agreementFilter, {
      votesField: "programs",
      answerField: "program",
      execute,
    }).apply(rows, context);
    expect(outcome.removed).toEqual([null, "agreement-not-executable"]);
    expect(outcome.figures.failedExecutions).toBe(3);
  });
});

describe("instruction-difficulty", () => {
  const scored = (given: number, alone: number) =>
    row(`${given}`, null, {
      scores: { conditionedLogProbability: given, unconditionedLogProbability: alone },
    });

  it("is the ratio of average log-probabilities; misleading instructions go first", async () => {
    const rows = [
      scored(-1, -4),
      scored(-3, -4),
      scored(-5, -4),
      row("none"),
      scored(NaN, -4),
      scored(-2, -4),
    ];
    const outcome = await made(instructionDifficultyFilter, { keep: 2 }).apply(rows, context);
    expect([...outcome.scores]).toEqual([0.25, 0.75, 1.25, NaN, NaN, 0.5]);
    expect(outcome.removed).toEqual([
      "low-difficulty",
      null,
      "instruction-misfit",
      null,
      null,
      null,
    ]);
    expect(outcome.figures).toMatchObject({ invalid: 1, notApplicable: 2 });
  });

  it("says so where no row has log-probabilities", async () => {
    expect(
      (await made(instructionDifficultyFilter).apply(rowsOf(["a"]), context)).figures.notApplied,
    ).toMatch(/log-probabilities/);
  });
});
