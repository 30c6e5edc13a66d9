import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { sha256Hex } from "../../../base/statistics/hash.js";
import { applyAnswers } from "../../../graphs/commands/apply-answers.js";
import { labelData, type LabelOptions } from "../../../graphs/commands/label-data.js";
import { scriptedModel } from "../../../tools/models/providers/scripted-model.js";
import { temporaryFolder } from "../../memory/temporary-folder.js";

let folder: string;
beforeEach(() => (folder = temporaryFolder()));

const task = {
  name: "tickets",
  kind: "classification" as const,
  description: "Tickets of a shop.",
  labels: ["refund", "delivery"],
  target: 4,
};
/** Every fifth ticket is of a voucher: a refund, which the language model always takes for a delivery. */
const tickets = (from: number, count: number): { text: string; label: string }[] =>
  Array.from({ length: count }, (_, at) => {
    const number = from + at;
    if (number % 5 === 0) return { text: `the voucher is void, code ${number}`, label: "refund" };
    return number % 2 === 0
      ? { text: `give my money back for order ${number}`, label: "refund" }
      : { text: `where is my parcel with number ${number}`, label: "delivery" };
  });
const file = (name: string, rows: readonly unknown[]): string => {
  const path = join(folder, name);
  writeFileSync(path, rows.map((row) => JSON.stringify(row)).join("\n"));
  return path;
};
const rowsOf = (name: string): Record<string, unknown>[] =>
  readFileSync(join(folder, "out", name), "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>);
const label = ({ data, ...options }: Partial<LabelOptions> & { readonly data?: string }) =>
  labelData(
    data ??
      file(
        "rows.jsonl",
        tickets(0, 150).map(({ text }) => ({ text })),
      ),
    {
      task,
      model: scriptedModel(({ messages }) => {
        const said = JSON.stringify(messages.at(-1)).split("The text to label").at(-1)!;
        return {
          object: { label: /money/u.test(said) ? "refund" : "delivery", confidence: 0.9 },
        };
      }),
      out: join(folder, "out"),
      workspace: join(folder, "home"),
      ...options,
    },
  );

describe("how many labels are wrong", () => {
  it("is told by trusted rows that were labelled like all others, not by models that agree", async () => {
    const { error, log, curve } = await label({
      support: file("support.jsonl", tickets(1000, 40)),
      maxCalls: 170,
    });
    const wrong = wrongIn(rowsOf("labelled.jsonl"));
    expect(error).toMatchObject({ basis: "support", checked: 20 });
    expect(error!.lower).toBeLessThanOrEqual(wrong / 150);
    expect(error!.upper).toBeGreaterThanOrEqual(wrong / 150);
    expect(curve).toHaveLength(6);
    expect(curve.every(({ lower, upper }) => lower <= upper && upper <= 1)).toBe(true);
    expect(log.at(-1)!.expectedError).toBeLessThan(0.1);
  });

  it("is not known without people or trusted rows, and told by people's answers to rows drawn at random", async () => {
    expect(await label({ maxCalls: 150 })).toMatchObject({ error: null, curve: [], audit: 0 });
    const { audit, toPeople } = await label({ maxCalls: 150, people: 60, audit: 40 });
    expect([audit, toPeople]).toEqual([40, 60]);
    const waiting = rowsOf("people.jsonl");
    expect(waiting.filter((row) => row["askedFor"] === "audit")).toHaveLength(40);
    const truth = new Map(tickets(0, 150).map((row) => [row.text, row.label]));
    const answers = file(
      "answers.jsonl",
      waiting.map((row) => ({
        id: row["id"],
        decision: "relabel",
        label: truth.get(String(row["text"])),
      })),
    );
    const report = await applyAnswers(join(folder, "out"), answers, { task });
    const wrong = wrongIn(rowsOf("labelled.jsonl"));
    expect(wrong).toBeGreaterThan(0);
    expect(report.error).toMatchObject({ basis: "people", checked: 40 });
    expect(report.error!.lower).toBeLessThanOrEqual(wrong / 150);
    expect(report.error!.upper).toBeGreaterThanOrEqual(wrong / 150);
    expect(rowsOf("labelled.jsonl").find((row) => row["formerLabel"] !== undefined)).toMatchObject({
      formerLabel: "delivery",
      labelHistory: [{ from: "delivery", to: "refund", by: "person" }],
    });
  });
});

describe("a file that is labelled in parts", () => {
  const many = 600;
  const inParts = (options: Parameters<typeof label>[0]) =>
    label({
      data: file(
        "many.jsonl",
        tickets(0, many).map(({ text }) => ({ text })),
      ),
      rowsAtOnce: 200,
      support: file("support.jsonl", tickets(1000, 40)),
      ...options,
    });
  const written = () => [...rowsOf("labelled.jsonl"), ...rowsOf("people.jsonl")];

  it("has each row once, in the order of the file, and tells how many labels are wrong", async () => {
    const report = await inParts({ maxCalls: 480, people: 30, audit: 10 });
    expect(report).toMatchObject({ rows: many, rowsAtOnce: 200, toPeople: 30, audit: 10 });
    expect(report.calls).toBeLessThanOrEqual(480);
    const labelled = rowsOf("labelled.jsonl").map((row) => Number(row["line"]));
    expect(labelled).toEqual(labelled.slice().sort((a, b) => a - b));
    const lines = written().map((row) => Number(row["line"]));
    expect(lines.sort((a, b) => a - b)).toEqual(Array.from({ length: many }, (_, at) => at + 1));
    // Those that the model is wrong about are a fifth; the trusted rows that tell were in any part.
    const wrong = wrongIn(written(), many) / many;
    expect(report.error!.checked).toBe(20);
    expect(report.error!.lower).toBeLessThanOrEqual(wrong);
    expect(report.error!.upper).toBeGreaterThanOrEqual(wrong);
    expect(readdirSync(join(folder, "out")).filter((name) => name.endsWith(".tmp"))).toEqual([]);
    const before = readFileSync(join(folder, "out", "labelled.jsonl"), "utf8");
    await inParts({ maxCalls: 480, people: 30, audit: 10 });
    expect(readFileSync(join(folder, "out", "labelled.jsonl"), "utf8")).toBe(before);
  });

  it("asks in every part, with what was answered in the parts before", async () => {
    const { log } = await inParts({ maxCalls: 480, support: undefined });
    const rounds = [0, 1, 2].map((part) => log.filter((round) => round.part === part));
    for (const [first] of rounds) expect(first!.asked).toBeGreaterThan(20);
    expect(rounds[2]!.at(-1)!.expectedError).toBeLessThan(0.1);
  });

  it("spends few questions in few parts, and labels the others by what was learnt there", async () => {
    const report = await inParts({ maxCalls: 60 });
    expect(new Set(report.log.map(({ part }) => part))).toEqual(new Set([0]));
    expect(report.bySource["small-model"]).toBeGreaterThan(400);
    expect(report.unlabelled).toBe(0);
    expect(wrongIn(written(), many) / many).toBeLessThan(0.3);
    const sure = rowsOf("labelled.jsonl").filter((row) => row["modelCalls"] === 0);
    expect(sure.every((row) => Number(row["labelConfidence"]) > 0.5)).toBe(true);
  });

  it("leaves rows to people where neither an answer nor a trusted row is there to learn from", async () => {
    const report = await inParts({ maxCalls: 0, support: undefined, people: 5 });
    expect(report).toMatchObject({ unlabelled: many, toPeople: many, labelled: 0, error: null });
    expect(rowsOf("people.jsonl")).toHaveLength(many);
  });

  it("takes people's answers back without holding the file, each row at its line", async () => {
    await inParts({ maxCalls: 480, people: 30, audit: 10 });
    const truth = new Map(tickets(0, many).map((row) => [row.text, row.label]));
    const answers = file(
      "answers.jsonl",
      rowsOf("people.jsonl").map((row) => ({
        id: row["id"],
        decision: "relabel",
        label: truth.get(String(row["text"])),
      })),
    );
    const report = await applyAnswers(join(folder, "out"), answers, { task });
    expect(report.error).toMatchObject({ basis: "people", checked: 10 });
    expect(rowsOf("labelled.jsonl").map((row) => row["line"])).toEqual(
      Array.from({ length: many }, (_, at) => at + 1),
    );
    const again = await applyAnswers(join(folder, "out"), answers, { task });
    expect(again.problems).toHaveLength(30);
    expect(again.problems[0]).toMatch(/was decided before$/u);
  });

  it("leaves no folder behind where the file cannot be read", async () => {
    await expect(inParts({ data: join(folder, "none.jsonl") })).rejects.toMatchObject({
      code: "DATA_NOT_FOUND",
    });
    expect(readdirSync(folder)).not.toContain("out");
    await expect(inParts({ rowsAtOnce: 5 })).rejects.toMatchObject({ code: "SHAPE" });
  });
});

describe("`features` of labelData", () => {
  // Words say nothing of the label; the embedding does.
  const rows = Array.from({ length: 150 }, (_, at) => ({
    text: sha256Hex(`row ${at}`).slice(0, 10),
    label: at % 2 === 0 ? "refund" : "delivery",
  }));
  const truth = new Map(rows.map((row) => [row.text, row.label]));
  const wrongWith = async (options: Partial<LabelOptions>): Promise<number> => {
    await labelData(
      file(
        "hashes.jsonl",
        rows.map(({ text }) => ({ text })),
      ),
      {
        task,
        maxCalls: 75,
        model: scriptedModel(({ messages }) => {
          const said = JSON.stringify(messages.at(-1)).split("The text to label").at(-1)!;
          const text = [...truth.keys()].find((known) => said.includes(known))!;
          return { object: { label: truth.get(text), confidence: 0.9 } };
        }),
        embeddings: {
          name: "sides",
          dimension: 3,
          embed: (texts) =>
            Promise.resolve(
              texts.map((text) => {
                const side = truth.get(text) === "refund" ? 0.6 : -0.6;
                return Float32Array.of(0.8, side, (text.charCodeAt(0) % 7) / 50);
              }),
            ),
        },
        out: join(folder, "out"),
        workspace: join(folder, "home"),
        ...options,
      },
    );
    return rowsOf("labelled.jsonl").filter((row) => row["label"] !== truth.get(String(row["text"])))
      .length;
  };

  it("lets the small model label by embeddings what the language model is not asked about", async () => {
    expect(await wrongWith({ features: "embeddings" })).toBeLessThan(5);
    expect(await wrongWith({})).toBeGreaterThan(15);
    expect(await wrongWith({ task: { ...task, curate: { features: "both" } } })).toBeLessThan(10);
    await expect(wrongWith({ features: "vectors" as "words" })).rejects.toMatchObject({
      code: "SHAPE",
      message: expect.stringContaining("embeddings"),
    });
  });
});

/** Labels of the file that are not the true ones. */
function wrongIn(rows: readonly Record<string, unknown>[], count = 150): number {
  const truth = new Map(tickets(0, count).map((row) => [row.text, row.label]));
  return rows.filter((row) => row["label"] !== truth.get(String(row["text"]))).length;
}
