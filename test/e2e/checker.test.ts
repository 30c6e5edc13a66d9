import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { readSpec } from "../../graphs/run/read-spec.js";
import { temporaryFolder } from "../memory/temporary-folder.js";
import {
  datasetRows,
  lightAgents,
  runFile,
  startTickets,
  ticketSpec,
} from "../helpers/ticket-run.js";

const code = "({ text }) => ({ pass: text.length % 3 !== 0, reason: 'Add a letter.' })";
const spec = {
  target: 12,
  plan: { subtopics: 0, roundSize: 16 },
  critique: {
    maxRevisions: 0,
    criteria: ["format", "checker"],
    checker: { language: "javascript" as const, code },
  },
};

describe("a run whose task has a checker", () => {
  it("accepts what it lets pass, keeps the rest with its reason, the same twice", async () => {
    const folders: string[] = [];
    for (const concurrency of [2, 8]) {
      const { handle } = await startTickets(temporaryFolder(), spec, {
        agents: lightAgents,
        concurrency,
      });
      expect((await handle.result).summary.accepted).toBe(12);
      folders.push(handle.folder);
    }
    const [rows, again] = folders.map(datasetRows);
    expect(rows!.every((row) => row.text.length % 3 !== 0)).toBe(true);
    expect(again!.map((row) => row.text)).toEqual(rows!.map((row) => row.text));
    const rejected = runFile(folders[0]!, "rejected.jsonl")
      .trim()
      .split("\n")
      .map(
        (line) =>
          JSON.parse(line) as { text: string; reasons: { code: string; message: string }[] },
      );
    const refused = rejected.filter((row) => JSON.stringify(row).includes('"checker"'));
    expect(refused.length).toBeGreaterThan(0);
    for (const row of refused) {
      expect(row.text.length % 3).toBe(0);
      expect(JSON.stringify(row)).toContain("Add a letter.");
    }
  });

  it("keeps the text of a checker's file, so that a resumed run has the same one", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "check.js"), code);
    writeFileSync(
      join(folder, "task.json"),
      JSON.stringify({
        ...ticketSpec(spec),
        critique: { criteria: ["checker"], checker: { language: "javascript", path: "check.js" } },
      }),
    );
    expect(
      (await readSpec(join(folder, "task.json"), { target: 5 })).spec.critique.checker,
    ).toMatchObject({ language: "javascript", code });
  });
});
