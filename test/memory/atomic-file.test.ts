import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeFileAtomic } from "../../memory/atomic-file.js";
import { RunFolder } from "../../memory/run-folder.js";
import { removeRunLeftovers } from "../../memory/temporary-name.js";
import { temporaryFolder } from "./temporary-folder.js";

describe("writeFileAtomic", () => {
  it("writes text, bytes and streamed chunks", async () => {
    const folder = temporaryFolder();
    async function* chunks() {
      for (let index = 0; index < 30_000; index++) yield `줄 ${index}\n`;
    }
    await writeFileAtomic(join(folder, "a"), "text 👋");
    await writeFileAtomic(join(folder, "b"), new Uint8Array([1, 2, 255]));
    await writeFileAtomic(join(folder, "c"), chunks());
    expect(readFileSync(join(folder, "a"), "utf8")).toBe("text 👋");
    expect([...readFileSync(join(folder, "b"))]).toEqual([1, 2, 255]);
    expect(readFileSync(join(folder, "c"), "utf8").split("\n")).toHaveLength(30_001);
    expect(readdirSync(folder).sort()).toEqual(["a", "b", "c"]);
  });

  it("leaves the earlier file and nothing else when the disk is full or the source fails", async () => {
    const folder = temporaryFolder();
    const path = join(folder, "dataset.jsonl");
    await writeFileAtomic(path, "before");
    const failing = async function* (error: Error) {
      yield "half";
      throw error;
    };
    await expect(
      writeFileAtomic(
        path,
        failing(
          Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" }),
        ),
      ),
    ).rejects.toMatchObject({ code: "DISK_FULL" });
    await expect(writeFileAtomic(path, failing(new RangeError("bad row")))).rejects.toMatchObject({
      name: "RangeError",
    });
    await expect(writeFileAtomic(join(folder, "none", "x"), "text")).rejects.toMatchObject({
      code: "STORE_FAILED",
    });
    expect(readFileSync(path, "utf8")).toBe("before");
    expect(readdirSync(folder)).toEqual(["dataset.jsonl"]);
  });

  it("keeps one whole version when several are written at once", async () => {
    const path = join(temporaryFolder(), "x.json");
    await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        writeFileAtomic(path, JSON.stringify({ index, text: "y".repeat(5000) })),
      ),
    );
    expect(JSON.parse(readFileSync(path, "utf8"))).toMatchObject({ text: "y".repeat(5000) });
  });
});

describe("files that a killed process left half-written", () => {
  const ended = spawnSync(process.execPath, ["-e", ""]).pid;
  const left = (name: string): string => `${name}.datawright-${ended}-0123abcd-4.tmp`;

  it("go with the next write into their folder; what is not ours or still written stays", async () => {
    const folder = temporaryFolder();
    const kept = ["mine.tmp", "notes.12-0.tmp", `x.datawright-${process.ppid}-0123abcd-0.tmp`];
    for (const name of [...kept, left("a.json"), left(".export")])
      writeFileSync(join(folder, name), "half");
    await writeFileAtomic(join(folder, "a.json"), "whole");
    expect(readdirSync(folder).sort()).toEqual(["a.json", ...kept].sort());
  });

  it("go from the folder of a run whose lock is held, of earlier versions too", async () => {
    const folder = temporaryFolder();
    const gone = [left("dataset.jsonl"), "report.html.1-3.tmp", "vectors-0.hnsw.vectors.tmp"];
    for (const name of [...gone, "mine.jsonl.1-3.tmp"]) writeFileSync(join(folder, name), "half");
    await removeRunLeftovers(folder);
    expect(readdirSync(folder)).toEqual(["mine.jsonl.1-3.tmp"]);
  });
});

describe("RunFolder", () => {
  it("writes and reads JSON, writes lines, and tells an absent file from a damaged one", async () => {
    const run = new RunFolder(temporaryFolder(), { id: "run" });
    expect(run.configured).toBe(false);
    expect(await run.readJson("config")).toBeNull();
    await run.writeJson("config", { seed: 1 });
    await run.writeLines("dataset", [{ a: 1 }, { a: "한" }]);
    expect(run.configured).toBe(true);
    expect(await run.readJson("config")).toEqual({ seed: 1 });
    expect(readFileSync(run.path("dataset"), "utf8")).toBe('{"a":1}\n{"a":"한"}\n');
    await writeFileAtomic(run.path("config"), "{ half");
    await expect(run.readJson("config")).rejects.toMatchObject({
      code: "STORE_CORRUPT",
      details: { path: run.path("config") },
    });
  });
});
