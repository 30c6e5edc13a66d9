import { createHash } from "node:crypto";
import type { Report } from "../../../schema/report.js";
import { NO_FIGURES, type ReportFigures } from "../../../schema/report-figures.js";
import { browserRow, type SampleBrowser } from "../../../tools/reporting/figures/browser-rows.js";
import { renderReportHtml } from "../../../tools/reporting/report-html.js";
import { madeBrowser, madeReport as report } from "./made-report.js";

const ATTACK = `</script><script>alert("x")</script>' onmouseover='y' <img src=x onerror=z><!--`;

const rendered = (of: Report, browser: SampleBrowser = madeBrowser(1)): string =>
  renderReportHtml(of, { browser }).replaceAll("\u00a0", " ");

/** Figures in which every text is hostile. */
const HOSTILE: ReportFigures = {
  ...NO_FIGURES,
  heat: {
    rows: [ATTACK],
    columns: [{ attribute: ATTACK, value: ATTACK }],
    cells: [{ row: 0, column: 0, quota: 2, accepted: 1 }],
    leftOut: 0,
  },
  labels: [{ label: ATTACK, samples: 1, quota: 2, reference: null }],
  diversity: [{ figure: ATTACK, samples: 1, reference: 2, rows: 4 }],
  scores: [{ criterion: ATTACK, accepted: [0, 1], refused: [1, 0] }],
  nearPairs: {
    looked: 2,
    of: 2,
    twins: 2,
    pairs: [
      {
        similarity: 1,
        first: { id: ATTACK, text: ATTACK, label: ATTACK },
        second: { id: ATTACK, text: ATTACK, label: ATTACK },
      },
    ],
  },
  worst: [{ id: ATTACK, text: ATTACK, label: ATTACK, score: 0, reasons: [ATTACK] }],
};

describe("renderReportHtml", () => {
  it("gives the verdict first, then what to do, then figures, samples and how to make it again", () => {
    const html = rendered(report());
    const places = [
      "Verdict:",
      "The dataset can be used with care (doubts: 1).",
      "Decide them: `datawright review r1`.",
      "4 samples wait for a person.",
      "200 / 200",
      "What became of the drafts",
      "the text does not fit its label",
      "Tokens by agent and model",
      "My lamp broke.",
      "the text is broken",
      "datawright trace r1 --sample b1",
      "2 rows equal",
      "datawright run task.yaml --seed 1",
      "refund / calm",
      "What the figures are",
      "plan.saturation.window",
    ].map((text) => html.indexOf(text));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  it("asks nothing from elsewhere and lets no script run but its own", () => {
    const html = renderReportHtml(report(), { browser: madeBrowser(1) });
    expect(html).not.toMatch(/<link|<img|<iframe|https?:\/\/|url\(|@import/iu);
    const [, policy] = /http-equiv="Content-Security-Policy" content="([^"]+)"/u.exec(html)!;
    const scripts = [...html.matchAll(/<script>([\s\S]*?)<\/script>/gu)].map(([, text]) => text!);
    expect(scripts).toHaveLength(1);
    const hash = createHash("sha256").update(scripts[0]!).digest("base64");
    expect(policy).toContain(`script-src 'sha256-${hash}'`);
    expect(policy).toContain("default-src 'none'");
  });

  it("escapes what models and users wrote, wherever it stands", () => {
    const html = rendered(
      report({
        task: { name: ATTACK, description: ATTACK, language: ATTACK, nested: { [ATTACK]: ATTACK } },
        thresholds: { [ATTACK]: ATTACK },
        notes: [ATTACK],
        metrics: { [ATTACK]: { [ATTACK]: 1 } },
        funnel: [{ reason: ATTACK, meaning: ATTACK, count: 1 }],
        coverage: [{ cell: ATTACK, [ATTACK]: ATTACK }],
        usage: [{ ...report().usage[0]!, agent: ATTACK, model: ATTACK }],
        agentFailures: [{ message: ATTACK, samples: 1, example: ATTACK }],
        verdict: {
          level: "bad",
          text: ATTACK,
          findings: [{ level: "bad", text: ATTACK }],
          next: [ATTACK],
        },
        reproduction: { command: ATTACK, seed: 1, version: ATTACK, node: ATTACK },
        figures: HOSTILE,
        summary: {
          ...report().summary,
          runId: ATTACK,
          stopDetail: ATTACK,
          downstream: { ...report().summary.downstream, note: ATTACK },
        },
      }),
      {
        rows: [
          browserRow({
            id: ATTACK,
            fields: { [ATTACK]: ATTACK, other: { deep: ATTACK } },
            text: ATTACK,
            label: [ATTACK],
            status: ATTACK,
            reasons: [ATTACK, "second"],
            why: [ATTACK],
            conditions: [ATTACK],
          }),
          ...madeBrowser(2).rows,
        ],
        of: { [ATTACK]: 1 },
      },
    );
    expect(html).not.toMatch(/<img|<!--/iu);
    expect(html).toContain("&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;");
    // Nothing but the page's own elements begins, and no more scripts than its data and its own.
    const own =
      /^<(?:!doctype|\/?(?:html|head|meta|title|style|body|main|header|section|h[123]|p|code|div|b|span|table|thead|tbody|tr|th|td|ol|ul|li|figure|figcaption|details|summary|form|label|input|select|option|button|noscript|script|svg|g|rect|line|path|circle|text)\b)/u;
    const outside = html.replace(/<script>[\s\S]*?<\/script>/u, "<script></script>");
    expect(outside.replace(/<script type[\s\S]*?<\/script>/u, "")).not.toContain(`' onmouseover`);
    for (const { index } of outside.matchAll(/</gu))
      expect(outside.slice(index, index + 12)).toMatch(own);
    expect(html.match(/<script/gu)).toHaveLength(2);
    expect(html.match(/<\/script/gu)).toHaveLength(2);
    const data = /<script type="application\/json"[^>]*>([\s\S]*?)<\/script>/u.exec(html)![1]!;
    expect((JSON.parse(data) as { rows: { i: string }[] }).rows[0]!.i).toBe(ATTACK);
  });

  it("keeps Korean and Arabic, with its direction, and shows characters that turn text round", () => {
    const html = rendered(
      report({ task: { name: "한국어 후기", description: "짧은 글", language: "ko" } }),
      {
        rows: ["배송이 빨라요", "شكرا جزيلا", "safe\u202Egnp.exe"].map((text, at) =>
          browserRow({ id: `${at}`, fields: { text }, text, label: "긍정", status: "accepted" }),
        ),
        of: { accepted: 3 },
      },
    );
    for (const text of [
      "한국어 후기",
      "배송이 빨라요",
      "긍정",
      "شكرا جزيلا",
      'lang="ko"',
      'dir="auto"',
    ])
      expect(html).toContain(text);
    expect(html).toContain("safe\\u202egnp.exe");
    expect(html).not.toContain("\u202e");
  });

  it("says none where a part is empty, and shows a run that failed", () => {
    const html = rendered(
      report({
        funnel: [],
        coverage: [],
        usage: [],
        summary: { ...report().summary, stop: "provider-down", accepted: 0, labelAgreement: null },
      }),
      { rows: [], of: { accepted: 0 } },
    );
    expect(html.match(/None\./gu)!.length).toBeGreaterThanOrEqual(2);
    expect(html).toContain("provider failed");
    expect(html).toContain("Fewer than two samples have a vector.");
    expect(html).not.toContain("<script");
    expect(html).not.toMatch(/NaN|undefined|Infinity/u);
  });

  it("gives the interval in place of a share that rests on few rows", () => {
    const { summary } = report();
    const few = rendered(
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
    expect(rendered(report())).toMatch(
      /<b>91\.0 %<\/b><span>label agreement \(200 rows; 95 % interval 86/u,
    );
  });

  it("says unknown where a run did not come to its figures", () => {
    const { summary } = report();
    const html = rendered(
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

  it("has headings in order, a header for every row and column, and a text for every drawing", () => {
    const html = rendered(report({ figures: HOSTILE }));
    const levels = [...html.matchAll(/<h([123])/gu)].map(([, level]) => Number(level));
    expect(levels[0]).toBe(1);
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    levels.forEach((level, at) => expect(level - (levels[at - 1] ?? 0)).toBeLessThanOrEqual(1));
    for (const [table] of html.matchAll(/<table>[\s\S]*?<\/table>/gu)) {
      expect(table).toMatch(/<th scope="col"/u);
      expect(table).toMatch(/<th scope="row"/u);
    }
    for (const [, title, caption] of html.matchAll(
      /<svg [^>]*aria-labelledby="([^"]+)" aria-describedby="([^"]+)"/gu,
    )) {
      expect(html).toContain(`id="${title}"`);
      expect(html).toContain(`id="${caption}"`);
    }
  });

  it("stays under 3 MB however many labels, cells, rounds and long samples there are, and says what it leaves out", () => {
    const many = (count: number): string[] =>
      Array.from({ length: count }, (_, at) => `${"very ".repeat(20)}long name ${at}`);
    const names = many(200);
    const long = "길고 긴 글이 이어진다 ".repeat(80);
    const html = rendered(
      report({
        coverage: many(5000).map((cell) => ({ cell, quota: 1, accepted: 1, rejected: 0 })),
        funnel: many(60).map((reason) => ({ reason, meaning: "m", count: 3 })),
        figures: {
          ...HOSTILE,
          heat: {
            rows: names.slice(0, 30),
            columns: names.slice(0, 24).map((value) => ({ attribute: "a", value })),
            cells: Array.from({ length: 720 }, (_, at) => ({
              row: Math.floor(at / 24),
              column: at % 24,
              quota: 1000,
              accepted: at,
            })),
            leftOut: 170,
          },
          labels: names.map((label) => ({ label, samples: 1000, quota: 1000, reference: 10 })),
          rounds: Array.from({ length: 50 }, (_, round) => ({
            round,
            orders: 512,
            drafted: 600 * (round + 1),
            accepted: 500 * (round + 1),
          })),
        },
      }),
      {
        rows: Array.from({ length: 900 }, (_, at) =>
          browserRow({
            id: `${at}`,
            fields: { text: long, more: long },
            text: long,
            label: names[at % 200]!,
            status: "accepted",
          }),
        ),
        of: { accepted: 100_000 },
      },
    );
    expect(Buffer.byteLength(html)).toBeLessThan(3_000_000);
    expect(html).toContain("100 of 5000 rows; all are in report.json.");
    expect(html).toMatch(
      /[1-9]\d\d are held here; there are 100,000 in the dataset\. They are spread evenly/u,
    );
    expect(html).toContain("170 rarer labels or values are in report.json only.");
  });
});
