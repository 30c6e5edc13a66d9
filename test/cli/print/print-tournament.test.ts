import { speak } from "../../../cli/language/texts.js";
import { tournamentLines } from "../../../cli/print/print-tournament.js";
import type {
  TournamentReport,
  TournamentRow,
} from "../../../graphs/tournament/tournament-report.js";

const row = (recipe: string, more: Partial<TournamentRow>): TournamentRow => ({
  recipe,
  rung: 2,
  left: null,
  failed: null,
  score: { value: 0.851, low: 0.809, high: 0.893 },
  behind: null,
  parts: { downstream: 0.81, faithfulness: 0.92, coverage: null, diversity: 0.889 },
  rows: 118,
  spent: 1.152,
  perRow: 0.00163,
  calls: 2420,
  runs: [],
  ...more,
});
const behind = { value: 0.068, low: -0.021, high: 0.157 };
const REPORT: TournamentReport = {
  id: "t",
  folder: "tournaments/t",
  task: "tickets",
  recipe: "fewgen",
  verdict: [
    "use fewgen: on 5 new seeds and 60 held-out rows its score is 9.2 points above that of wanli (95 %: 3.1 to 15.3)",
  ],
  final: null,
  indistinguishable: [],
  cheapest: null,
  rows: [
    row("fewgen", {}),
    row("wanli", { left: "budget", rung: 1, behind }),
    row("s3", { left: "worse", rung: 1, behind: { value: 0.2, low: 0.1, high: 0.3 } }),
    row("zerogen", {
      left: "failed",
      rung: 1,
      score: null,
      rows: null,
      perRow: null,
      failed: "NO_TEXT_TO_FIT: \u001b[31mnone",
    }),
  ],
  unfit: [{ recipe: "genie", why: "kind: the recipe genie makes question-answering samples" }],
  objectives: [
    { name: "downstream", weight: 0.6, how: "one less the mean cosine similarity of two rows" },
  ],
  dropped: [{ name: "coverage", why: "its weight is 0" }],
  unit: "usd",
  rungs: [
    { recipes: 4, perRun: 0.04, seeds: 5 },
    { recipes: 2, perRun: 0.23, seeds: 5 },
  ],
  budget: 5,
  spent: { runs: 3.1, judge: 0.4 },
  allToTheEnd: 6.9,
  written: null,
};

describe("tournamentLines", () => {
  afterEach(() => speak("en"));

  it("says what to use, then the table, what it was compared by, and what it cost", () => {
    const text = tournamentLines(REPORT).join("\n");
    expect(text.split("\n")[0]).toBe(REPORT.verdict[0]);
    expect(text).toMatch(
      /^fewgen +2\/2 +85\.1 +80\.9\.\.89\.3 +81\.0 +118 +\$1\.1520 +\$0\.001630 +2420$/mu,
    );
    expect(text).toMatch(/^wanli .* behind by 6\.8 \[-2\.1, 15\.7\], not shown$/mu);
    expect(text).toMatch(/^s3 .* worse by 20\.0 \[10\.0, 30\.0\]$/mu);
    // Text of others does not steer the terminal.
    expect(text).toMatch(/^zerogen .* failed: NO_TEXT_TO_FIT: �\[31mnone$/mu);
    expect(text).toContain("coverage         not measured: its weight is 0");
    expect(text).toContain(
      "$3.5000 of at most $5.0000, $0.4000 of them for the judge; all recipes to the end: $6.9000",
    );
    expect(text).toContain("do not fit the task:\n  genie: kind:");
    expect(text).toContain("in the task file: recipe: fewgen");
  });

  it("speaks Korean", () => {
    speak("ko");
    const text = tournamentLines({ ...REPORT, written: "task.yaml" }).join("\n");
    expect(text).toMatch(
      /^fewgen을\(를\) 쓰세요\. 새 시드 5개와 평가용 60행에서 점수가 wanli보다 9\.2점 높습니다/u,
    );
    expect(text).toContain("recipe: fewgen 줄을 task.yaml에 썼습니다");
    expect(text).not.toMatch(/not measured|worse|behind|of them|rung/u);
  });
});
