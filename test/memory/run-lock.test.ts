import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join, resolve } from "node:path";
import Database from "better-sqlite3";
import { openRunDatabase } from "../../memory/sqlite/open-run-database.js";
import { acquireRunLock } from "../../memory/run-lock.js";
import { DatabaseSampleStore } from "../../memory/sample-store.js";
import { temporaryFolder } from "./temporary-folder.js";

const root = resolve(import.meta.dirname, "../..");
const running: ChildProcess[] = [];

/** Starts a script of its own and waits for its first line. */
async function start(
  script: string,
  folder: string,
): Promise<{ child: ChildProcess; line: string }> {
  const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], {
    cwd: root,
    env: { ...process.env, FOLDER: folder },
    stdio: ["ignore", "pipe", "inherit"],
  });
  running.push(child);
  const [line] = (await once(child.stdout as NodeJS.ReadableStream, "data")) as [Buffer];
  return { child, line: line.toString().trim() };
}
async function kill(child: ChildProcess): Promise<void> {
  const ended = once(child, "exit");
  child.kill("SIGKILL");
  await ended;
}
afterAll(() => {
  for (const child of running) child.kill("SIGKILL");
});

const lockScript = `
  const { acquireRunLock } = await import("./memory/run-lock.ts");
  try { acquireRunLock(process.env.FOLDER); console.log("held"); setInterval(() => undefined, 1000); }
  catch (error) { console.log(error.code); }
`;
const writeScript = `
  const { openRunDatabase } = await import("./memory/sqlite/open-run-database.ts");
  const { DatabaseSampleStore } = await import("./memory/sample-store.ts");
  const { acquireRunLock } = await import("./memory/run-lock.ts");
  acquireRunLock(process.env.FOLDER);
  const store = new DatabaseSampleStore(openRunDatabase(process.env.FOLDER + "/run.db"));
  const sample = (id) => ({ id, runId: "run", round: 0, ordinal: 0, cell: "c", fields: {}, text: "x".repeat(2000), conditions: [], label: { given: null, current: null, source: "none", confidence: null, student: null },
    status: "drafted", reasons: [], weight: 1, scores: {}, parents: [], revisions: 0, history: [] });
  for (let batch = 0; ; batch++) {
    await store.saveDrafts(Array.from({ length: 20 }, (_, index) => ({ sample: sample(batch + "-" + index), verdicts: [], vector: new Float32Array([1, 2]) })));
    console.log("written " + batch);
    await new Promise((done) => setImmediate(done));
  }
`;

describe("acquireRunLock", () => {
  it("refuses the same folder twice in one process, names it, and gives it free on release", () => {
    const folder = temporaryFolder();
    const lock = acquireRunLock(folder);
    expect(() => acquireRunLock(folder)).toThrow(
      expect.objectContaining({
        code: "RUN_LOCKED",
        message: expect.stringContaining(folder),
        retryable: true,
      }),
    );
    lock.release();
    lock.release();
    acquireRunLock(folder).release();
  });

  it("refuses a second process, and is free as soon as the first was killed", async () => {
    const folder = temporaryFolder();
    const first = await start(lockScript, folder);
    expect(first.line).toBe("held");
    expect(() => acquireRunLock(folder)).toThrow(expect.objectContaining({ code: "RUN_LOCKED" }));
    await kill(first.child);
    const lock = acquireRunLock(folder);
    const second = await start(lockScript, folder);
    expect(second.line).toBe("RUN_LOCKED");
    lock.release();
  });

  it("says STORE_FAILED where there is no such folder", () => {
    expect(() => acquireRunLock(join(temporaryFolder(), "none"))).toThrow(
      expect.objectContaining({ code: "STORE_FAILED" }),
    );
  });
});

describe("a process killed while it writes", () => {
  it("leaves whole batches, a sound file and no lock", async () => {
    const folder = temporaryFolder();
    const { child } = await start(writeScript, folder);
    let reported = 0;
    child.stdout?.on("data", (chunk: Buffer) => {
      reported += chunk.toString().split("\n").length - 1;
    });
    while (reported < 10) await once(child.stdout as NodeJS.ReadableStream, "data");
    await kill(child);
    acquireRunLock(folder).release();
    const database = openRunDatabase(join(folder, "run.db"));
    const count = await new DatabaseSampleStore(database).count();
    expect(count % 20).toBe(0);
    expect(count).toBeGreaterThanOrEqual(reported * 20);
    expect(database.raw.pragma("integrity_check", { simple: true })).toBe("ok");
    expect(database.raw.prepare("select count(*) from sample_vectors").pluck().get()).toBe(count);
    database.close();
    expect(new Database(join(folder, "run.lock"), { readonly: true }).close().open).toBe(false);
  });
});
