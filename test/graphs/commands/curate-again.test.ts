import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { curateData } from "../../../graphs/commands/curate-data.js";
import type { CurateOptions } from "../../../graphs/commands/curating/curate-options.js";
import { scriptedModel } from "../../../tools/models/providers/scripted-model.js";
import { temporaryFolder } from "../../memory/temporary-folder.js";

let folder: string;
beforeEach(() => (folder = temporaryFolder()));

const TEXTS = ["give my money back", "where is my parcel", "the money never came", "parcel lost"];
const task = {
  name: "tickets",
  kind: "classification" as const,
  description: "Tickets of a shop.",
  labels: ["refund", "delivery"],
  target: 4,
};
const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const data = (): string =>
  file("rows.csv", `text,label\n${TEXTS.map((text) => `${text},refund`).join("\n")}\n`);
const rowsOf = (path: string): Record<string, unknown>[] =>
  readFileSync(path, "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>);
const model = () =>
  scriptedModel(({ messages }) => ({
    object: {
      label: JSON.stringify(messages).includes("parcel") ? "delivery" : "refund",
      confidence: 1,
    },
  }));
const curate = (path: string, options: CurateOptions) =>
  curateData(path, { task, workspace: join(folder, "home"), ...options });

describe("the steps of a curation", () => {
  it("are the task's where none are named, and ask the task's model; a named kind takes their place", async () => {
    const own = {
      ...task,
      curate: { filters: ["exact-duplicate"], relabel: [{ name: "majority-vote", variants: 2 }] },
    };
    const asked = model();
    const first = await curate(data(), { task: own, model: asked, out: null });
    expect(first.steps.map(({ step }) => step)).toEqual(["exact-duplicate", "majority-vote"]);
    expect([first.relabelled, asked.requests.length]).toEqual([2, 8]);
    const second = await curate(data(), { task: own, relabel: [], out: null });
    expect(second.steps.map(({ step }) => step)).toEqual(["exact-duplicate"]);
    const third = await curate(data(), { overrides: ["curate.reweight=class-balance"], out: null });
    expect(third.steps.map(({ step }) => step)).toEqual(["class-balance"]);
  });

  it("go on from votes that are counts, and from labels by annotator", async () => {
    const counts = file(
      "counts.jsonl",
      TEXTS.map((text, at) =>
        JSON.stringify({
          text,
          label: "refund",
          votes: at % 2 ? { delivery: 2, refund: 1 } : { refund: 3 },
        }),
      ).join("\n"),
    );
    const counted = await curate(counts, { relabel: ["majority-vote"], out: null });
    expect(counted).toMatchObject({ columns: ["votes"], relabelled: 2 });
    const named = file(
      "named.csv",
      `text,label,votes\n${TEXTS.map((text, at) => `${text},refund,"{""anna"":""${at % 2 ? "delivery" : "refund"}"",""bert"":""${at % 2 ? "delivery" : "refund"}""}"`).join("\n")}\n`,
    );
    const report = await curate(named, { relabel: ["dawid-skene"], out: null });
    expect(report).toMatchObject({ relabelled: 2 });
    expect(JSON.stringify(report.steps)).toContain("anna");
  });

  it("know the test file: what leaks into it is taken out", async () => {
    const test = file("test.csv", `text,label\n${TEXTS[1]},delivery\n`);
    const report = await curate(data(), { filters: ["leakage"], test, out: null });
    expect(report).toMatchObject({ kept: 3, leakage: { exact: 0, testRows: 1 } });
    await expect(curate(data(), { filters: ["leakage"], out: null })).rejects.toMatchObject({
      code: "SPEC_INVALID",
    });
  });
});

describe("a second curation", () => {
  it("goes on from the weights, votes and former labels of the first, and asks nothing again", async () => {
    const { folder: first } = await curate(data(), {
      relabel: [{ name: "majority-vote", variants: 2 }],
      reweight: "class-balance",
      force: true,
      model: model(),
      out: join(folder, "first"),
    });
    const before = rowsOf(join(first!, "curated.jsonl"));
    expect(before[1]).toMatchObject({
      label: "delivery",
      formerLabel: "refund",
      votes: ["delivery", "delivery"],
      labelHistory: [{ from: "refund", to: "delivery", step: "majority-vote", by: "model" }],
    });
    const weighed = file(
      "weighed.jsonl",
      before.map((row, index) => JSON.stringify({ ...row, weight: 0.5 + index })).join("\n"),
    );
    const again = model();
    const report = await curate(weighed, {
      relabel: ["majority-vote"],
      model: again,
      out: join(folder, "second"),
    });
    expect(report.columns).toEqual(["labelHistory", "votes", "weight"]);
    expect(again.requests).toHaveLength(0);
    const after = rowsOf(join(folder, "second", "curated.jsonl"));
    expect(after.map((row) => row["weight"])).toEqual([0.5, 1.5, 2.5, 3.5]);
    expect(after[1]).toMatchObject({ formerLabel: "refund", labelHistory: [{ to: "delivery" }] });
  });

  it("keeps columns that are no field of the task, and does not take its own for such", async () => {
    const table = file(
      "table.csv",
      `id,text,label,note\n${TEXTS.map((text, at) => `t${at},${text},refund,read ${at}`).join("\n")}\n`,
    );
    const options = { filters: ["exact-duplicate"] };
    const kept = async (from: string, out: string): Promise<unknown[]> => {
      const { folder: to } = await curate(from, { ...options, out: join(folder, out) });
      return rowsOf(join(to!, "curated.jsonl")).map(({ sourceId, sourceNote }) => [
        sourceId,
        sourceNote,
      ]);
    };
    const columns = TEXTS.map((_text, at) => [`t${at}`, `read ${at}`]);
    expect(await kept(table, "first")).toEqual(columns);
    expect(await kept(join(folder, "first", "curated.jsonl"), "second")).toEqual(columns);
  });

  it("reads these columns from a table, and leaves a column alone that holds no weights", async () => {
    const table = (weight: string): string =>
      file(
        "table.csv",
        `text,label,weight,votes,former label\n${TEXTS.map((text) => `${text},refund,${weight},delivery|refund,delivery`).join("\n")}\n`,
      );
    const options = { filters: ["exact-duplicate"], out: join(folder, "out") };
    expect((await curate(table("2"), options)).columns).toEqual([
      "labelHistory",
      "votes",
      "weight",
    ]);
    expect(rowsOf(join(folder, "out", "curated.jsonl"))[0]).toMatchObject({
      weight: 2,
      votes: ["delivery", "refund"],
      formerLabel: "delivery",
    });
    const other = await curate(table("5 kg"), options);
    expect(other.columns).toEqual(["labelHistory", "votes"]);
    expect(other.problems).toEqual([
      expect.stringContaining('line 2: weight: "5 kg" is no number'),
    ]);
    expect(rowsOf(join(folder, "out", "curated.jsonl"))[0]).toMatchObject({ weight: 1 });
  });
});

describe("people beside a curation", () => {
  const options = (): CurateOptions => ({
    relabel: [{ name: "co-annotating", variants: 2, people: 2 }],
    out: join(folder, "out"),
  });

  it("get the rows on which a model's votes differ, in their tool's form, and are not asked twice", async () => {
    const divided = file(
      "votes.jsonl",
      TEXTS.map((text, index) =>
        JSON.stringify({
          text,
          label: "refund",
          votes: ["refund", index === 1 ? "delivery" : "refund"],
        }),
      ).join("\n"),
    );
    const steps = { ...options(), format: "label-studio" as const };
    expect(await curate(divided, steps)).toMatchObject({ kept: 3, toPeople: 1 });
    const [waiting] = rowsOf(join(folder, "out", "people.jsonl"));
    const tasks = readFileSync(join(folder, "out", "people.label-studio.json"), "utf8");
    expect(tasks).toContain("entropy of the votes 1.000 bits");
    const answers = file(
      "answers.jsonl",
      `${JSON.stringify({ id: waiting!["id"], decision: "relabel", label: "delivery" })}\n` +
        `${JSON.stringify({ id: "nobody", decision: "reject" })}\n`,
    );
    const said = await curate(divided, { ...steps, format: "jsonl", answers });
    expect(said).toMatchObject({
      kept: 4,
      toPeople: 0,
      answers: 1,
      problems: ["nobody is none of the rows"],
    });
    const curated = join(folder, "out", "curated.jsonl");
    expect(rowsOf(curated)[1]).toMatchObject({
      label: "delivery",
      labelHistory: [{ by: "person", step: "co-annotating" }],
    });
    const again = file("again.jsonl", readFileSync(curated, "utf8"));
    expect(await curate(again, steps)).toMatchObject({ toPeople: 0, relabelled: 0 });
  });

  it("say what belongs to no label, and the rest is judged by that", async () => {
    const steps = { ...options(), relabel: [{ name: "out-of-scope", sample: 2 }] };
    await curate(data(), steps);
    const [first, second] = rowsOf(join(folder, "out", "people.jsonl"));
    const answers = file(
      "answers.jsonl",
      `${JSON.stringify({ id: first!["id"], decision: "reject" })}\n` +
        `${JSON.stringify({ id: second!["id"], decision: "accept" })}\n`,
    );
    const report = await curate(data(), { ...steps, answers });
    expect(report).toMatchObject({ answers: 2, toPeople: 0 });
    const removed = rowsOf(join(folder, "out", "removed.jsonl"));
    expect(removed.find((row) => row["id"] === first!["id"])).toMatchObject({
      note: "judged out of scope",
    });
  });
});
