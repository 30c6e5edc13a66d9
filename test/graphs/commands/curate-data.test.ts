import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { curateData } from "../../../graphs/commands/curate-data.js";
import { scriptedModel } from "../../../tools/models/providers/scripted-model.js";
import { temporaryFolder } from "../../memory/temporary-folder.js";

const folder = temporaryFolder();
const data = join(folder, "tickets.csv");
const ROWS = ["give my money back", "where is my parcel", "the money never came", "parcel lost"];
writeFileSync(data, `text,label\n${ROWS.map((text) => `${text},refund`).join("\n")}\n`);
const task = {
  name: "tickets",
  kind: "classification" as const,
  description: "Tickets of a shop.",
  labels: ["refund", "delivery"],
  target: 4,
};

describe("curateData", () => {
  it("asks the language model that it was given for the votes of a relabeler", async () => {
    const model = scriptedModel(({ messages }) => ({
      object: {
        label: JSON.stringify(messages).includes("parcel") ? "delivery" : "refund",
        confidence: 1,
      },
    }));
    const options = {
      task,
      relabel: [{ name: "majority-vote", variants: 3 }],
      out: null,
      workspace: join(folder, "home"),
    };
    const asked = await curateData(data, { ...options, model });
    expect(model.requests).toHaveLength(3 * ROWS.length);
    expect(asked).toMatchObject({ kept: 4, relabelled: 2 });
    expect(await curateData(data, options)).toMatchObject({ kept: 4, relabelled: 0 });
  });

  it("lets a language model and a small one correct each other, and says how far it is", async () => {
    const path = join(folder, "many.csv");
    const rows = Array.from({ length: 36 }, (_, at) => {
      const [words, label] =
        at % 2 ? ["parcel box lost", "delivery"] : ["money card back", "refund"];
      return `${words} ${"again ".repeat(at % 5)}number ${at},${at % 9 === 0 ? "delivery" : label}`;
    });
    writeFileSync(path, `text,label\n${rows.join("\n")}\n`);
    const model = scriptedModel(({ messages }) => ({
      object: { label: /parcel[^"]*$/u.test(messages.at(-1)!.content) ? "delivery" : "refund" },
    }));
    const shares: number[] = [];
    const told = new Set<string>();
    const report = await curateData(path, {
      task,
      relabel: ["freeal"],
      model,
      out: null,
      workspace: join(folder, "home"),
      onProgress: (step, share) => (told.add(step), shares.push(share)),
    });
    expect(model.requests.length).toBeGreaterThan(0);
    expect(report.modelCalls).toBe(model.requests.length);
    expect([report.kept, report.steps.map(({ step }) => step)]).toEqual([36, ["freeal"]]);
    expect([...told]).toEqual(
      expect.arrayContaining(["freeal: cross-validation", "freeal: language model"]),
    );
    expect(shares.every((share, at) => share >= (shares[at - 1] ?? 0) && share <= 1)).toBe(true);
  });

  it("writes every row into one of three files, beside the data unless told otherwise", async () => {
    const { folder: out, kept } = await curateData(data, { task, filters: ["exact-duplicate"] });
    expect(out).toBe(join(folder, "tickets-curated"));
    const lines = (name: string): string[] =>
      readFileSync(join(out!, name), "utf8").split("\n").filter(Boolean);
    expect([kept, lines("curated.jsonl").length]).toEqual([4, 4]);
    expect([...lines("removed.jsonl"), ...lines("people.jsonl")]).toEqual([]);
  });

  it("reads the columns that are named, and keeps every other with its row", async () => {
    const named = join(folder, "named.csv");
    writeFileSync(
      named,
      "id,answer,question,region\n" +
        ROWS.map((text, at) => `t${at},${at % 2 === 0 ? "yes" : "no"},${text},eu\n`).join(""),
    );
    const columns = { text: "question", label: "answer" };
    const report = await curateData(named, { columns, filters: ["exact-duplicate"] });
    const [first] = readFileSync(join(report.folder!, "curated.jsonl"), "utf8").split("\n");
    expect(JSON.parse(first!)).toMatchObject({
      ...{ sourceId: "t0", text: ROWS[0], label: "yes", region: "eu", line: 2 },
    });
    const lost = { text: "questoin", label: "answer" };
    await expect(curateData(named, { columns: lost })).rejects.toMatchObject({
      code: "DATA_COLUMN",
      message: expect.stringContaining('did you mean "question"?'),
    });
    await expect(curateData(data, { task, columns: { txet: "question" } })).rejects.toMatchObject({
      message: expect.stringContaining('field "txet"'),
    });
  });

  it("labels rows by the columns of several annotators, and reports what it did", async () => {
    const votes = join(folder, "votes.csv");
    writeFileSync(
      votes,
      "text,anna,bert,carl\n" +
        "give my money back,refund,refund,delivery\n" +
        "where is my parcel,delivery,delivery,delivery\n" +
        "charged twice,,refund,refund\n" +
        "the box is lost,delivery,refund,delivery\n",
    );
    const annotators = ["anna", "bert", "carl"];
    const report = await curateData(votes, { annotators, relabel: ["dawid-skene"] });
    expect(report).toMatchObject({ rows: 4, unusable: 0, kept: 4, stability: { agreement: 1 } });
    const labels = readFileSync(join(report.folder!, "curated.jsonl"), "utf8")
      .split("\n")
      .filter(Boolean)
      .map((line) => (JSON.parse(line) as { label: string }).label);
    expect(labels).toEqual(["refund", "delivery", "refund", "delivery"]);
    const text = readFileSync(join(report.folder!, "report.md"), "utf8");
    expect(text).toContain("| none | refund | 2 |");
    await expect(curateData(votes, { annotators: ["anne"], out: null })).rejects.toMatchObject({
      code: "DATA_COLUMN",
      message: expect.stringContaining('did you mean "anna"'),
    });
  });

  it("names the place of a wrong step", async () => {
    await expect(curateData(data, { task, filters: ["pvi", "pvii"] })).rejects.toMatchObject({
      code: "SPEC_INVALID",
      message: expect.stringContaining("filters[1]: there is no filter"),
    });
  });
});
