import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { TaskSpecInput } from "../../../schema/task-file/task-spec.js";
import { resolveTask } from "../../../schema/task.js";
import { inferTaskFromCsv } from "../../../tools/task-file/infer-task.js";
import { readTaskRows } from "../../../tools/rows/read-task-rows.js";
import { parseTaskSpec } from "../../../tools/task-file/read-task.js";
import { taskToYaml } from "../../../tools/task-file/task-to-yaml.js";
import { temporaryFolder } from "../../memory/temporary-folder.js";

const folder = temporaryFolder();

/** Infers, writes as YAML, reads back, and reads every row with the result. */
async function infer(name: string, content: string): Promise<TaskSpecInput & { read: number }> {
  await writeFile(join(folder, name), content);
  const task = await inferTaskFromCsv(join(folder, name), { folder });
  const spec = parseTaskSpec(taskToYaml(task), { file: "task.yaml", format: "yaml" });
  expect(spec.labels?.map((label) => label.name)).toEqual(task.labels);
  const { rows, problemCount } = await readTaskRows({
    source: spec.support ?? {},
    task: resolveTask(spec, []),
    folder,
    set: "support",
  });
  expect(problemCount).toBe(0);
  return { ...task, read: rows.length };
}
const repeat = (count: number, row: (index: number) => string): string =>
  Array.from({ length: count }, (_unused, index) => row(index)).join("\n");

describe("inferTaskFromCsv", () => {
  it("reads a list in a JSON file as the labels of a row", async () => {
    const sets = [["joy"], ["anger", "fear"], [], ["joy", "fear"]];
    expect(
      await infer(
        "emotions.jsonl",
        repeat(40, (index) =>
          JSON.stringify({ text: `what they said in line ${index}`, label: sets[index % 4] }),
        ),
      ),
    ).toMatchObject({
      kind: "classification",
      labels: ["anger", "fear", "joy"],
      multiLabel: true,
      read: 40,
    });
  });

  it("takes a column named label for one where all rows have the same, unless another one tells rows apart", async () => {
    const one = await infer(
      "one.csv",
      `text,label\n${repeat(20, (index) => `bill number ${index} is wrong,billing`)}\n`,
    );
    expect(one).toMatchObject({ kind: "classification", labels: ["billing"], read: 20 });
    const two = await infer(
      "two.csv",
      `text,label,mood\n${repeat(20, (index) => `bill number ${index} is wrong,billing,${index % 2 ? "calm" : "cross"}`)}\n`,
    );
    expect(two).toMatchObject({ labels: ["calm", "cross"] });
  });

  it("finds text and label by header", async () => {
    expect(
      await infer(
        "Mail data!.csv",
        `no,category,message\n${repeat(20, (index) => `${index},${index % 2 ? "yes" : "null"},This is the message of number ${index} and ` + "it is not short")}\n`,
      ),
    ).toMatchObject({
      name: "Mail data-",
      kind: "classification",
      language: "en",
      labels: ["null", "yes"],
      support: { path: "Mail data!.csv", columns: { text: "message", label: "category" } },
      target: 200,
      read: 20,
    });
  });

  it("finds them without a header, by number", async () => {
    expect(
      await infer(
        "plain.tsv",
        repeat(20, (index) => `${index % 2 ? "ham" : "spam"}\t메시지 "본문" 번호 ${index} 입니다`),
      ),
    ).toMatchObject({
      kind: "classification",
      language: "ko",
      labels: ["ham", "spam"],
      support: { header: false, columns: { text: 1, label: 0 } },
      read: 20,
    });
  });

  it("finds several labels in a cell", async () => {
    expect(
      await infer(
        "multi.csv",
        `text,labels\n${repeat(20, (index) => `some text ${index},${["a|b", "a", "b", "c|a", "b|c", "c"][index % 6]}`)}\n`,
      ),
    ).toMatchObject({ multiLabel: true, labels: ["a", "b", "c"], read: 20 });
  });

  it.each([
    [
      "pairs.csv",
      `premise,hypothesis,gold\n${repeat(8, (index) => `p ${index},h ${index},${index % 2 ? "yes" : "no"}`)}`,
      "pair-classification",
    ],
    ["qa.csv", "question,answer\nwhat is it,this\nwhere is it,there", "question-answering"],
    [
      "tuning.jsonl",
      '{"instruction":"add","output":"3"}\n{"instruction":"greet","input":"Kim","output":"hi"}',
      "instruction",
    ],
    ["pairs.jsonl", '{"prompt":"a","chosen":"b","rejected":"c"}', "preference"],
    ["odd.csv", "title,id,stars\nfirst thing,7,4\nsecond thing,8,", "custom"],
    ["one.csv", "text\nonly one text", "custom"],
  ])("guesses the kind of %s", async (name, content, kind) => {
    expect((await infer(name, content)).kind).toBe(kind);
  });

  it("refuses a file without rows", async () => {
    await writeFile(join(folder, "none.csv"), "");
    await expect(inferTaskFromCsv(join(folder, "none.csv"))).rejects.toMatchObject({
      code: "DATA_EMPTY",
    });
    await writeFile(join(folder, "head.csv"), "text,label\n");
    await expect(inferTaskFromCsv(join(folder, "head.csv"))).rejects.toMatchObject({
      code: "DATA_EMPTY",
    });
  });
});
