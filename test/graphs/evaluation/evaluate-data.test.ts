import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { evaluateData } from "../../../graphs/evaluation/evaluate-data.js";
import { lightAgents, startTickets } from "../../helpers/ticket-run.js";
import type { PartResult } from "../../../graphs/evaluation/evaluation-report.js";

const folder = mkdtempSync(join(tmpdir(), "evaluate-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const THINGS = ["lamp", "kettle", "chair", "radio", "carpet", "mirror", "pillow", "camera"];
const PLACES = ["at home", "in the shop", "by post", "on Monday", "this morning", "last week"];
type Made = { readonly text: string; readonly label: string };
const rows = (refund: string, delivery: string): Made[] =>
  THINGS.flatMap((thing) =>
    PLACES.flatMap((place) => [
      { text: `${refund} for the ${thing} ${place}`, label: "refund" },
      { text: `${delivery} with the ${thing} ${place}`, label: "delivery" },
    ]),
  );
const synthetic = rows("pay my money back", "the courier lost the parcel");
const real = rows("I want my money again", "which courier has the parcel");
const test = rows("give me money back", "the courier kept my parcel");

function file(name: string, made: readonly Made[], columns = ["text", "label"]): string {
  const path = join(folder, name);
  writeFileSync(
    path,
    [columns, ...made.map(({ text, label }) => [text, label])]
      .map((line) => line.join(","))
      .join("\n"),
  );
  return path;
}

function numberOf(part: PartResult | null, name: string): number {
  return part![name] as number;
}

describe("evaluateData", () => {
  it("measures a dataset against real rows, whose columns have other names, and writes its report", async () => {
    const out = join(folder, "new", "evaluation");
    const page = join(folder, "pages", "page.html");
    const report = await evaluateData({
      data: file("data.csv", synthetic),
      reference: file("real.csv", real, ["sentence", "intent"]),
      test,
      seeds: 1,
      out,
      report: page,
    });
    expect(readdirSync(out).sort()).toEqual(["evaluation.json", "report.html", "report.json"]);
    const html = readFileSync(page, "utf8");
    expect(readFileSync(join(out, "report.html"), "utf8")).toBe(html);
    for (const text of ["Verdict:", "data.csv:2", "--test ROWS --seeds 1 --seed 1"])
      expect(html).toContain(text);
    for (const id of ["labels", "curves", "diversity", "lengths"])
      expect(html).toContain(`<figure id="${id}"`);
    const { figures, verdict } = JSON.parse(readFileSync(join(out, "report.json"), "utf8")) as {
      figures: { curves: { points: unknown[] }[]; labels: unknown[] };
      verdict: { findings: unknown[] };
    };
    expect(figures.labels).toHaveLength(2);
    expect(figures.curves[0]!.points.length).toBeGreaterThan(1);
    expect(verdict.findings.length).toBeGreaterThan(1);
    expect(report).toMatchObject({ rows: 96, unusable: 0, faithfulness: null, benchmark: null });
    expect(report.reference).toMatchObject({ rows: 96, unusable: 0 });
    expect(numberOf(report.diversity, "exactDuplicates")).toBe(0);
    expect(numberOf(report.diversity, "labelDistance")).toBe(0);
    expect(numberOf(report.diversity, "remoteClique")).toBeCloseTo(
      1 - numberOf(report.diversity, "averagePairwiseSimilarity"),
      9,
    );
    expect(numberOf(report.leakage, "testRowsGivenAway")).toBe(0);
    expect(numberOf(report.downstream, "synthetic")).toBe(1);
    expect(report.downstream!["arms"]).toMatchObject({
      synthetic: { trainSize: 96 },
      real: { trainSize: 96 },
      mixed: { trainSize: 192 },
    });
    expect(report.downstream!["differences"]).toMatchObject({ atEqualSize: { difference: 0 } });
    expect(report.verdict.notMeasured).toEqual(["faithfulness", "benchmark"]);
  });

  it("finds the rows that give the test away, leaves them out of the training, and warns", async () => {
    const report = await evaluateData({
      data: [...synthetic, ...test.slice(0, 10)],
      test,
      seeds: 1,
    });
    expect(report.leakage).toMatchObject({ equalRows: 10, testRowsFound: 10, testRows: 96 });
    expect(report.downstream).toMatchObject({ leftOut: { rows: 10, reference: 0 } });
    expect(report.verdict.level).toBe("bad");
    expect(report.verdict.next.join(" ")).toContain("--filters leakage");
  });

  it("says what training on wrong labels costs, and what to write", async () => {
    const flipped = synthetic.map((row, at) =>
      row.label === "refund" && at % 8 !== 0 ? { ...row, label: "delivery" } : row,
    );
    const { downstream, verdict } = await evaluateData({
      data: flipped,
      reference: real,
      test,
      seeds: 1,
    });
    const { differences, confusions, next } = downstream as unknown as {
      differences: { atEqualSize: { high: number } };
      confusions: { label: string; takenFor: string; onlySynthetic: number }[];
      next: { label: string; text: string }[];
    };
    expect(differences.atEqualSize.high).toBeLessThan(0);
    expect(confusions[0]).toMatchObject({ label: "refund", takenFor: "delivery" });
    expect(confusions[0]!.onlySynthetic).toBeGreaterThan(10);
    expect(next[0]!.label).toBe("refund");
    expect(verdict.level).toBe("bad");
    expect(verdict.next).toContain(next[0]!.text);
  });

  it.each([
    ["an empty set", { data: [] }, "DATA_EMPTY"],
    [
      "a reference with other fields",
      {
        data: synthetic,
        reference: [
          { a: 1, b: 2 },
          { a: 2, b: 3 },
        ],
      },
      "DATA_COLUMN",
    ],
    [
      "a test of other labels",
      { data: synthetic, test: test.map(({ text, label }) => ({ text, label: label.length })) },
      "DATA_LABEL",
    ],
    ["an option that there is not", { data: synthetic, refrence: real }, "SHAPE"],
    ["rows that are none", { data: [1, 2] }, "SHAPE"],
    ["a metric that there is not", { data: synthetic, metrics: ["vendy"] }, "SPEC_INVALID"],
  ])("refuses %s", async (_name, options, code) => {
    await expect(evaluateData(options as never)).rejects.toMatchObject({ code });
  });

  it("measures what it can where test rows have no labels", async () => {
    const { leakage, downstream } = await evaluateData({
      data: synthetic,
      test: test.map(({ text }) => ({ text })),
    });
    expect(leakage).toMatchObject({ testRowsGivenAway: 0 });
    expect(downstream).toMatchObject({ synthetic: null });
    expect(downstream!.basis["synthetic"]!.note).toContain("the test rows have no labels");
  });

  it("gives no figure of too little, and says why", async () => {
    const { diversity, downstream, verdict } = await evaluateData({
      data: [{ text: "I like it", label: "refund" }],
      test,
    });
    expect(diversity).toMatchObject({
      selfBleu4: null,
      averagePairwiseSimilarity: null,
      mtld: null,
      labelGini: null,
    });
    expect(diversity!.basis["selfBleu4"]).toEqual({ rows: 0, of: 1, note: "fewer than two texts" });
    expect(downstream).toMatchObject({ synthetic: null });
    expect(verdict.level).toBe("bad");
    expect(diversity!.findings.map(({ text }) => text).join()).toContain("too few rows (1)");
  });

  it("counts weights that are no numbers, and rows that cannot be used", async () => {
    const report = await evaluateData({
      data: [
        ...synthetic.slice(0, 20),
        { text: "paid", label: "refund", weight: NaN },
        { text: "", label: "refund" },
      ],
    });
    expect(report).toMatchObject({ rows: 21, unusable: 1 });
    expect(report.problems.join()).toContain("1 rows have a weight");
  });

  it("measures named metrics, and the pairs of conditions that rows cover", async () => {
    const conditioned = synthetic.map((row, at) => ({
      ...row,
      conditions: { tone: ["calm", "angry"][at % 2], channel: ["mail", "chat"][(at >> 1) % 2] },
    }));
    const { metrics, diversity } = await evaluateData({
      data: conditioned,
      metrics: ["vendi", { name: "self-bleu", sample: 20 }],
    });
    expect(metrics["vendi"]).toBeCloseTo(numberOf(diversity, "vendi"), 4);
    expect(metrics["self-bleu"]).toMatchObject({ samples: 20 });
    // Both tones with both channels; tone and label go together, so half of those pairs are there.
    expect(numberOf(diversity, "pairCoverage")).toBeCloseTo((4 + 2 + 4) / 12, 12);
  });

  it("measures a run by its folder: what it wrote, and how much of its plan there is", async () => {
    const { evaluator: _light, ...agents } = lightAgents;
    const { handle: run } = await startTickets(
      join(folder, "runs"),
      { target: 12, evaluate: { metrics: ["planned-coverage", "token-lengths"] } },
      { agents },
    );
    const { report: own, summary } = await run.result;
    const { rows, diversity } = await evaluateData({ data: run.folder });
    expect(rows).toBe(summary.accepted);
    expect(numberOf(diversity, "plannedCoverage")).toBe(summary.coverage.ratio);
    expect(own.metrics["planned-coverage"]).toMatchObject({
      covered: summary.coverage.ratio,
      cells: summary.coverage.cells,
    });
    expect(numberOf(diversity, "vocabulary")).toBe(summary.diversity.vocabulary);
    await expect(evaluateData({ data: run.folder, out: run.folder })).rejects.toMatchObject({
      code: "USAGE",
      message: expect.stringContaining("its own report would be overwritten") as string,
    });
  });
});
