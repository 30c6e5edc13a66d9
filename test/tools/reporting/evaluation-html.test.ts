import { NO_FIGURES } from "../../../schema/report-figures.js";
import {
  renderEvaluationHtml,
  type EvaluationPage,
} from "../../../tools/reporting/evaluation-html.js";
import { madeBrowser } from "./made-report.js";

const ATTACK = `</script><img src=x onerror=z>"'`;

function page(overrides: Partial<EvaluationPage> = {}): EvaluationPage {
  return {
    name: "made.csv",
    written: "en",
    verdict: {
      level: "good",
      text: "nothing that was measured speaks against the dataset",
      findings: [],
      next: [],
    },
    notMeasured: ["faithfulness"],
    rows: 14,
    unusable: 2,
    reference: null,
    test: 40,
    modelCalls: 0,
    cachedCalls: 0,
    costUsd: 0,
    figures: NO_FIGURES,
    parts: [
      {
        name: "diversity",
        figures: [
          {
            name: "vendi",
            value: 7.25,
            rows: 10,
            of: 14,
            compared: { rows: 9, data: 5, reference: 8 },
          },
          { name: "mauve", value: null, rows: 0, of: 14, note: "no reference rows were given" },
          { name: "recall", value: 0.5, low: 0.25, high: 0.75, rows: 14, of: 14 },
        ],
      },
    ],
    confusions: [],
    metrics: {},
    problems: [],
    reproduction: {
      command: "datawright evaluate made.csv --seed 1",
      seed: 1,
      version: "1",
      node: "20",
    },
    ...overrides,
  };
}

describe("renderEvaluationHtml", () => {
  it("gives each figure with what it rests on, why one is missing, and what it is", () => {
    const html = renderEvaluationHtml(page(), { browser: madeBrowser(2) });
    for (const text of [
      "Not measured, as nothing was given for it: Faithfulness.",
      ">rows that could not be used<",
      ">7.25<",
      ">5 : 8<",
      ">10/14<",
      "of 9 rows each",
      "no reference rows were given",
      ">25.0 % – 75.0 %<",
      "Friedman and Dieng 2023",
      "datawright evaluate made.csv --seed 1",
    ])
      expect(html).toContain(text);
    // What shaped a row of a file nobody knows.
    expect(html).not.toContain("datawright trace r");
  });

  it("escapes what stands in a file or its name", () => {
    const html = renderEvaluationHtml(
      page({
        name: ATTACK,
        written: ATTACK,
        parts: [
          { name: ATTACK, figures: [{ name: ATTACK, value: 1, rows: 1, of: 1, note: ATTACK }] },
        ],
        confusions: [{ label: ATTACK, takenFor: ATTACK, rows: 1, onlySynthetic: null, of: 2 }],
        metrics: { [ATTACK]: { [ATTACK]: 1 } },
        problems: [ATTACK],
        notMeasured: [ATTACK],
      }),
      { browser: madeBrowser(1, ATTACK), language: "ko" },
    );
    expect(html).not.toMatch(/<img/u);
    expect(html.match(/<\/script/gu)).toHaveLength(2);
    expect(html).toContain('<html lang="ko">');
  });
});
