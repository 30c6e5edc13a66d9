import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { parse as parseYaml } from "yaml";
import type { Sample } from "../../../schema/sample.js";
import type { Report, Summary } from "../../../schema/report.js";
import type { Task } from "../../../schema/task.js";
import type { ExportOptions } from "../../../tools/rows/contract.js";
import { EXPORTERS } from "../../../tools/export/exporters.js";
import { readRows } from "../../../tools/rows/read-rows.js";
import { readTaskRows } from "../../../tools/rows/read-task-rows.js";
import { sampleOf, streamOf } from "./sample-fixture.js";
import { taskOf } from "../task-file/task-fixture.js";
import { temporaryFolder } from "../../memory/temporary-folder.js";
import { failureOf } from "../../helpers/failure-of.js";

const folder = temporaryFolder();

async function write(
  format: string,
  samples: readonly Sample[],
  task: Task = taskOf(),
  options: ExportOptions = {},
  summary: Summary | null = null,
): Promise<string> {
  const exporter = (await EXPORTERS.choose(format, [])).value;
  const target = join(folder, `out${exporter.extension}`);
  const result = await exporter.export(streamOf(samples), target, { task, summary, options });
  expect(result.rows).toBe(samples.length);
  return target;
}
const json = async (path: string): Promise<unknown> => JSON.parse(await readFile(path, "utf8"));
const lines = async (path: string): Promise<unknown[]> =>
  (await readFile(path, "utf8"))
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as unknown);
const summary: Summary = {
  runId: "r",
  folder: "f",
  stop: "target",
  stopDetail: "reached",
  target: 5,
  accepted: 2,
  rejected: 3,
  inReview: 0,
  rounds: 1,
  modelCalls: 9,
  cachedCalls: 1,
  tokens: { input: 1, output: 2 },
  costUsd: null,
  coverage: { cells: 2, covered: 2, ratio: 1 },
  diversity: { vocabulary: 7, distinct1: 0.5, distinct2: 0.9, averagePairwiseSimilarity: null },
  copies: { verbatim: 0, near: 1 },
  labelAgreement: 0.75,
  labelAgreementRows: 200,
  downstream: {
    synthetic: { accuracy: 0.6, low: 0.5, high: 0.7, trainSize: 2 },
    real: { accuracy: 0.9, low: 0.8, high: 0.95, trainSize: 9 },
    majority: 0.5,
    testSize: 30,
    removedFromTest: 4,
  },
  seconds: 1,
};
const nasty = fc
  .oneof(
    fc.string({ unit: "binary", minLength: 1 }),
    fc.constantFrom(
      "한국어\n문장",
      "👩‍👩‍👧,",
      'say "hi"',
      "=SUM(A1)",
      "\uFEFFx",
      " pad ",
      "a\r\nb",
      "\r",
      "'",
      "null",
      "\u2028",
    ),
  )
  .filter((text) => text.trim() !== "");

describe("exporters", () => {
  it("gives back any text from every table format, with label and weight", async () => {
    const task = taskOf({ multiLabel: true, labels: ["a", "b, c"] });
    let tries = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(nasty, fc.subarray(["a", "b, c"], { minLength: 1 })), {
          minLength: 1,
          maxLength: 4,
        }),
        async (texts) => {
          const samples = texts.map(([text, label], index) =>
            sampleOf(index, { text }, label, { weight: 0.5 }),
          );
          // A process of its own reads Parquet.
          const formats = ["jsonl", "csv", ...(tries++ % 5 === 0 ? ["parquet"] : [])];
          for (const format of formats) {
            const path = await write(format, samples, task);
            const { rows } = await readTaskRows({ source: { path }, task, folder, set: "support" });
            expect(rows.map((row) => [row.fields["text"], row.label])).toEqual(texts);
          }
        },
      ),
      { numRuns: 25 },
    );
  });

  it("keeps numbers, booleans, lists and records in Parquet", async () => {
    const task = taskOf({
      kind: "custom",
      labels: undefined,
      fields: {
        n: { type: "number" },
        yes: { type: "boolean" },
        tags: { type: "list" },
        turns: { type: "messages" },
        more: { optional: true },
      },
    });
    const fields = {
      n: 1.5,
      yes: false,
      tags: ["x", ""],
      turns: [{ role: "user", content: "hi" }],
    };
    const path = await write(
      "parquet",
      [sampleOf(1, fields), sampleOf(2, { ...fields, tags: [] })],
      task,
    );
    const { rows } = await readTaskRows({ source: { path }, task, folder, set: "support" });
    expect(rows.map((row) => row.fields)).toEqual([fields, { ...fields, tags: [] }]);
    const raw = [];
    for await (const row of readRows({ path }, { folder })) raw.push(row.values);
    expect(raw[0]).toMatchObject({
      id: "s1",
      weight: 1,
      conditions: '{"topic":"a | b"}',
      cell: "c",
      round: 1,
      parents: [],
      more: null,
    });
  });

  it("writes many row groups, and an empty dataset, as valid Parquet", async () => {
    const many = Array.from({ length: 4100 }, (_unused, index) =>
      sampleOf(index, { text: `text ${index}` }, "ham"),
    );
    const path = await write("parquet", many);
    expect(
      (await readTaskRows({ source: { path }, task: taskOf(), folder, set: "support" })).rows.at(-1)
        ?.text,
    ).toBe("text 4099");
    const rows = [];
    for await (const row of readRows({ path: await write("parquet", []) }, { folder }))
      rows.push(row);
    expect(rows).toEqual([]);
  });

  it("changes text that a spreadsheet would run only when asked to", async () => {
    const samples = [sampleOf(1, { text: "=1+1" }, "ham")];
    expect(await readFile(await write("csv", samples), "utf8")).toContain(
      "s1,=1+1,ham,ham,condition,0.25,1,",
    );
    expect(
      await readFile(await write("csv", samples, taskOf(), { escapeFormulas: true }), "utf8"),
    ).toContain("s1,'=1+1,ham");
    const marked = await write("csv", samples, taskOf(), { byteOrderMark: true });
    expect(await readFile(marked)).toEqual(
      Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), await readFile(await write("csv", samples))]),
    );
  });

  it("writes classification as the task, the text and its label", async () => {
    const task = taskOf({ description: "Sort mail.", labels: { spam: "unwanted", ham: "wanted" } });
    const samples = [sampleOf(1, { text: "win" }, "spam")];
    const system = "Sort mail.\n\nLabels:\n- spam: unwanted\n- ham: wanted";
    expect(await lines(await write("openai", samples, task))).toEqual([
      {
        messages: [
          { role: "system", content: system },
          { role: "user", content: "win" },
          { role: "assistant", content: "spam" },
        ],
      },
    ]);
    expect(await json(await write("alpaca", samples, task))).toEqual([
      { instruction: system, input: "win", output: "spam" },
    ]);
    expect(await json(await write("sharegpt", samples, task))).toEqual([
      {
        id: "s1",
        conversations: [
          { from: "system", value: system },
          { from: "human", value: "win" },
          { from: "gpt", value: "spam" },
        ],
      },
    ]);
  });

  it("writes instructions with their input, and tool calls with ids", async () => {
    const instruction = [
      sampleOf(1, { instruction: "Add", input: "1 2", output: "3" }),
      sampleOf(2, { instruction: "Hi", output: "Hello" }),
    ];
    const task = taskOf({ kind: "instruction", labels: undefined });
    expect(await json(await write("alpaca", instruction, task))).toEqual([
      { instruction: "Add", input: "1 2", output: "3" },
      { instruction: "Hi", input: "", output: "Hello" },
    ]);
    expect(await lines(await write("openai", instruction, task))).toMatchObject([
      { messages: [{ role: "user", content: "Add\n\n1 2" }, { content: "3" }] },
      { messages: [{ content: "Hi" }, { content: "Hello" }] },
    ]);
    const messages = [
      { role: "user", content: "weather?" },
      { role: "assistant", content: "", toolCalls: [{ name: "get", arguments: { city: "서울" } }] },
      { role: "tool", name: "get", content: "sun" },
      { role: "assistant", content: "Sunny." },
    ];
    const tools = taskOf({ kind: "tool-use", labels: undefined });
    expect(
      await lines(await write("openai", [sampleOf(1, { query: "weather?", messages })], tools)),
    ).toEqual([
      {
        messages: [
          { role: "user", content: "weather?" },
          {
            role: "assistant",
            content: "",
            tool_calls: [
              {
                id: "call_1",
                type: "function",
                function: { name: "get", arguments: '{"city":"서울"}' },
              },
            ],
          },
          { role: "tool", tool_call_id: "call_1", content: "sun" },
          { role: "assistant", content: "Sunny." },
        ],
      },
    ]);
    expect(await json(await write("sharegpt", [sampleOf(1, { messages })], tools))).toMatchObject([
      {
        conversations: [
          { from: "human" },
          { from: "function_call" },
          { from: "observation", value: "sun" },
          { from: "gpt" },
        ],
      },
    ]);
  });

  it("writes preference pairs", async () => {
    const samples = [sampleOf(1, { prompt: "p", chosen: "c", rejected: "r" })];
    const task = taskOf({ kind: "preference", labels: undefined });
    expect(await lines(await write("openai", samples, task))).toMatchObject([
      {
        input: { messages: [{ content: "p" }] },
        preferred_output: [{ content: "c" }],
        non_preferred_output: [{ content: "r" }],
      },
    ]);
    expect(await json(await write("sharegpt", samples, task))).toMatchObject([
      { chosen: { value: "c" }, rejected: { value: "r" } },
    ]);
  });

  it("refuses a kind that a format cannot hold, and names formats that can", async () => {
    const dialogue = await failureOf(
      write("alpaca", [], taskOf({ kind: "dialogue", labels: undefined })),
    );
    expect([dialogue.code, dialogue.hint]).toEqual([
      "USAGE",
      "formats that can: openai, sharegpt, jsonl, csv, parquet, hf",
    ]);
    const custom = await failureOf(
      write("openai", [], taskOf({ kind: "custom", labels: undefined, fields: { a: {} } })),
    );
    expect(custom.hint).toBe("formats that can: jsonl, csv, parquet, hf");
    expect((await failureOf(EXPORTERS.choose("parket", []))).message).toContain(
      'did you mean "parquet"?',
    );
  });

  it("writes a Hugging Face folder with splits, front matter and the run's figures", async () => {
    const task = taskOf({ description: "Mail | <b>bold</b>\n---\n# head" });
    const samples = [sampleOf(1, { text: "x" }, "spam"), sampleOf(2, { text: "y" }, "ham")];
    const target = await write(
      "hf",
      samples,
      task,
      { splits: { train: new Set(["s1"]), test: new Set(["s2"]) } },
      summary,
    );
    const { rows } = await readTaskRows({
      source: { path: join(target, "data/test.parquet") },
      task,
      folder,
      set: "support",
    });
    expect(rows.map((row) => row.text)).toEqual(["y"]);
    const card = await readFile(join(target, "README.md"), "utf8");
    const front = parseYaml(card.split("---\n")[1] ?? "") as Record<string, unknown>;
    expect(front).toMatchObject({
      language: ["en"],
      task_categories: ["text-classification"],
      size_categories: ["n<1K"],
      configs: [
        {
          data_files: [
            { split: "train", path: "data/train.parquet" },
            { split: "test", path: "data/test.parquet" },
          ],
        },
      ],
    });
    for (const part of [
      "0.6 (0.5 to 0.7; trained on 2 rows, tested on 30)",
      "small statistical n-gram model",
      "does worse on real rows",
      "| spam |  | 1 |",
      "No licence is stated",
      "| unknown |",
      "&lt;b>",
    ])
      expect(card).toContain(part);
    expect(card).not.toContain("\n# head");
    const other = await readFile(
      join(await write("hf", samples, taskOf({ models: { default: "openai:m" } })), "README.md"),
      "utf8",
    );
    expect(other).not.toContain("n-gram");
  });

  it("names in the card who was asked, languages, licence, intervals, and what nobody looked at", async () => {
    const task = taskOf({ recipe: "attrprompt", language: "en", license: "cc-by-4.0" });
    const samples = [
      sampleOf(1, { text: "where is the parcel that you sent to me" }, "spam"),
      sampleOf(2, { text: "배송이 언제 오는지 알고 싶습니다" }, "ham"),
      sampleOf(3, { text: "환불을 받고 싶은데 어떻게 하나요" }, "ham"),
    ];
    const row = { cached: 2, inputTokens: 1, outputTokens: 1, costUsd: null, seconds: 1 };
    const target = join(folder, "told");
    await (
      await EXPORTERS.choose("hf", [])
    ).value.export(streamOf(samples), target, {
      task,
      summary: { ...summary, labelAgreementRows: 12 },
      report: {
        summary,
        usage: [{ agent: "critic", model: "openai:gpt-x", calls: 40, ...row }],
        notes: [],
      } as unknown as Report,
      options: {},
    });
    const card = await readFile(join(target, "README.md"), "utf8");
    expect(parseYaml(card.split("---\n")[1] ?? "")).toMatchObject({
      language: ["en", "ko"],
      license: "cc-by-4.0",
    });
    for (const part of [
      "| critic | openai:gpt-x | 40 | 2 |",
      "Recipe `attrprompt`",
      "0.75 (0.4677 to 0.9111; 12 rows)",
      "## Not measured",
      "Whether what the texts state is true",
      "the filter `harm` was not used",
    ])
      expect(card).toContain(part);
    expect(card).not.toContain("n-gram");
    expect(card).not.toMatch(/\| embedded \|/u);
  });

  it("gives the tools along with the conversations that call them", async () => {
    const parameters = { type: "object", properties: { city: { type: "string" } } };
    const task = taskOf({
      kind: "tool-use",
      labels: undefined,
      tools: [{ name: "weather", description: "Weather of a city.", parameters }],
    });
    const messages = [
      { role: "user", content: "Rain in Seoul?" },
      {
        role: "assistant",
        content: "",
        toolCalls: [{ name: "weather", arguments: { city: "Seoul" } }],
      },
      { role: "tool", name: "weather", content: "rain" },
      { role: "assistant", content: "Yes." },
    ];
    const samples = [sampleOf(1, { messages })];
    const tool = { name: "weather", description: "Weather of a city.", parameters };
    expect((await lines(await write("openai", samples, task)))[0]).toMatchObject({
      tools: [{ type: "function", function: tool }],
    });
    const [record] = (await json(await write("sharegpt", samples, task))) as { tools: string }[];
    expect(JSON.parse(record!.tools)).toEqual([tool]);
  });

  it("leaves no half-written file behind when reading the samples fails", async () => {
    for (const format of EXPORTERS.names) {
      const exporter = (await EXPORTERS.choose(format, [])).value;
      const target = join(folder, "broken", `${format}${exporter.extension}`);
      const samples = async function* (): AsyncGenerator<Sample> {
        throw new Error("store failed");
      };
      expect(
        (
          await failureOf(
            exporter.export(samples(), target, { task: taskOf(), summary: null, options: {} }),
          )
        ).message,
      ).toBe("store failed");
    }
    const left = (
      await readdir(join(folder, "broken"), { recursive: true, withFileTypes: true })
    ).filter((entry) => entry.isFile());
    expect(left).toEqual([]);
  });
});
