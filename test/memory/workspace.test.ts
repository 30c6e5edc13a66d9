import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { acquireRunLock } from "../../memory/run-lock.js";
import type { RunFolder } from "../../memory/run-folder.js";
import { Workspace } from "../../memory/workspace.js";
import { temporaryFolder } from "./temporary-folder.js";

async function make(workspace: Workspace, id: string, out?: string): Promise<RunFolder> {
  const run = workspace.createRunFolder(id, out);
  await run.writeJson("config", { id });
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
      ["spam-1", elsewhere, { id: "spam-1" }],
      ["tickets-1", inside.folder, { id: "tickets-1" }],
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
});
