import { spawn, type ChildProcess } from "node:child_process";
import Database from "better-sqlite3";
import { cpSync, existsSync, readdirSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import { DEFAULT_CRITERIA } from "../../agents/critic/criteria/criteria.js";
import { launch } from "../../graphs/run/launch.js";
import { openRun } from "../../graphs/commands/open-run.js";
import { resumeRun } from "../../graphs/run/resume-run.js";
import { hash32, sha256Hex } from "../../base/statistics/hash.js";
import { Random } from "../../base/statistics/random.js";
import { builtPackage } from "../helpers/built-package.js";
import { CountingServer } from "../helpers/counting-server.js";
import type { Fault } from "../helpers/openai-faults.js";
import type { ServerRequest } from "../helpers/openai-server.js";
import { datasetRows, runFile, ticketSpec } from "../helpers/ticket-run.js";
import { temporaryFolder } from "../memory/temporary-folder.js";

builtPackage();
const ROUNDS = Number(process.env["DATAWRIGHT_KILL_ROUNDS"] ?? 2);
const CONCURRENCY = 8;
const TARGET = 24;
const spec = ticketSpec({
  target: TARGET,
  plan: { subtopics: 0, roundSize: TARGET / 3 },
  critique: { criteria: [...DEFAULT_CRITERIA] },
});

/** One request in eight fails at first: limited, broken, or cut off. A second try gets through. */
function faultOf(request: ServerRequest, tries: number): Fault {
  const draw = hash32(sha256Hex(JSON.stringify(request.body)));
  const late: Fault = { kind: "slow", milliseconds: 10 + (draw % 20) };
  if (tries > 1 || draw % 8 !== 0) return late;
  return (
    (
      [
        { kind: "rate-limit", retryAfter: "0.05" },
        { kind: "server-error" },
        { kind: "close" },
        { kind: "close-in-body" },
      ] as const
    )[(draw >>> 3) % 4] ?? late
  );
}

function startChild(
  job: Record<string, unknown>,
): ChildProcess & { readonly ended: Promise<string> } {
  const script = fileURLToPath(new URL("../helpers/run-child.mjs", import.meta.url));
  const child = spawn(
    process.execPath,
    [script, JSON.stringify({ spec, concurrency: CONCURRENCY, ...job })],
    {
      stdio: ["ignore", "pipe", "inherit"],
      env: { ...process.env, OPENAI_API_KEY: "sk-for-a-local-server", NODE_OPTIONS: "" },
    },
  );
  let output = "";
  child.stdout!.on("data", (chunk: Buffer) => {
    output += chunk.toString("utf8");
  });
  return Object.assign(child, {
    ended: new Promise<string>((resolve) => child.on("close", () => resolve(output))),
  });
}

/** Ids that the gate accepted, whatever curation made of them later. */
async function acceptedIds(workspace: string): Promise<string[]> {
  const run = await openRun("run", { workspace });
  try {
    return (await run.samples({ everAccepted: true, order: "accepted" })).map(
      (sample) => sample.id,
    );
  } finally {
    run.close();
  }
}

describe("a run that is killed", () => {
  let expected: string;
  let requests: number;
  const previous = process.env["OPENAI_API_KEY"];

  beforeAll(async () => {
    process.env["OPENAI_API_KEY"] = "sk-for-a-local-server";
    const { server } = await CountingServer.start(faultOf);
    const handle = await launch(spec, {
      workspace: temporaryFolder(),
      runId: "run",
      model: "openai:tickets",
      baseUrl: server.url,
      concurrency: CONCURRENCY,
      logLevel: null,
    });
    expect((await handle.result).summary).toMatchObject({ stop: "target", accepted: TARGET });
    expected = runFile(handle.folder, "dataset.jsonl");
    requests = server.count;
    await server.stop();
  });
  afterAll(() => {
    if (previous === undefined) delete process.env["OPENAI_API_KEY"];
    else process.env["OPENAI_API_KEY"] = previous;
  });

  it(
    `goes on after ${ROUNDS} kills with every sample once, and asks again at most what was ` +
      "in flight",
    async () => {
      const counting = await CountingServer.start(faultOf);
      const workspace = temporaryFolder();
      const random = new Random("kills");
      let before: string[] = [];
      let kills = 0;
      for (let round = 0; round < ROUNDS; round++) {
        const from = counting.server.count;
        const child = startChild({ workspace, baseUrl: counting.server.url, resume: round > 0 });
        // From the first request to the last, so that each part of a run is met.
        await counting.reached(
          from + 1 + Math.floor(random.next() * (requests / ROUNDS) * 1.1),
          child,
        );
        if (child.kill("SIGKILL")) kills += 1;
        await child.ended;
        const now = await acceptedIds(workspace);
        expect(now.slice(0, before.length)).toEqual(before);
        before = now;
      }
      const { summary } = await (await resumeRun("run", { workspace, logLevel: null })).result;
      expect(summary).toMatchObject({ stop: "target", accepted: TARGET });
      const rows = datasetRows(join(workspace, "runs", "run"));
      expect(new Set(rows.map((row) => row.id)).size).toBe(TARGET);
      expect(runFile(join(workspace, "runs", "run"), "dataset.jsonl")).toBe(expected);
      expect(kills).toBeGreaterThan(0);
      // An answer is kept in the turn of the event loop that it came in; what took its place in that
      // turn is in flight beside it.
      expect(counting.askedAgain).toBeLessThanOrEqual(kills * 2 * CONCURRENCY);
      await counting.server.stop();
    },
    180_000 + 15_000 * ROUNDS,
  );

  const losses: Record<string, (workspace: string, folder: string) => void> = {
    "everything outside the checkpoints and the store": (workspace, folder) => {
      for (const name of ["cache.db", "cache.db-wal", "cache.db-shm"])
        rmSync(join(workspace, name), { force: true });
      for (const name of readdirSync(folder))
        if (!name.startsWith("run.db") && name !== "config.json") rmSync(join(folder, name));
    },
    "its checkpoints": (_workspace, folder) => {
      const database = new Database(join(folder, "run.db"));
      expect(database.prepare("select count(*) from checkpoints").pluck().get()).toBeGreaterThan(0);
      for (const table of ["checkpoints", "writes"]) database.exec(`DELETE FROM ${table}`);
      database.close();
    },
  };
  it("goes on when it lost everything outside the checkpoints and the store, or its checkpoints", async () => {
    const counting = await CountingServer.start(faultOf);
    const killed = temporaryFolder();
    const child = startChild({ workspace: killed, baseUrl: counting.server.url });
    await counting.reached(Math.floor(requests * 0.6), child);
    child.kill("SIGKILL");
    await child.ended;
    for (const [lost, lose] of Object.entries(losses)) {
      const workspace = temporaryFolder();
      cpSync(killed, workspace, { recursive: true });
      const before = await acceptedIds(workspace);
      const folder = join(workspace, "runs", "run");
      lose(workspace, folder);
      const { summary } = await (await resumeRun("run", { workspace, logLevel: null })).result;
      expect({ lost, ...summary }).toMatchObject({ lost, stop: "target", accepted: TARGET });
      expect((await acceptedIds(workspace)).slice(0, before.length)).toEqual(before);
      expect({ lost, dataset: runFile(folder, "dataset.jsonl") }).toEqual({
        lost,
        dataset: expected,
      });
      expect(existsSync(join(folder, "report.html"))).toBe(true);
    }
    await counting.server.stop();
  });
});

describe("a budget of calls", () => {
  it(`holds over ${ROUNDS} kills: what was in flight at each of them is counted`, async () => {
    const calls = Number(process.env["DATAWRIGHT_KILL_CALLS"] ?? 40);
    const counting = await CountingServer.start(faultOf);
    const workspace = temporaryFolder();
    const job = {
      workspace,
      baseUrl: counting.server.url,
      spec: { ...spec, target: 10 * calls, budget: { calls } },
    };
    for (let round = 0; round < ROUNDS; round++) {
      const child = startChild({ ...job, resume: round > 0 });
      await counting.reached(Math.floor(((round + 1) * calls) / (ROUNDS + 1)), child);
      expect(child.kill("SIGKILL")).toBe(true);
      await child.ended;
    }
    process.env["OPENAI_API_KEY"] = "sk-for-a-local-server";
    const { summary } = await (await resumeRun("run", { workspace, logLevel: null })).result;
    expect(summary).toMatchObject({ stop: "budget" });
    expect(counting.paid).toBeLessThanOrEqual(calls);
    expect(counting.paid).toBeGreaterThanOrEqual(calls - (ROUNDS + 1) * CONCURRENCY);
    await counting.server.stop();
  });
});
