import Database from "better-sqlite3";
import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openReview } from "../../graphs/commands/review-run.js";
import { extendRun, resumeRun } from "../../graphs/run/resume-run.js";
import type { RunHandle } from "../../graphs/run/run-handle.js";
import { Workspace } from "../../memory/workspace.js";
import { temporaryFolder } from "../memory/temporary-folder.js";
import {
  datasetRows,
  lightAgents,
  runFile,
  startTickets,
  ticketModel,
} from "../helpers/ticket-run.js";

const small = { target: 30, plan: { subtopics: 0, roundSize: 16 } };
const long = { ...small, target: 60 };
const quiet = { logLevel: null, agents: lightAgents } as const;

/** Stops a run once so many samples are accepted. */
async function stopAt(handle: RunHandle, accepted: number): Promise<void> {
  let seen = 0;
  for await (const event of handle.events)
    if (event.type === "sample-accepted" && ++seen === accepted) void handle.stop();
}

describe("a run folder", () => {
  it("belongs to one process at a time", async () => {
    const workspace = temporaryFolder();
    // No answer comes, and so the run cannot end, before the others have tried.
    let answerNow!: () => void;
    const tried = new Promise<void>((resolve) => {
      answerNow = resolve;
    });
    const answers = ticketModel();
    const { handle } = await startTickets(workspace, small, {
      model: {
        ...answers,
        complete: async (request) => tried.then(() => answers.complete(request)),
      },
    });
    const locked = {
      code: "RUN_LOCKED",
      message: expect.stringContaining(handle.folder) as string,
    };
    await expect(
      resumeRun("run", { workspace, ...quiet, model: ticketModel() }),
    ).rejects.toMatchObject(locked);
    await expect(
      extendRun("run", 60, { workspace, ...quiet, model: ticketModel() }),
    ).rejects.toMatchObject(locked);
    await expect(
      openReview("run", { workspace, ...quiet, model: ticketModel() }),
    ).rejects.toMatchObject(locked);
    answerNow();
    expect((await handle.result).summary).toMatchObject({ stop: "target", target: 30 });
  });

  it("holds one run: a second launch into it is refused and leaves no trace", async () => {
    const workspace = temporaryFolder();
    const out = join(temporaryFolder(), "dataset");
    const { handle } = await startTickets(workspace, small, { out });
    await handle.result;
    const before = runFile(out, "dataset.jsonl");
    await expect(startTickets(workspace, small, { out, runId: "second" })).rejects.toMatchObject({
      code: "USAGE",
      message: expect.stringContaining("holds a run already") as string,
    });
    await expect(
      startTickets(temporaryFolder(), small, { out, runId: "third" }),
    ).rejects.toMatchObject({ code: "USAGE" });
    expect((await Workspace.open(workspace).listRuns()).map((run) => run.id)).toEqual(["run"]);
    expect(runFile(out, "dataset.jsonl")).toBe(before);
  });

  it("that was never configured says so, and may be launched into", async () => {
    const workspace = temporaryFolder();
    const folder = join(workspace, "runs", "run");
    mkdirSync(folder, { recursive: true });
    await expect(resumeRun("run", { workspace })).rejects.toMatchObject({ code: "RUN_NOT_FOUND" });
    const { handle } = await startTickets(workspace, small);
    await stopAt(handle, 3);
    await handle.result;
    renameSync(join(folder, "config.json"), join(folder, "config.gone"));
    await expect(resumeRun("run", { workspace, ...quiet })).rejects.toMatchObject({
      code: "STORE_CORRUPT",
      message: expect.stringContaining("config.json is missing") as string,
      hint: expect.stringContaining("start the run anew") as string,
    });
    writeFileSync(join(folder, "config.json"), '{"version": 1}');
    await expect(resumeRun("run", { workspace, ...quiet })).rejects.toMatchObject({
      code: "STORE_CORRUPT",
      message: expect.stringContaining("config.json") as string,
    });
    rmSync(join(folder, "config.json"));
    renameSync(join(folder, "config.gone"), join(folder, "config.json"));
    expect(
      (await (await resumeRun("run", { workspace, ...quiet, model: ticketModel() })).result)
        .summary,
    ).toMatchObject({ stop: "target", accepted: 30 });
  });

  it("goes on from before its first checkpoint", async () => {
    const workspace = temporaryFolder();
    const { handle } = await startTickets(workspace, small);
    void handle.stop();
    expect(await handle.result).toMatchObject({ status: "interrupted", summary: { accepted: 0 } });
    expect(
      (await (await resumeRun("run", { workspace, ...quiet, model: ticketModel() })).result)
        .summary,
    ).toMatchObject({ stop: "target", accepted: 30 });
  });

  it("wants the agents again that were given from code", async () => {
    const workspace = temporaryFolder();
    const { handle } = await startTickets(workspace, small);
    await stopAt(handle, 3);
    await expect(
      resumeRun("run", { workspace, logLevel: null, model: ticketModel() }),
    ).rejects.toMatchObject({
      code: "CONFIG_MISMATCH",
      message: expect.stringContaining("curator") as string,
    });
    await expect(resumeRun("run", { workspace, ...quiet })).rejects.toMatchObject({
      code: "MODEL_UNKNOWN",
      message: expect.stringContaining("tickets-model") as string,
    });
    expect(
      (await (await resumeRun("run", { workspace, ...quiet, model: ticketModel() })).result).status,
    ).toBe("finished");
  });
});

describe("stop()", () => {
  it("may be called twice, keeps what was accepted, and adds up the time", async () => {
    const workspace = temporaryFolder();
    const { handle } = await startTickets(workspace, long, {
      model: ticketModel({ milliseconds: 20 }),
    });
    let seen = 0;
    for await (const event of handle.events) {
      if (event.type !== "sample-accepted" || ++seen !== 5) continue;
      const [first, second] = await Promise.all([handle.stop(), handle.stop()]);
      expect(first).toBe(second);
      expect(first).toMatchObject({
        status: "interrupted",
        error: { code: "INTERRUPTED", hint: expect.stringContaining("resume run") as string },
      });
    }
    const stopped = await handle.result;
    const rows = datasetRows(handle.folder);
    expect(rows).toHaveLength(stopped.summary.accepted);
    expect(rows.length).toBeGreaterThanOrEqual(5);
    const resumed = await (
      await resumeRun("run", { workspace, ...quiet, model: ticketModel() })
    ).result;
    expect(resumed.summary).toMatchObject({ stop: "target", accepted: 60 });
    expect(resumed.summary.seconds).toBeGreaterThan(stopped.summary.seconds);
    expect(datasetRows(handle.folder).slice(0, rows.length)).toEqual(rows);
  });
});

describe("a full disk", () => {
  it("ends the run with nothing accepted lost, and the run goes on when there is room", async () => {
    const workspace = temporaryFolder();
    const { handle } = await startTickets(workspace, long);
    await stopAt(handle, 10);
    const folder = handle.folder;
    const before = datasetRows(folder);
    // The file may not grow any more: what a full disk does to SQLite, without filling one. The
    // limit is kept by no file, so it is set on the connection that the resumed run opens.
    const database = new Database(join(folder, "run.db"));
    const pages = database.pragma("page_count", { simple: true }) as number;
    database.close();
    const open = Database.prototype.pragma;
    Database.prototype.pragma = function limited(
      this: Database.Database,
      source: string,
      options?: Database.PragmaOptions,
    ): unknown {
      const result: unknown = open.call(this, source, options);
      if (this.name.endsWith("run.db") && source.startsWith("cache_size"))
        open.call(this, `max_page_count = ${pages + 4}`);
      return result;
    } as typeof open;
    try {
      const full = await resumeRun("run", { workspace, ...quiet, model: ticketModel() });
      await expect(full.result).rejects.toMatchObject({
        code: "DISK_FULL",
        message: expect.stringContaining("No space left") as string,
      });
    } finally {
      Database.prototype.pragma = open;
    }
    expect(datasetRows(folder).slice(0, before.length)).toEqual(before);
    const { summary } = await (
      await resumeRun("run", { workspace, ...quiet, model: ticketModel() })
    ).result;
    expect(summary).toMatchObject({ stop: "target", accepted: 60 });
    expect(datasetRows(folder).slice(0, before.length)).toEqual(before);
  });
});
