import { KOREAN_SENTENCES } from "../../../base/language/korean-sentences.js";
import { translate } from "../../../base/language/translate.js";
import type { Report } from "../../../schema/report.js";
import { NO_FIGURES } from "../../../schema/report-figures.js";
import { runVerdict } from "../../../tools/reporting/verdict/run-verdict.js";
import { madeReport } from "./made-report.js";

type Summary = Report["summary"];
const base = madeReport();
const calm: Summary = {
  ...base.summary,
  inReview: 0,
  rejected: 0,
  coverage: { cells: 4, covered: 4, ratio: 1 },
  copies: { verbatim: 0, near: 0 },
  labelAgreement: null,
  downstream: { ...base.summary.downstream, synthetic: null, testSize: 0 },
};
const facts = (of: Partial<Report> = {}, summary: Partial<Summary> = {}): Report =>
  madeReport({
    funnel: [{ reason: "accepted", meaning: "", count: 200 }],
    ...of,
    summary: { ...calm, ...summary },
  });
const levels = (report: Report): string[] =>
  runVerdict(report).findings.map(({ level, text }) => `${level}: ${text}`);

describe("runVerdict", () => {
  it("says nothing against a run without a finding, but not that it is good where nothing was measured", () => {
    expect(runVerdict(facts())).toEqual({
      level: "doubt",
      text: "the dataset can be used with care (doubts: 0)",
      findings: [],
      next: [],
    });
    const agreed = runVerdict(facts({}, { labelAgreement: 0.95, labelAgreementRows: 200 }));
    expect(agreed.level).toBe("good");
    expect(agreed.text).toBe("nothing that was measured speaks against the dataset");
  });

  it("puts what is serious first, with what to do about it", () => {
    const { level, findings, next } = runVerdict(
      facts({}, { accepted: 0, inReview: 3, runId: "r 1" }),
    );
    expect(level).toBe("bad");
    expect(findings[0]!.text).toBe("there is no dataset: no sample was accepted");
    expect(next[0]).toContain("datawright samples r 1 --status rejected");
  });

  it("does not call an accuracy on few rows bad, nor a good one good", () => {
    const downstream = (accuracy: number, testSize: number): Partial<Summary> => ({
      downstream: {
        ...calm.downstream,
        synthetic: { accuracy, low: accuracy - 0.1, high: accuracy + 0.1, trainSize: 200 },
        majority: 0.3,
        testSize,
      },
    });
    expect(runVerdict(facts({}, downstream(0.35, 40))).level).toBe("doubt");
    expect(runVerdict(facts({}, downstream(0.35, 400))).level).toBe("bad");
    expect(runVerdict(facts({}, downstream(0.9, 40))).level).toBe("doubt");
    expect(runVerdict(facts({}, downstream(0.9, 400))).level).toBe("good");
  });

  it("calls the samples less than real rows only where the difference is shown", () => {
    const difference = (low: number, high: number): Partial<Summary> => ({
      downstream: {
        ...calm.downstream,
        synthetic: { accuracy: 0.8, low: 0.75, high: 0.85, trainSize: 200 },
        real: { accuracy: 0.84, low: 0.79, high: 0.89, trainSize: 50 },
        difference: { value: -0.04, low, high },
        majority: 0.3,
        testSize: 400,
      },
    });
    expect(runVerdict(facts({}, difference(-0.09, 0.01))).level).toBe("good");
    const { level, findings } = runVerdict(facts({}, difference(-0.07, -0.01)));
    expect(level).toBe("doubt");
    expect(findings[0]!.text).toContain("trained on the 50 support rows it is right on 84.0 %");
  });

  it("counts drafts that were good enough as no refusal", () => {
    const funnel = (reason: string): Partial<Report> => ({
      funnel: [
        { reason, meaning: "", count: 150 },
        { reason: "accepted", meaning: "", count: 50 },
      ],
    });
    expect(levels(facts(funnel("surplus")))).toEqual([]);
    const refused = runVerdict(facts(funnel("near-duplicate")));
    expect(refused.findings[0]!.text).toBe(
      "25.0 % of 200 drafts were kept; the most frequent other end is near-duplicate (150)",
    );
    expect(refused.next[0]).toContain("drafts repeat what is there");
  });

  it("has a finding for each thing that can be wrong, and each in Korean", () => {
    const certificate = (status: "holds" | "waiting" | "cannot") => ({
      certificate: {
        status,
        sentence: `not certified yet: 95 % faithful at 90 % confidence was promised; 3 audits wait for people`,
      } as Report["certificate"],
    });
    const figures = {
      ...NO_FIGURES,
      labels: [
        { label: "a", samples: 190, quota: null, reference: null },
        { label: "b", samples: 1, quota: null, reference: null },
      ],
      nearPairs: { looked: 100, of: 100, twins: 30, pairs: [] },
    };
    const accuracy = { accuracy: 0.5, low: 0.4, high: 0.6, trainSize: 100 };
    const cases = [
      facts({}, { accepted: 0 }),
      ...(
        [
          "budget",
          "interrupted",
          "provider-down",
          "saturation",
          "no-progress",
          "plan-failed",
          "inputs-used",
          "error",
        ] as const
      ).map((stop) => facts({}, { stop, accepted: 120 })),
      facts(
        { figures, leakage: { heldOutRows: 3 } },
        { accepted: 60, inReview: 2, copies: { verbatim: 1, near: 0 } },
      ),
      facts(
        { agentFailures: [{ message: "m", samples: 3, example: "e" }] },
        { copies: { verbatim: 0, near: 60 } },
      ),
      facts(certificate("waiting"), { coverage: { cells: 500, covered: 100, ratio: 0.2 } }),
      facts(
        {},
        {
          coverage: { cells: 50, covered: 10, ratio: 0.2 },
          labelAgreement: 0.4,
          labelAgreementRows: 200,
        },
      ),
      facts({}, { labelAgreement: 0.9, labelAgreementRows: 200 }),
      facts({ task: { models: { generator: "embedded" } } }),
      ...[
        { synthetic: accuracy, real: null, majority: 0.45 },
        { synthetic: accuracy, real: { ...accuracy, accuracy: 0.8, low: 0.7 }, majority: 0.1 },
        { synthetic: accuracy, real: null, majority: 0.1 },
      ].flatMap((found) =>
        [50, 500].map((testSize) =>
          facts({}, { downstream: { ...calm.downstream, ...found, testSize } }),
        ),
      ),
      ...[
        "near-duplicate",
        "duplicate-in-round",
        "copy-of-support",
        "label",
        "coherence",
        "off-task",
        "unfaithful",
        "format",
        "unparsed",
        "truncated",
        "refused",
        "content-filter",
        "other",
      ].map((reason) =>
        facts({
          funnel: [
            { reason, meaning: "", count: 150 },
            { reason: "accepted", meaning: "", count: 50 },
          ],
        }),
      ),
    ];
    const said = cases.flatMap((one) => {
      const { findings, next, text } = runVerdict(one);
      return [text, ...next, ...findings.map((finding) => finding.text)];
    });
    expect(said.length).toBeGreaterThan(80);
    const english = [...new Set(said)].filter(
      (text) => !/[가-힣]/u.test(translate(text, KOREAN_SENTENCES)),
    );
    expect(english).toEqual([]);
  });
});
