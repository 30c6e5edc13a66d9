import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { callCommand } from "../../helpers/command-in-process.js";
import { temporaryFolder } from "../../memory/temporary-folder.js";

const folder = temporaryFolder();
function file(name: string, rows: readonly unknown[]): string {
  const path = join(folder, name);
  writeFileSync(path, rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
  return path;
}

describe("judge", () => {
  it("calibrates the rules on people's verdicts, and says what they are worth", async () => {
    const source = "The bridge was opened in 1932. It is red, and crosses the river Tay.";
    const verdicts = file(
      "verdicts.jsonl",
      Array.from({ length: 40 }, (_, at) => ({
        text: at % 2 === 0 ? "The red bridge crosses the Tay." : "Two trains collided in Poland.",
        source: `${source} Number ${at}.`,
        human: at % 2 === 0 ? "yes" : "no",
      })),
    );
    const { code, stdout } = await callCommand("judge", "calibrate", verdicts, "--judge", "rules");
    expect(code).toBe(0);
    expect(stdout).toMatch(/accuracy\s+100\.0 %/u);
    expect(stdout).toMatch(/always the most frequent verdict\s+\d\d\.0 %/u);
    const json = await callCommand("judge", "calibrate", verdicts, "--judge", "rules", "--json");
    expect(JSON.parse(json.stdout)).toMatchObject({ judge: "rules", items: 40, modelCalls: 0 });
    const none = await callCommand("judge", "calibrate", verdicts);
    expect(none.code).toBe(2);
    expect(none.stderr).toMatch(/0 texts have a verdict of people and a score/u);
  });

  it("puts pairs into the studio's workspace, and says where", async () => {
    const pairs = file("few.jsonl", [
      { instruction: "Q", output_1: "one", output_2: "two", generator_1: "a", generator_2: "b" },
    ]);
    const told = await callCommand(
      "judge",
      "blind",
      pairs,
      "--title",
      "few",
      "--workspace",
      folder,
    );
    const [, id] = /1 pair for people: \/pairs\/(\S+) in the studio/u.exec(told.stdout)!;
    const about = JSON.parse(
      readFileSync(join(folder, "pairs", id!, "about.json"), "utf8"),
    ) as object;
    expect(about).toMatchObject({ id, title: "few", pairs: 1, names: ["a", "b"] });
    const two = await callCommand("judge", "blind", pairs, "other", "--workspace", folder);
    expect([two.code, two.stderr]).toEqual([2, expect.stringContaining("one too many")]);
    const none = await callCommand("judge", "blind", "nowhere", "--workspace", folder);
    expect([none.code, none.stderr]).toEqual([2, expect.stringContaining("nowhere")]);
  });

  it("takes pairs to people without names, and their answers back", async () => {
    const pairs = file(
      "pairs.jsonl",
      ["1", "2", "3"].map((id) => ({
        id,
        instruction: `Q${id}`,
        output_1: "short",
        output_2: "a longer answer",
        generator_1: "base",
        generator_2: "mine",
      })),
    );
    const blind = join(folder, "blind.jsonl");
    expect((await callCommand("judge", "pairs", pairs, "--blind", blind)).code).toBe(0);
    const items = readFileSync(blind, "utf8").trim().split("\n");
    expect(items.join("")).not.toMatch(/mine/u);
    const answers = file(
      "answers.jsonl",
      items.map((line) => {
        const { sampleId, fields } = JSON.parse(line) as {
          sampleId: string;
          fields: Record<string, string>;
        };
        return { sampleId, decision: "relabel", label: fields["A"] === "short" ? "B" : "A" };
      }),
    );
    const { stdout } = await callCommand("judge", "pairs", pairs, "--answers", answers);
    expect(stdout).toMatch(/base\s+mine\s+100\.0 %/u);
    expect(stdout).toMatch(/the longer answer won 100\.0 %/u);
    expect((await callCommand("judge", "pairs", pairs)).code).toBe(2);
  });

  it("plans audits, and exports what judges are trained on once", async () => {
    const plan = ["judge", "plan", "--faithfulness", "0.95", "--confidence", "0.95"];
    expect((await callCommand(...plan)).stdout).toBe(
      "59 audits, of which 0 may fail; at least 59, where none fails\n",
    );
    const verdicts = file("few.jsonl", [{ text: "Paris", question: "Capital?", human: "yes" }]);
    const out = join(folder, "judge.jsonl");
    const command = ["judge", "export", verdicts, "--format", "prometheus", "--out", out];
    expect((await callCommand(...command)).code).toBe(0);
    expect(readFileSync(out, "utf8")).toContain("[RESULT] 5");
    expect((await callCommand(...command)).code).toBe(2);
  });
});
