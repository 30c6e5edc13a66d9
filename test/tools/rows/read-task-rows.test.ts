import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { DataSource } from "../../../schema/task-file/data-source.js";
import { readTaskRows, type TaskRows } from "../../../tools/rows/read-task-rows.js";
import { splitSupport } from "../../../tools/rows/split-support.js";
import type { Task } from "../../../schema/task.js";
import { taskOf } from "../task-file/task-fixture.js";
import { temporaryFolder } from "../../memory/temporary-folder.js";
import { failureOf } from "../../helpers/failure-of.js";

const DATA =
  process.env["DATAWRIGHT_DATA"] ??
  join(dirname(fileURLToPath(import.meta.url)), "../../../../shared/data");
const SMS = join(DATA, "benchmarks/sms_spam/sms.tsv.gz");

const folder = temporaryFolder();

async function read(
  name: string,
  content: string,
  task: Task = taskOf(),
  source: DataSource = {},
  set: "support" | "inputs" = "support",
): Promise<TaskRows> {
  await writeFile(join(folder, name), content);
  return readTaskRows({ source: { path: name, ...source }, task, folder, set });
}

describe("readTaskRows", () => {
  it("maps columns by name or number and values to labels, with ids that survive reading again", async () => {
    const source: DataSource = {
      columns: { text: "message", label: 0 },
      labelMap: { "1": "spam", "0": "ham" },
    };
    const first = await read("a.csv", "class,message\n1,win\n0, hello \n", taskOf(), source);
    expect(
      first.rows.map(({ fields, label, line, text }) => ({ fields, label, line, text })),
    ).toEqual([
      { fields: { text: "win" }, label: "spam", line: 2, text: "win" },
      { fields: { text: " hello " }, label: "ham", line: 3, text: " hello " },
    ]);
    const again = await read("a.csv", "class,message\n1,win\n0, hello \n", taskOf(), source);
    expect(again.rows.map((row) => row.id)).toEqual(first.rows.map((row) => row.id));
    expect(new Set(first.rows.map((row) => row.id)).size).toBe(2);
  });

  it("gives rows on one line different ids", async () => {
    const { rows } = await read(
      "one.json",
      '[{"text":"a","label":"ham"},{"text":"b","label":"ham"}]',
    );
    expect(rows.map((row) => row.line)).toEqual([1, 1]);
    expect(rows[0]?.id).not.toBe(rows[1]?.id);
  });

  it("counts rows without text or label, with their lines", async () => {
    const { rows, problems, total } = await read(
      "gaps.jsonl",
      '{"text":"a","label":"ham"}\n{"text":" ' +
        '","label":"ham"}\n{"text":"c"}\n{"label":"ham"}\nnope\n',
    );
    expect(rows).toHaveLength(1);
    expect(problems.map((problem) => [problem.line, problem.code])).toEqual([
      [2, "DATA_EMPTY"],
      [3, "DATA_COLUMN"],
      [4, "DATA_COLUMN"],
      [5, "DATA_FORMAT"],
    ]);
    expect(total).toBe(5);
  });

  it("names the line of an unknown label, the nearest one, and all others", async () => {
    const error = await failureOf(
      read("labels.csv", "text,label\na,ham\nb,Spam\nc,eggs\nd,eggs\n"),
    );
    expect([error.code, error.details["line"]]).toEqual(["DATA_LABEL", 3]);
    expect(error.message).toContain(
      'labels.csv:3: the task names no label "Spam"; did you mean "spam"?',
    );
    expect(error.message).toContain('"eggs" (2, line 4)');
  });

  it.each([
    ["labels.csv", "txt,label\na,ham\n", {}, ['no column "txt"', "txt"].slice(1)],
    [
      "mapped.csv",
      "a,b\nx,ham\n",
      { columns: { text: "aa", label: "b" } },
      ['there is no column "aa"', '"a", "b"'],
    ],
    ["number.tsv", "ham\thello\n", { header: false }, ["map columns by number"]],
    [
      "beyond.tsv",
      "ham\thello\n",
      { header: false, columns: { text: 2, label: 0 } },
      ["column number 2"],
    ],
    [
      "lines.jsonl",
      '{"txt":"a","label":"ham"}\n{"txt":"b","label":"ham"}\n',
      {},
      ['did you mean "txt"?', "support.columns.text"],
    ],
  ] as [string, string, DataSource, string[]][])(
    "names the columns of %s when one is missing",
    async (name, content, source, parts) => {
      const error = await failureOf(read(name, content, taskOf(), source));
      expect(error.code).toBe("DATA_COLUMN");
      for (const part of parts) expect(`${error.message}\n${error.hint}`).toContain(part);
    },
  );

  it.each([
    ["an empty file", "e.jsonl", "", "DATA_EMPTY"],
    ["a header alone", "e.csv", "text,label\n", "DATA_EMPTY"],
    ["blank texts alone", "b.csv", "text,label\n ,ham\n", "DATA_EMPTY"],
    ["malformed rows alone", "m.jsonl", "x\ny\n", "DATA_FORMAT"],
    ["one line that is too long", "l.jsonl", "x".repeat(17 * 1024 * 1024), "DATA_LINE_TOO_LONG"],
  ])("refuses %s", async (_what, name, content, code) => {
    expect((await failureOf(read(name, content))).code).toBe(code);
  });

  it("reads several labels from lists and from text", async () => {
    const task = taskOf({ multiLabel: true, labels: ["a", "b", "c, d"] });
    const { rows } = await read(
      "multi.jsonl",
      ['["a","b"]', '"a|b"', '"b, a"', '"c, d"', '"[\\"a\\"]"', "[]"]
        .map((label) => `{"text":"t","label":${label}}`)
        .join("\n"),
      task,
    );
    expect(rows.map((row) => row.label)).toEqual([
      ["a", "b"],
      ["a", "b"],
      ["b", "a"],
      ["c, d"],
      ["a"],
      [],
    ]);
    expect(
      (
        await read(
          "single.jsonl",
          '{"text":"t","label":["ham"]}\n{"text":"t","label":["ham","spam"]}',
        )
      ).problems,
    ).toHaveLength(1);
  });

  it("reads numbers, lists and records of a table's text, and tells of wrong types", async () => {
    const task = taskOf({
      kind: "custom",
      labels: undefined,
      fields: {
        title: {},
        stars: { type: "number" },
        tags: { type: "list", optional: true },
        turns: { type: "messages", optional: true },
      },
    });
    const { rows, problems } = await read(
      "typed.csv",
      'title,stars,tags,turns\nx,4.5,a|b,"[{""role"":""user"",""content"":""hi""}]"\ny,many,,\nz,1,,oops\n007,2,,\n',
      task,
    );
    expect(rows.map((row) => row.fields)).toEqual([
      { title: "x", stars: 4.5, tags: ["a", "b"], turns: [{ role: "user", content: "hi" }] },
      { title: "007", stars: 2 },
    ]);
    expect(problems.map((problem) => [problem.line, problem.message.split(":")[0]])).toEqual([
      [3, "stars"],
      [4, "turns"],
    ]);
  });

  it("reads inputs that samples are made from freely, with columns of their own", async () => {
    const task = taskOf({ inputs: { rows: [{ text: "x" }] } });
    const { rows, problems } = await read(
      "reviews.csv",
      "review,stars\nGood bread,5\n,\n",
      task,
      { columns: { text: "review" } },
      "inputs",
    );
    expect(rows).toMatchObject([
      { fields: { text: "Good bread", stars: "5" }, text: "Good bread", label: null },
    ]);
    expect(problems).toMatchObject([{ line: 3, code: "DATA_EMPTY" }]);
    const other = await read(
      "other.jsonl",
      '{"headline":"Rain","words":{"count":3},"__proto__":{"x":1}}\n',
      task,
      {},
      "inputs",
    );
    expect(other.rows[0]!.text).toContain("Rain");
    expect(Object.keys(other.rows[0]!.fields)).toEqual(["headline", "words", "__proto__"]);
    expect(({} as { x?: number }).x).toBeUndefined();
  });

  it("reads inputs without labels, and never a gold label that the spec does not map", async () => {
    const task = taskOf({
      kind: "rewriting",
      labels: undefined,
      inputs: { rows: [{ source: "x" }] },
    });
    expect((await read("in.csv", "source\nx\n", task, {}, "inputs")).rows[0]).toMatchObject({
      fields: { source: "x" },
      label: null,
      text: "x",
    });
    const annotation = taskOf({ kind: "annotation", inputs: { rows: [{ text: "x" }] } });
    expect(
      (await read("gold.csv", "text,label\nx,unheard-of\n", annotation, {}, "inputs")).rows[0]
        ?.label,
    ).toBeNull();
  });

  it("takes rows given in the spec", async () => {
    const { rows } = await readTaskRows({
      source: {
        rows: [
          { text: "a", label: "ham" },
          { text: "b", label: "spam" },
        ],
      },
      task: taskOf(),
      folder,
      set: "support",
    });
    expect(rows.map((row) => [row.text, row.label, row.line])).toEqual([
      ["a", "ham", null],
      ["b", "spam", null],
    ]);
  });

  const reason = existsSync(SMS)
    ? ""
    : " (skipped: the folder of benchmark data is absent; set DATAWRIGHT_DATA)";
  (existsSync(SMS) ? it : it.skip)(`reads the SMS Spam file as distributed${reason}`, async () => {
    const source: DataSource = {
      path: SMS,
      header: false,
      columns: { label: 0, text: 1 },
      sample: 200,
    };
    const { rows, problems, total } = await readTaskRows({
      source,
      task: taskOf(),
      folder,
      set: "support",
    });
    expect([rows.length, problems.length, total]).toEqual([5574, 0, 5574]);
    expect(rows.filter((row) => row.label === "spam")).toHaveLength(747);
    const { support, heldOut, removedFromHeldOut } = splitSupport(rows, source, 1);
    expect(support).toHaveLength(200);
    expect(support.length + heldOut.length + removedFromHeldOut).toBe(5574);
    expect(removedFromHeldOut).toBeGreaterThan(0);
  });

  it("asks which of two columns of one name is meant, and takes the number", async () => {
    const table = "text,label,label,note,note\nhello there,spam,ham,x,y\n";
    const error = await failureOf(read("twice.csv", table));
    expect(error).toMatchObject({
      code: "DATA_COLUMN",
      message: 'twice.csv: 2 columns are named "label" (numbers 1, 2, counted from 0)',
    });
    const { rows } = await read("twice.csv", table, taskOf(), { columns: { label: 2 } });
    expect(rows[0]?.label).toBe("ham");
  });
});
