import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { acquireRunLock } from "../../memory/run-lock.js";
import type { RunFolder } from "../../memory/run-folder.js";
import { RUN_FORMAT } from "../../memory/run-mark.js";
import { openRunDatabase } from "../../memory/sqlite/open-run-database.js";
import { Workspace } from "../../memory/workspace.js";
import { temporaryFolder } from "./temporary-folder.js";

async function make(workspace: Workspace, id: string, out?: string): Promise<RunFolder> {
  const run = workspace.createRunFolder(id, out);
  openRunDatabase(run.path("database")).close();
  await run.writeJson("config", { format: RUN_FORMAT, id });
  return run;
}

describe("Workspace", () => {
  it("is where the environment says, else in the current folder", () => {
    const folder = temporaryFolder();
    const before = process.env["DATAWRIGHT_HOME"];
    try {
      process.env["DATAWRIGHT_HOME"] = folder;
      expect(Workspace.open().folder).toBe(folder);
      expect(Workspace.open(join(folder, "other")).cachePath).toBe(
        join(folder, "other", "cache.db"),
      );
      delete process.env["DATAWRIGHT_HOME"];
      expect(Workspace.open().folder).toBe(join(process.cwd(), ".datawright"));
    } finally {
      if (before !== undefined) process.env["DATAWRIGHT_HOME"] = before;
    }
  });

  it("finds runs by name and by path, in the workspace and elsewhere, and lists them all", async () => {
    const workspace = Workspace.open(temporaryFolder());
    const elsewhere = join(temporaryFolder(), "mine");
    const inside = await make(workspace, "tickets-1");
    await make(workspace, "spam-1", elsewhere);
    expect(workspace.findRun("tickets-1").folder).toBe(inside.folder);
    expect(workspace.findRun("spam-1")).toMatchObject({ folder: elsewhere, id: "spam-1" });
    expect(workspace.findRun(elsewhere).id).toBe("spam-1");
    expect(workspace.findRun(inside.folder).id).toBe("tickets-1");
    expect(
      (await workspace.listRuns()).map((run) => [run.id, run.folder, run.config]).sort(),
    ).toEqual([
      ["spam-1", elsewhere, { format: RUN_FORMAT, id: "spam-1" }],
      ["tickets-1", inside.folder, { format: RUN_FORMAT, id: "tickets-1" }],
    ]);
  });

  it("names the nearest runs when there is none of that name", async () => {
    const workspace = Workspace.open(temporaryFolder());
    expect(() => workspace.findRun("tickets")).toThrow(
      expect.objectContaining({
        code: "RUN_NOT_FOUND",
        hint: expect.stringContaining("no runs yet"),
      }),
    );
    for (const id of ["tickets-1", "tickets-2", "reviews-7"]) await make(workspace, id);
    expect(() => workspace.findRun("tikets-1")).toThrow(
      expect.objectContaining({
        code: "RUN_NOT_FOUND",
        details: expect.objectContaining({ nearest: ["tickets-1", "tickets-2"] }),
      }),
    );
    expect(() => workspace.findRun("리뷰")).toThrow(
      expect.objectContaining({ code: "RUN_NOT_FOUND" }),
    );
    expect(() => workspace.findRun("")).toThrow(expect.objectContaining({ code: "RUN_NOT_FOUND" }));
  });

  it("lists a run whose folder elsewhere is gone, without a configuration", async () => {
    const workspace = Workspace.open(temporaryFolder());
    const elsewhere = join(temporaryFolder(), "gone");
    await make(workspace, "gone", elsewhere);
    rmSync(elsewhere, { recursive: true });
    expect(await workspace.listRuns()).toEqual([{ id: "gone", folder: elsewhere, config: null }]);
  });

  it("refuses a run id that would leave the workspace", () => {
    const workspace = Workspace.open(temporaryFolder());
    for (const id of ["../x", "a/b", "..", ""])
      expect(() => workspace.createRunFolder(id)).toThrow(
        expect.objectContaining({ code: "USAGE" }),
      );
  });

  it("removes a run, but never one that is worked on, and elsewhere only its own files", async () => {
    const workspace = Workspace.open(temporaryFolder());
    const inside = await make(workspace, "a");
    const lock = acquireRunLock(inside.folder);
    await expect(workspace.removeRun("a")).rejects.toMatchObject({ code: "RUN_LOCKED" });
    lock.release();
    await workspace.removeRun("a");
    expect(existsSync(inside.folder)).toBe(false);

    const elsewhere = join(temporaryFolder(), "out");
    mkdirSync(elsewhere);
    writeFileSync(join(elsewhere, "notes.txt"), "mine");
    await make(workspace, "b", elsewhere);
    await workspace.removeRun("b");
    expect(readdirSync(elsewhere)).toEqual(["notes.txt"]);
    expect(await workspace.listRuns()).toEqual([]);
  });

  it("deletes no folder that does not say in both of its files that it is a run", async () => {
    const home = temporaryFolder();
    const workspace = Workspace.open(join(home, ".datawright"));
    const inside = await make(workspace, "a");
    const elsewhere = join(home, "project");
    mkdirSync(elsewhere);
    const kept = ["config.json", "dataset.jsonl", "run.db", "run.log.old"];
    for (const name of kept) writeFileSync(join(elsewhere, name), "{}");
    const before = process.cwd();
    const refused = { code: expect.stringMatching(/^(USAGE|RUN_NOT_FOUND)$/u) as string };
    try {
      for (const folder of [elsewhere, home, inside.folder]) {
        process.chdir(folder);
        for (const name of [".", "..", "../..", folder, `${folder}/`])
          await expect(workspace.removeRun(name)).rejects.toMatchObject(refused);
      }
    } finally {
      process.chdir(before);
    }
    await expect(workspace.removeRun(elsewhere, { force: true })).rejects.toMatchObject(refused);
    // A copy of a run's configuration makes a folder no run.
    copyFileSync(inside.path("config"), join(elsewhere, "config.json"));
    await expect(workspace.removeRun(elsewhere)).rejects.toMatchObject({
      code: "USAGE",
      message: expect.stringContaining("run.db is not a run's") as string,
    });
    expect(readdirSync(elsewhere)).toEqual(kept);
    expect(existsSync(inside.path("database"))).toBe(true);

    // In the workspace a run that lost a part goes, and one that lost all its marks with force.
    rmSync(inside.path("config"));
    await workspace.removeRun("a");
    const lost = await make(workspace, "lost");
    for (const file of ["config", "database"] as const) writeFileSync(lost.path(file), "[1]");
    await expect(workspace.removeRun("lost")).rejects.toMatchObject({ code: "USAGE" });
    await workspace.removeRun("lost", { force: true });
    expect(existsSync(lost.folder)).toBe(false);
  });

  it("overwrites nobody's files with a run without force, and finishes a folder that was begun", () => {
    const workspace = Workspace.open(temporaryFolder());
    const out = temporaryFolder();
    writeFileSync(join(out, "notes.txt"), "mine");
    writeFileSync(join(out, "report.html"), "mine");
    expect(() => workspace.createRunFolder("r", out)).toThrow(
      expect.objectContaining({
        code: "USAGE",
        details: expect.objectContaining({ files: ["report.html"] }) as unknown,
      }),
    );
    expect(workspace.findRun.bind(workspace, "r")).toThrow();
    workspace.createRunFolder("r", out, { force: true });
    expect(readdirSync(out)).toEqual(["notes.txt"]);
    // Killed before its configuration was written.
    openRunDatabase(join(out, "run.db")).close();
    workspace.createRunFolder("r", out);
    expect(() => workspace.createRunFolder("r", join(out, "notes.txt"))).toThrow(
      expect.objectContaining({ code: "USAGE" }),
    );
  });

  it("gives commands that work as they are typed", async () => {
    const home = temporaryFolder();
    const before = process.cwd();
    try {
      process.chdir(home);
      const usual = await make(Workspace.open(join(process.cwd(), ".datawright")), "tickets-1");
      expect(usual.command("resume")).toBe("datawright resume tickets-1");
      const other = await make(Workspace.open(join(process.cwd(), "it's mine")), "b");
      expect(other.command("review")).toBe(
        `datawright review b --workspace '${process.cwd()}/it'\\''s mine'`,
      );
      expect(Workspace.open(join(home, "none")).findRun(usual.folder).command("trace")).toBe(
        `datawright trace ${usual.folder}`,
      );
    } finally {
      process.chdir(before);
    }
  });
});
