import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { definePlugin } from "../../../graphs/plugins/plugin.js";
import { evaluateData } from "../../../graphs/evaluation/evaluate-data.js";
import { runBenchmark } from "../../../graphs/benchmarks/run-benchmark.js";
import { smsSpam } from "../../../tools/benchmarks/sets/sms-spam.js";
import { scriptedModel } from "../../../tools/models/providers/scripted-model.js";
import { callCommand } from "../../helpers/command-in-process.js";
import { temporaryFolder } from "../../memory/temporary-folder.js";
import { madeFolder } from "../../tools/benchmarks/made-files.js";

const message = (at: number): string =>
  at % 2 ? `WIN a prize, code ${at}` : `at the lake at ${at}`;
const rows = (from: number, count: number) =>
  Array.from({ length: count }, (_, nth) => ({
    text: message(from + nth),
    label: (from + nth) % 2 ? "spam" : "ham",
  }));
const folder = madeFolder("sms-spam", {
  SMSSpamCollection: rows(0, 300)
    .map(({ text, label }) => `${label}\t${text}`)
    .join("\n"),
});
const file = (made: readonly object[]): string => {
  const path = join(temporaryFolder(), "rows.jsonl");
  writeFileSync(path, made.map((row) => JSON.stringify(row)).join("\n"));
  return path;
};
/** Right on every message, or on those without a prize alone. */
const answering = (right: boolean) =>
  scriptedModel(
    ({ messages }) => {
      const text = JSON.stringify(messages.at(-1)).split("One of the messages").at(-1)!;
      return { object: { label: right && text.includes("prize") ? "spam" : "ham" } };
    },
    { fingerprint: `right ${right}` },
  );

describe("evaluateData on a benchmark", () => {
  it("tests what the rows teach, and a candidate against a baseline row by row", async () => {
    const report = await evaluateData({
      data: file(rows(1000, 60)),
      benchmark: "sms-spam",
      benchmarkFolder: folder,
      benchmarkLimit: 20,
      candidate: answering(true),
      baseline: answering(false),
      seeds: 1,
      workspace: temporaryFolder(),
    });
    const { benchmark } = report;
    expect(benchmark).toMatchObject({ name: "sms-spam", synthetic: 1, candidate: 1, tested: 20 });
    const { value, low, mcNemar } = benchmark!["comparison"] as {
      readonly value: number;
      readonly low: number;
      readonly mcNemar: { readonly onlyFirst: number; readonly probability: number };
    };
    expect(benchmark!["baseline"]).toBeCloseTo(1 - value, 12);
    expect(low).toBeGreaterThan(0);
    expect(mcNemar.onlyFirst).toBe(Math.round(20 * value));
    expect(mcNemar.probability).toBeCloseTo(2 ** (1 - mcNemar.onlyFirst), 12);
    expect((benchmark!["results"] as object[]).at(-1)).toMatchObject({
      name: "baseline",
      byLabel: { spam: { recall: 0 }, ham: { recall: 1 } },
    });
    expect(report.modelCalls).toBe(40);
    expect(report.verdict.notMeasured).not.toContain("benchmark");
    expect(benchmark!.findings.map(({ text }) => text).join("\n")).toMatch(
      /candidate is better than the baseline/u,
    );
  });

  it("says before anything is asked what is missing or does not fit", async () => {
    const given = { data: file(rows(1000, 10)), benchmark: "sms-spam" };
    const asked = answering(true);
    await expect(evaluateData(given)).rejects.toMatchObject({
      code: "USAGE",
      message: expect.stringContaining("SMSSpamCollection"),
      hint: expect.stringContaining("--benchmark-folder"),
    });
    await expect(evaluateData({ data: given.data, candidate: asked })).rejects.toMatchObject({
      code: "USAGE",
    });
    await expect(
      evaluateData({ ...given, benchmarkFolder: folder, baseline: asked }),
    ).rejects.toMatchObject({ code: "USAGE", hint: expect.stringContaining("--candidate") });
    await expect(
      evaluateData({
        ...given,
        data: file([...rows(0, 9), { text: "hello", label: "spamm" }]),
        benchmarkFolder: folder,
      }),
    ).rejects.toMatchObject({ code: "DATA_LABEL", details: { line: 10, label: "spamm" } });
    await expect(
      evaluateData({ ...given, benchmark: "math", benchmarkFolder: madeFolder("math") }),
    ).rejects.toMatchObject({ code: "USAGE", hint: expect.stringContaining("--candidate") });
  });
});

describe("runBenchmark", () => {
  it("stops model and baseline at one budget", async () => {
    await expect(
      runBenchmark("sms-spam", {
        data: folder,
        limit: 10,
        model: answering(true),
        baseline: answering(false),
        workspace: temporaryFolder(),
        budget: { calls: 15 },
      }),
    ).rejects.toMatchObject({ code: "BUDGET_EXHAUSTED" });
  });
});

describe("a plug-in's benchmark", () => {
  it("is run by its name, beside those that are built in", async () => {
    const mine = definePlugin({ name: "mine", benchmarks: { "my-spam": smsSpam } });
    const train = rows(1000, 20);
    const report = await runBenchmark("my-spam", {
      data: folder,
      train: train.map(({ text, label }) => ({ fields: { text }, label })),
      seeds: 1,
      plugins: [mine],
    });
    expect(report.benchmark).toBe("my-spam");
    await expect(runBenchmark("my-spam", { data: folder, train: [] })).rejects.toMatchObject({
      code: "USAGE",
    });
  });
});

describe("datawright evaluate --benchmark", () => {
  it("asks before a model that may cost money is asked", async () => {
    const on = ["--benchmark", "sms-spam", "--benchmark-folder", folder, "--seeds", "1"];
    const data = file(rows(1000, 60));
    const { code, stderr } = await callCommand(
      ...["evaluate", data, ...on, "--candidate", "openai:tuned"],
      ...["--base-url", "http://127.0.0.1:9/v1"],
    );
    expect(code).toBe(2);
    expect(stderr).toMatch(/openai:tuned: this may cost money[\s\S]*calls about \d+/u);
    const { stdout } = await callCommand("evaluate", data, ...on);
    expect(stdout).toMatch(/benchmark\n.*on sms-spam/u);
    expect(stdout).toMatch(/trained on the dataset +100\.0 %/u);
  });
});
