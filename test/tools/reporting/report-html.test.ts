import type { Report } from "../../../schema/report.js";
import { renderReportHtml } from "../../../tools/reporting/report-html.js";

const ATTACK = `<script>alert("x")</script>' onmouseover='y' <img src=x onerror=z>`;

function report(overrides: Partial<Report> = {}): Report {
  return {
    summary: {
      runId: "r1",
      folder: "runs/r1",
      stop: "target",
      stopDetail: "200 accepted",
      target: 200,
      accepted: 200,
      rejected: 57,
      inReview: 4,
      rounds: 8,
      modelCalls: 1234,
      cachedCalls: 3,
      tokens: { input: 100000, output: 2000 },
      costUsd: null,
      coverage: { cells: 4, covered: 3, ratio: 0.75 },
      diversity: {
        vocabulary: 812,
        distinct1: 0.2,
        distinct2: 0.6,
        averagePairwiseSimilarity: null,
      },
      copies: { verbatim: 0, near: 2 },
      labelAgreement: 0.91,
      labelAgreementRows: 200,
      downstream: {
        synthetic: { accuracy: 0.82, low: 0.7, high: 0.9, trainSize: 200 },
        real: null,
        majority: 0.2,
        testSize: 50,
        removedFromTest: 2,
        note: "real: 4 rows to train on",
      },
      seconds: 12.34,
    },
    task: { name: "tickets", description: "Short tickets.", language: "en", labels: ["refund"] },
    thresholds: { rougeL: 0.7, plan: { saturation: { window: 200 } } },
    funnel: [
      { reason: "accepted", meaning: "accepted by the gate", count: 200 },
      { reason: "label", meaning: "the text does not fit its label", count: 57 },
    ],
    coverage: [{ cell: "refund / calm", quota: 20, accepted: 10, unseenMass: 0.25 }],
    usage: [
      {
        agent: "critic",
        model: "embedded",
        calls: 600,
        cached: 0,
        inputTokens: 50,
        cachedInputTokens: 0,
        outputTokens: 9,
        costUsd: 0,
        seconds: 1.5,
      },
    ],
    tree: null,
    growth: [],
    replans: [],
    leakage: null,
    certificate: null,
    agentFailures: [],
    metrics: {},
    examples: {
      accepted: [
        { id: "a1", fields: { text: "My lamp broke." }, label: "refund", reasons: ["accepted"] },
      ],
      rejected: [
        {
          id: "b1",
          fields: { text: "lamp lamp" },
          label: "refund",
          reasons: ["coherence"],
          why: ["the text is broken"],
        },
      ],
    },
    notes: [],
    ...overrides,
  };
}

describe("renderReportHtml", () => {
  it("shows target, funnel, coverage, downstream, cost, thresholds and samples with reasons", () => {
    const html = renderReportHtml(report());
    for (const text of [
      "200 / 200",
      "The target was reached.",
      "the text does not fit its label",
      "refund / calm",
      "75.0 %",
      "82.0 %",
      "70.0 % – 90.0 %",
      "real: 4 rows",
      "2 rows equal",
      "plan.saturation.window",
      "My lamp broke.",
      "the text is broken",
      "1,234",
      "unknown",
      "critic",
    ]) {
      expect(html).toContain(text);
    }
  });

  it("asks nothing from elsewhere and runs nothing", () => {
    const html = renderReportHtml(report());
    expect(html).not.toMatch(/<script|<link|<img|<iframe|https?:\/\/|url\(|@import/i);
    expect(html).toContain("default-src 'none'");
  });

  it("escapes what models and users wrote, wherever it stands", () => {
    const html = renderReportHtml(
      report({
        task: { name: ATTACK, description: ATTACK, language: ATTACK, nested: { [ATTACK]: ATTACK } },
        thresholds: { [ATTACK]: ATTACK },
        notes: [ATTACK],
        funnel: [{ reason: ATTACK, meaning: ATTACK, count: 1 }],
        coverage: [{ cell: ATTACK, [ATTACK]: ATTACK }],
        usage: [
          {
            agent: ATTACK,
            model: ATTACK,
            calls: 1,
            cached: 0,
            inputTokens: 1,
            cachedInputTokens: 0,
            outputTokens: 1,
            costUsd: null,
            seconds: 0,
          },
        ],
        examples: {
          accepted: [
            {
              id: ATTACK,
              fields: { [ATTACK]: ATTACK, other: { deep: ATTACK } },
              label: [ATTACK],
              reasons: [ATTACK],
              why: [ATTACK],
            },
          ],
          rejected: [{ fields: { text: ATTACK }, label: ATTACK, reasons: [ATTACK] }],
        },
        summary: {
          ...report().summary,
          runId: ATTACK,
          stopDetail: ATTACK,
          downstream: { ...report().summary.downstream, note: ATTACK },
        },
      }),
    );
    expect(html).not.toMatch(/<script|<img/i);
    expect(html).not.toContain(`' onmouseover`);
    expect(html).toContain("&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;");
    // Every "<" left is one of the page's own tags.
    const own =
      /^<(?:!doctype|\/?(?:html|head|meta|title|style|body|main|h1|h2|p|code|div|b|i|span|section|table|thead|tbody|tr|th|td|ol|li)\b)/;
    for (const match of html.matchAll(/</g))
      expect(html.slice(match.index, match.index + 12)).toMatch(own);
  });

  it("keeps Korean and Arabic, with its direction, and shows characters that turn text round", () => {
    const html = renderReportHtml(
      report({
        task: { name: "한국어 후기", description: "짧은 글", language: "ko" },
        examples: {
          accepted: [
            { fields: { text: "배송이 빨라요" }, label: "긍정" },
            { fields: { text: "شكرا جزيلا" }, label: "praise" },
          ],
          rejected: [{ fields: { text: "safe\u202Egnp.exe" }, label: null }],
        },
      }),
    );
    for (const text of [
      "한국어 후기",
      "배송이 빨라요",
      "긍정",
      "شكرا جزيلا",
      "safe\\u202egnp.exe",
      'lang="ko"',
      'dir="auto"',
    ])
      expect(html).toContain(text);
    expect(html).not.toContain("\u202e");
  });

  it("says none where a part is empty, and shows a run that failed", () => {
    const html = renderReportHtml(
      report({
        funnel: [],
        coverage: [],
        usage: [],
        examples: { accepted: [], rejected: [] },
        summary: { ...report().summary, stop: "provider-down", accepted: 0, labelAgreement: null },
      }),
    );
    expect(html.match(/None\./g)!.length).toBeGreaterThanOrEqual(4);
    expect(html).toContain("provider failed");
  });

  it("gives the interval in place of a share that rests on few rows", () => {
    const { summary } = report();
    const few = renderReportHtml(
      report({
        summary: {
          ...summary,
          labelAgreement: 1,
          labelAgreementRows: 2,
          downstream: { ...summary.downstream, synthetic: null },
        },
      }),
    );
    expect(few).toContain("<b>34.2 % – 100.0 %</b><span>label agreement: only 2 rows");
    expect(few).toContain("<b>–</b><span>accuracy on real rows: not measured");
    expect(few).not.toContain("<b>100.0 %</b>");
    expect(renderReportHtml(report())).toMatch(
      /<b>91\.0 %<\/b><span>label agreement \(200 rows; 95 % interval 86/u,
    );
  });

  it("says unknown where a run did not come to its figures", () => {
    const { summary } = report();
    const html = renderReportHtml(
      report({
        summary: {
          ...summary,
          coverage: { cells: 0, covered: 0, ratio: 0 },
          copies: { verbatim: null, near: null },
          diversity: {
            vocabulary: null,
            distinct1: null,
            distinct2: null,
            averagePairwiseSimilarity: null,
          },
        },
      }),
    );
    expect(html).toContain("cells covered: nothing was planned");
    expect(html).not.toContain(">0.0 %<");
  });
});
