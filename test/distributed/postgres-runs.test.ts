import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { defineAgent } from "../../agents/define-agent.js";
import { openRun } from "../../graphs/commands/open-run.js";
import { pullRun, pushRun } from "../../graphs/run/move-run.js";
import { launch } from "../../graphs/run/launch.js";
import { resumeRun } from "../../graphs/run/resume-run.js";
import type { LaunchOptions } from "../../graphs/runtime/run-options.js";
import { builtPackage } from "../helpers/built-package.js";
import { callCommand } from "../helpers/command-in-process.js";
import { describeWithPostgres } from "../helpers/describe-with-postgres.js";
import { failureOf } from "../helpers/failure-of.js";
import { startOpenAiServer, type OpenAiServer } from "../helpers/openai-server.js";
import { postgresPrograms, PostgresTestServer } from "../helpers/postgres-server.js";
import { startNode } from "../helpers/run-process.js";
import { lightAgents, runFile, ticketServerAnswer, ticketSpec } from "../helpers/ticket-run.js";
import { temporaryFolder } from "../memory/temporary-folder.js";

builtPackage();
const KEY = "sk-canary-key-of-the-provider-1234";
const spec = ticketSpec({ target: 24, plan: { subtopics: 0, roundSize: 8 } });

describeWithPostgres("runs on PostgreSQL", () => {
  let postgres: PostgresTestServer;
  let model: OpenAiServer;
  let expected: string;
  let options: LaunchOptions;
  const previous = process.env["OPENAI_API_KEY"];
  const dataset = (folder: string): string => runFile(folder, "dataset.jsonl");

  beforeAll(async () => {
    process.env["OPENAI_API_KEY"] = KEY;
    postgres = await PostgresTestServer.start();
    model = await startOpenAiServer({ answer: ticketServerAnswer });
    options = { model: "openai:tickets", baseUrl: model.url, runId: "run", logLevel: null };
    const handle = await launch(spec, { ...options, workspace: temporaryFolder() });
    await handle.result;
    expected = dataset(handle.folder);
    expect(expected.split("\n")).toHaveLength(25);
  });
  afterAll(async () => {
    await model.stop();
    await postgres.stop();
    if (previous === undefined) delete process.env["OPENAI_API_KEY"];
    else process.env["OPENAI_API_KEY"] = previous;
  });

  it("gives the dataset of a run in a folder through a restart of the server and a kill, and keeps no secret", async () => {
    const store = await postgres.database("whole");
    const asked = model.count;
    const { child, finished } = startNode(
      [
        fileURLToPath(new URL("../helpers/run-child.mjs", import.meta.url)),
        JSON.stringify({
          spec,
          concurrency: 4,
          baseUrl: model.url,
          store,
          workspace: temporaryFolder(),
        }),
      ],
      { cwd: temporaryFolder(), env: { OPENAI_API_KEY: KEY } },
    );
    const until = async (requests: number): Promise<void> => {
      while (model.count < asked + requests && child.exitCode === null)
        await new Promise((resolve) => setTimeout(resolve, 2));
    };
    await until(15);
    await postgres.down();
    await postgres.up();
    await until(35);
    expect(child.exitCode).toBeNull();
    child.kill("SIGKILL");
    await finished;
    // On a machine that has nothing of the run.
    const workspace = temporaryFolder();
    const handle = await resumeRun("run", { workspace, store, logLevel: null });
    expect((await handle.result).status).toBe("finished");
    const { folder } = handle;
    expect(dataset(folder)).toBe(expected);
    expect(readdirSync(folder)).not.toContain("run.db");

    const told = await failureOf(openRun("run", { workspace }));
    expect(told).toMatchObject({ code: "USAGE", hint: expect.stringContaining("--store") });
    const kept = [
      ...readdirSync(folder).map((name) => readFileSync(join(folder, name), "utf8")),
      execFileSync(join(postgresPrograms()!, "pg_dump"), [store], { encoding: "utf8" }),
    ].join("\n");
    expect(kept).toContain("datawright.answers");
    for (const secret of [postgres.password, KEY]) expect(kept).not.toContain(secret);

    const away = temporaryFolder();
    const listed = await callCommand("runs", "--json", "--store", store, "--workspace", away);
    expect(JSON.parse(listed.stdout)).toMatchObject([{ runId: "run", accepted: 24 }]);
    const run = await openRun("run", { workspace: away, store });
    expect(await run.count({ status: "accepted" })).toBe(24);
    expect((await run.report())?.summary.accepted).toBe(24);
    expect((await run.spans({ operation: "chat", limit: 3 })).length).toBe(3);
    await run.check();
    run.close();
    await callCommand("rm", "run", "--yes", "--store", store, "--workspace", away);
    expect(await failureOf(openRun("run", { workspace: away, store }))).toMatchObject({
      code: "RUN_NOT_FOUND",
    });
  });

  it("writes the decisions of a curator on all samples, slice by slice, as a run in a folder does", async () => {
    const curator = defineAgent({
      name: "by place",
      role: "curator",
      run: async (_input, { memory, decide }) => {
        let place = 0;
        for await (const { id, weight } of memory.accepted()) {
          place += 1;
          await decide([
            place % 9 === 4
              ? { id, action: "reject", reason: "custom" }
              : { id, action: "accept", reason: "accepted", weight: weight + place / 8 },
          ]);
        }
        return { decisions: [], figures: { decided: place } };
      },
    });
    const large = ticketSpec({ target: 130, curate: { rowsAtOnce: 100 }, review: "none" });
    const store = await postgres.database("curated");
    const outputs: unknown[] = [];
    for (const place of [{}, { store }]) {
      const workspace = temporaryFolder();
      const agents = { ...lightAgents, curator };
      const handle = await launch(large, { ...options, ...place, agents, workspace });
      const { summary } = await handle.result;
      const run = await openRun("run", { ...place, workspace });
      await run.check();
      run.close();
      const { folder } = handle;
      outputs.push([summary.accepted, dataset(folder), runFile(folder, "rejected.jsonl")]);
    }
    expect(outputs[1]).toEqual(outputs[0]);
    const [accepted, rows] = outputs[0] as [number, string];
    expect(accepted).toBeGreaterThan(100);
    for (const row of rows.trim().split("\n"))
      expect((JSON.parse(row) as { weight: number }).weight).toBeGreaterThan(1);
  });

  it("moves a run that was stopped to a server and back, and goes on at either place", async () => {
    const store = await postgres.database("moved");
    const workspace = temporaryFolder();
    const handle = await launch(spec, { ...options, workspace });
    handle.on(({ type }) => {
      if (type === "round-sealed") void handle.stop();
    });
    expect((await handle.result).status).toBe("interrupted");
    const said = await callCommand("push", "run", "--store", store, "--workspace", workspace);
    expect(said.stdout).toContain("records moved to postgresql://127.0.0.1:");
    expect(readdirSync(handle.folder)).not.toContain("run.db");
    expect(await failureOf(resumeRun("run", { workspace, logLevel: null }))).toMatchObject({
      code: "USAGE",
    });
    const resumed = await resumeRun("run", { workspace, store, logLevel: null });
    expect(resumed.command("resume")).toContain('--store "$DATAWRIGHT_STORE"');
    expect((await resumed.result).status).toBe("finished");
    expect(dataset(resumed.folder)).toBe(expected);
    const back = await pullRun("run", { store, workspace });
    expect(back.records["samples"]).toBeGreaterThanOrEqual(24);
    const run = await openRun("run", { workspace });
    await run.check();
    expect(await run.count({ status: "accepted" })).toBe(24);
    run.close();
    expect(await failureOf(pullRun("run", { store, workspace }))).toMatchObject({
      code: "RUN_NOT_FOUND",
    });
    // The same id may be used there again.
    await pushRun("run", { store, workspace });
  });
});
