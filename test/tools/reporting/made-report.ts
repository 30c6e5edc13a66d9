import type { Report } from "../../../schema/report.js";
import { NO_FIGURES } from "../../../schema/report-figures.js";
import { browserRow, type SampleBrowser } from "../../../tools/reporting/figures/browser-rows.js";

/** A report with a little of everything. */
export function madeReport(overrides: Partial<Report> = {}): Report {
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
    verdict: {
      level: "doubt",
      text: "the dataset can be used with care (doubts: 1)",
      findings: [{ level: "doubt", text: "4 samples wait for a person" }],
      next: ["Decide them: `datawright review r1`."],
    },
    figures: NO_FIGURES,
    reproduction: {
      command: "datawright run task.yaml --seed 1",
      seed: 1,
      version: "1",
      node: "20",
    },
    examples: { accepted: [], rejected: [] },
    notes: [],
    ...overrides,
  };
}

/** Samples of a page, accepted ones and one that was refused. */
export function madeBrowser(accepted: number, text = "My lamp broke."): SampleBrowser {
  const rows = Array.from({ length: accepted }, (_, at) =>
    browserRow({
      id: `a${at}`,
      fields: { text: `${text} ${at}` },
      text: "",
      label: at % 2 === 0 ? "refund" : "delivery",
      status: "accepted",
    }),
  );
  const refused = browserRow({
    id: "b1",
    fields: { text: "lamp lamp" },
    text: "",
    label: "refund",
    status: "rejected",
    reasons: ["coherence"],
    why: ["the text is broken"],
  });
  return { rows: [...rows, refused], of: { accepted, rejected: 1 } };
}
