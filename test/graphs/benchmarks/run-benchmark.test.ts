import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runBenchmark } from "../../../graphs/benchmarks/run-benchmark.js";
import { loadBenchmark } from "../../../tools/benchmarks/load-benchmark.js";
import { scriptedModel } from "../../../tools/models/providers/scripted-model.js";
import { temporaryFolder } from "../../memory/temporary-folder.js";
import { madeFolder } from "../../tools/benchmarks/made-files.js";

const sentence = (at: number, label: string): string =>
  label === "spam" ? `WIN a prize now, code ${at}` : `see you at the lake, ${at} sharp`;
const messages = (from: number, count: number, wrong = false) =>
  Array.from({ length: count }, (_, nth) => {
    const label = nth % 2 === 0 ? "ham" : "spam";
    const said = wrong ? (label === "ham" ? "spam" : "ham") : label;
    return { text: sentence(from + nth, label), label: said };
  });
const spamFolder = (): string =>
  madeFolder("sms-spam", {
    SMSSpamCollection: messages(0, 300)
      .map(({ text, label }) => `${label}\t${text}`)
      .join("\n"),
  });
const file = (rows: readonly unknown[]): string => {
  const path = join(temporaryFolder(), "rows.jsonl");
  writeFileSync(path, rows.map((row) => JSON.stringify(row)).join("\n"));
  return path;
};

describe("a dataset on a benchmark", () => {
  it("is tested beside equally many real rows, without the rows that give a test row away", async () => {
    const data = spamFolder();
    const { parts } = await loadBenchmark("sms-spam", data);
    const given = parts.test.slice(0, 3).map(({ text, label }) => ({ text, label }));
    const good = await runBenchmark("sms-spam", {
      data,
      train: file([...messages(1000, 60), ...given]),
      seeds: 2,
    });
    expect(good.leaked).toBe(3);
    expect(good.results.map(({ name, trainRows }) => [name, trainRows])).toEqual([
      ["synthetic", 60],
      ["real", 60],
      ["most-frequent", null],
    ]);
    expect(good.results[0]!.figures["accuracy"]!.value).toBe(1);
    expect(good.difference).toMatchObject({ metric: "accuracy", value: 0 });
    const bad = await runBenchmark("sms-spam", {
      data,
      train: file(messages(1000, 60, true)),
      seeds: 1,
    });
    expect(bad.results[0]!.figures["accuracy"]!.value).toBe(0);
    expect(bad.difference!.high).toBeLessThan(-0.9);
  });

  it("is refused where it does not fit", async () => {
    const data = spamFolder();
    const train = file([{ text: "hello", label: "spamm" }]);
    await expect(runBenchmark("sms-spam", { data, train })).rejects.toMatchObject({
      code: "DATA_LABEL",
      message: expect.stringMatching(/rows\.jsonl.*spamm/su),
    });
    await expect(runBenchmark("sms-spam", { data })).rejects.toMatchObject({ code: "USAGE" });
    await expect(runBenchmark("math", { data: madeFolder("math"), train })).rejects.toMatchObject({
      code: "USAGE",
      message: expect.stringContaining("no labels"),
    });
  });
});

describe("a model on a benchmark", () => {
  it("is asked each row once, and the same again costs nothing", async () => {
    const data = spamFolder();
    const asked = { data, limit: 20, workspace: temporaryFolder() };
    const model = scriptedModel(({ messages: said }) => {
      const text = JSON.stringify(said.at(-1)).split("One of the messages").at(-1)!;
      return { object: { label: /prize/u.test(text) ? "spam" : "ham" } };
    });
    const first = await runBenchmark("sms-spam", { ...asked, model });
    expect(first.tested).toBe(20);
    expect(first.calls).toBe(20);
    expect(first.results[0]!.figures["accuracy"]).toMatchObject({ value: 1, rows: 20 });
    const again = await runBenchmark("sms-spam", { ...asked, model });
    expect(again.results).toEqual(first.results);
    expect(again.cachedCalls).toBe(20);
    await expect(
      runBenchmark("sms-spam", { ...asked, cache: false, model, budget: { calls: 5 } }),
    ).rejects.toMatchObject({ code: "BUDGET_EXHAUSTED" });
  });

  it("keeps its answers, which can be scored again without it", async () => {
    const data = madeFolder("math");
    const out = temporaryFolder();
    const model = scriptedModel(() => ({ text: "Two quarters are \\boxed{0.5}" }));
    const made = await runBenchmark("math", { data, model, out, workspace: temporaryFolder() });
    expect(made.results[0]!.figures["equivalence"]!.value).toBe(1);
    const kept = JSON.parse(readFileSync(join(out, "answers.jsonl"), "utf8")) as object;
    expect(kept).toMatchObject({ answer: "0.5", of: "model" });
    const scored = await runBenchmark("math", { data, answers: join(out, "answers.jsonl") });
    expect(scored.results[0]!.figures).toEqual(made.results[0]!.figures);
    const strange = file([{ id: "other", answer: "1" }]);
    await expect(runBenchmark("math", { data, answers: strange })).rejects.toMatchObject({
      code: "DATA_EMPTY",
    });
  });

  it("is judged by a second model where no rule can score, and refused without one", async () => {
    const data = madeFolder("truthfulqa");
    const model = scriptedModel(() => ({ text: "They do not." }));
    await expect(runBenchmark("truthfulqa-generation", { data, model })).rejects.toMatchObject({
      code: "USAGE",
      message: expect.stringContaining("judge"),
    });
    const judge = scriptedModel(({ messages: said }) => ({
      object: { truthful: JSON.stringify(said).includes("They do not.") },
    }));
    const workspace = temporaryFolder();
    const report = await runBenchmark("truthfulqa-generation", { data, model, judge, workspace });
    expect(report.results[0]!.figures["truthful"]!.value).toBe(1);
    expect(report.calls).toBe(2);
  });

  it("never learns from the place of a choice which one is right", async () => {
    const choices = ["No, not as people do", "Not in water", "Yes", "Always"];
    const report = await runBenchmark("truthfulqa", {
      data: madeFolder("truthfulqa"),
      workspace: temporaryFolder(),
      model: scriptedModel(({ messages: said }) => {
        const text = said.map(({ content }) => content).join("\n");
        const order = choices.toSorted((a, b) => text.indexOf(`"${a}"`) - text.indexOf(`"${b}"`));
        return {
          object: { probabilities: order.map((each) => (each === choices[0] ? 0.9 : 0.1)) },
        };
      }),
    });
    expect(report.results[0]!.figures["mc1"]!.value).toBe(1);
    expect(report.results[0]!.figures["mc2"]!.value).toBeCloseTo(1 / 1.2, 12);
  });
});
