import { cohenKappa } from "../../../tools/agreement/cohen-kappa.js";
import { classificationAgreement } from "../../../tools/agreement/classification-agreement.js";
import { boxedAnswer, sameMathAnswer } from "../../../base/text/mathematics/same-math-answer.js";
import { importJudgments, type JudgmentFormat } from "../../../tools/judgments/import-judgments.js";
import { preferenceOf } from "../../../tools/judgments/pair-judgment.js";
import { readJudgmentFile } from "../../../tools/judgments/read-judgment-file.js";
import { winRate } from "../../../tools/preferences/win-rate.js";
import { readRows } from "../../../tools/rows/read-rows.js";
import { itWithData } from "../../helpers/shared-data.js";

async function judgmentsOf(path: string, format: JudgmentFormat) {
  return importJudgments(await readJudgmentFile(path, format), { format });
}

describe("recorded judgments give the published figures", () => {
  const alpaca = ["alpaca-7b", "cohere", "guanaco-65b", "text_davinci_001"];
  itWithData(
    "AlpacaEval's leaderboard to a millionth",
    [
      "recorded/alpaca_eval/leaderboards/alpaca_eval_gpt4_leaderboard.csv",
      ...alpaca.map((model) => `recorded/alpaca_eval/v1_gpt4/${model}.json.gz`),
    ],
    async ([board, ...files]) => {
      const published = new Map<string, Readonly<Record<string, unknown>>>();
      for await (const { values } of readRows({ path: board! }, { folder: "/" }))
        published.set(String(Object.values(values)[0]), values);
      for (const [at, model] of alpaca.entries()) {
        const rate = winRate((await judgmentsOf(files[at]!, "alpaca-eval")).map(preferenceOf));
        const row = published.get(model)!;
        expect(Math.abs(100 * rate.winRate - Number(row["win_rate"]))).toBeLessThan(1e-6);
        expect(Math.abs(100 * rate.standardError! - Number(row["standard_error"]))).toBeLessThan(
          1e-6,
        );
        expect([rate.wins, rate.losses, rate.ties, rate.judged]).toEqual(
          ["n_wins", "n_wins_base", "n_draws", "n_total"].map((column) => Number(row[column])),
        );
      }
    },
  );

  itWithData(
    "Vicuna's reviews score as they were recorded, the ones that solve the problem first too",
    ["llama", "alpaca-13b", "bard", "gpt35"].map(
      (model) => `recorded/vicuna_judgments/gpt4_review_${model}_vs_vicuna-13b.jsonl`,
    ),
    async (paths) => {
      const totals = [];
      for (const path of paths) {
        const records = await readJudgmentFile(path, "vicuna");
        const judgments = importJudgments(records, { format: "vicuna" });
        expect(judgments.map(({ scores }) => scores)).toEqual(records.map((row) => row["score"]));
        totals.push(
          [0, 1].map((side) => judgments.reduce((sum, { scores }) => sum + scores![side]!, 0)),
        );
      }
      expect(totals).toEqual([
        [523, 695],
        [576, 696.5],
        [661.5, 662],
        [684, 633.5],
      ]);
    },
  );

  itWithData(
    "PandaLM's annotators and two judges",
    ["testset-v1", "gpt-3.5-turbo-testset-v1", "pandalm-7b-testset-v1"].map(
      (name) => `annotators/pandalm/${name}.json.gz`,
    ),
    async ([people, gpt, panda]) => {
      const judgments = await judgmentsOf(people!, "pandalm");
      const [one, two, three] = ["annotator1", "annotator2", "annotator3"].map((judge) =>
        judgments.filter((row) => row.judge === judge).map(({ preferred }) => preferred!),
      ) as [string[], string[], string[]];
      expect([cohenKappa(one, two), cohenKappa(one, three), cohenKappa(two, three)]).toEqual([
        expect.closeTo(0.852, 3),
        expect.closeTo(0.879, 3),
        expect.closeTo(0.862, 3),
      ]);
      const majority = one.map((name, at) => (two[at] === three[at] ? two[at]! : name));
      const figures = async (path: string) =>
        classificationAgreement(
          (await judgmentsOf(path, "pandalm")).map(({ preferred }) => preferred ?? "garbage"),
          majority,
        );
      expect(await figures(gpt!)).toMatchObject({
        accuracy: expect.closeTo(0.6977, 4),
        macroPrecision: expect.closeTo(0.5365, 4),
        macroRecall: expect.closeTo(0.5324, 4),
        macroF1: expect.closeTo(0.5274, 4),
        outside: 25,
      });
      expect(await figures(panda!)).toMatchObject({
        accuracy: expect.closeTo(0.6677, 4),
        macroF1: expect.closeTo(0.5743, 4),
      });
    },
  );

  itWithData(
    "MATH answers: 728 of 800 by the recorded marks, and the same by our reading but for one mark",
    ["recorded/math_cot_samples/math_cot_100.jsonl.gz"],
    async ([path]) => {
      const rows = (await readJudgmentFile(path!, "math")).map((row) => ({
        truth: row["gt"] as string,
        marks: row["score"] as boolean[],
        found: (row["response"] as string[]).map((text) => boxedAnswer(text) ?? ""),
      }));
      expect(rows.flatMap(({ marks }) => marks).filter(Boolean)).toHaveLength(728);
      expect(rows.filter(({ marks }) => marks.some(Boolean))).toHaveLength(96);
      const differ = rows.flatMap(({ truth, marks, found }) =>
        found.flatMap((answer, at) =>
          sameMathAnswer(answer, truth) === marks[at] ? [] : [[truth, answer, marks[at]]],
        ),
      );
      // The recorded marks take this one for wrong, which it is not.
      expect(differ).toEqual([["10{,}000", "10000", false]]);
    },
  );
});

describe("importJudgments", () => {
  it("takes an MT-bench judge that changes its mind with the order for a tie", () => {
    const row = {
      question_id: 81,
      model_1: "a",
      model_2: "b",
      judge: ["gpt-4", "pair-v2"],
      turn: 1,
    };
    const judged = importJudgments(
      [
        { ...row, g1_winner: "model_1", g2_winner: "model_1" },
        { ...row, g1_winner: "model_1", g2_winner: "model_2" },
        { ...row, g1_winner: "error", g2_winner: "model_2" },
        {
          question_id: 1,
          model_a: "a",
          model_b: "b",
          winner: "model_b",
          judge: "expert_1",
          turn: 2,
        },
      ],
      { format: "mt-bench" },
    );
    expect(judged.map(({ preferred }) => preferred)).toEqual(["first", "tie", null, "second"]);
    expect(judged[3]).toMatchObject({ item: "1:2", judge: "expert_1", first: "a", second: "b" });
  });

  it("names the record that is none of its format", () => {
    expect(() =>
      importJudgments([{ preference: 3, output_1: "", output_2: "" }], { format: "alpaca-eval" }),
    ).toThrow(/record 1.*preference is 3/su);
    expect(() => importJudgments([{}], { format: "pandalm" })).toThrow(
      expect.objectContaining({ code: "DATA_FORMAT" }),
    );
    expect(() => importJudgments([], { format: "alpaca" as "alpaca-eval" })).toThrow(
      expect.objectContaining({ code: "USAGE" }),
    );
  });
});
