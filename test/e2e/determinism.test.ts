import Database from "better-sqlite3";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { defineAgent } from "../../agents/define-agent.js";
import type { RunEvent } from "../../graphs/runtime/events.js";
import { launch } from "../../graphs/run/launch.js";
import { resumeRun } from "../../graphs/run/resume-run.js";
import type { LaunchOptions } from "../../graphs/runtime/run-options.js";
import type { RunResult } from "../../graphs/run/run-session.js";
import { hash32 } from "../../base/statistics/hash.js";
import { temporaryFolder } from "../memory/temporary-folder.js";
import { startOpenAiServer, type OpenAiServer } from "../helpers/openai-server.js";
import {
  goodAnswer,
  lightEvaluator,
  runFile,
  ticketModel,
  ticketServerAnswer,
  ticketSpec,
} from "../helpers/ticket-run.js";

/** Takes out one accepted sample in seven, so that every run goes back to work after curation. */
const strictCurator = defineAgent({
  name: "strict",
  role: "curator",
  run: async (_input, { memory }) => {
    const decisions = [];
    for await (const sample of memory.accepted()) {
      if (hash32(sample.id) % 7 === 0)
        decisions.push({ id: sample.id, action: "reject" as const, reason: "custom" });
    }
    return { decisions };
  },
});
const TARGET = 32;
const spec = ticketSpec({ target: TARGET, plan: { subtopics: 2, roundSize: 10 }, review: "none" });
const agents = { curator: strictCurator, evaluator: lightEvaluator };

async function finished(
  options: LaunchOptions,
): Promise<{ result: RunResult; events: RunEvent[]; folder: string }> {
  const handle = await launch(spec, { runId: "run", logLevel: null, agents, ...options });
  const events: RunEvent[] = [];
  handle.on((event) => events.push(event));
  return { result: await handle.result, events, folder: handle.folder };
}

describe("the same seed gives the same dataset", () => {
  let server: OpenAiServer;
  let options: LaunchOptions;
  const previous = process.env["OPENAI_API_KEY"];

  beforeAll(async () => {
    process.env["OPENAI_API_KEY"] = "sk-for-a-local-server";
    // Answers come back in another order than they were asked for.
    server = await startOpenAiServer({
      answer: ticketServerAnswer,
      rule: ({ body }) => ({ kind: "slow", milliseconds: hash32(JSON.stringify(body)) % 25 }),
    });
    options = { model: "openai:tickets", baseUrl: server.url };
  });
  afterAll(async () => {
    if (previous === undefined) delete process.env["OPENAI_API_KEY"];
    else process.env["OPENAI_API_KEY"] = previous;
    await server.stop();
  });

  it("with the texts and vectors of the index in memory or on disk", async () => {
    const datasets: string[] = [];
    for (const index of ["memory", "compact"] as const) {
      const handle = await launch(
        ticketSpec({
          target: TARGET,
          plan: { roundSize: 10 },
          review: "none",
          critique: { index },
        }),
        {
          ...{ runId: "run", logLevel: null, agents, workspace: temporaryFolder() },
          // Every third sample is written again as it was.
          model: ticketModel({
            answer: ({ origin, ...request }) => {
              const again = hash32(JSON.stringify(origin)) % 3 === 0;
              return goodAnswer({
                ...request,
                origin,
                ...(again ? { parameters: { ...request.parameters, seed: 1 } } : {}),
              });
            },
          }),
        },
      );
      const { summary } = await handle.result;
      expect(summary).toMatchObject({ stop: "target", accepted: TARGET });
      datasets.push(runFile(handle.folder, "dataset.jsonl"));
    }
    expect(datasets[1]).toBe(datasets[0]);
  });

  it("at concurrency 1 and 32, top-ups after curation included", async () => {
    const one = await finished({ ...options, workspace: temporaryFolder(), concurrency: 1 });
    const many = await finished({ ...options, workspace: temporaryFolder(), concurrency: 32 });
    expect(one.result.summary).toMatchObject({ stop: "target", accepted: TARGET });
    expect(one.events.filter((event) => event.type === "curation-finished").length).toBeGreaterThan(
      1,
    );
    // How many depends on the machine; that there were many at once is the point.
    expect(server.mostInFlight).toBeGreaterThan(4);
    expect(runFile(many.folder, "dataset.jsonl")).toBe(runFile(one.folder, "dataset.jsonl"));
    expect(runFile(many.folder, "coverage.json")).toBe(runFile(one.folder, "coverage.json"));
  });

  it("when it is stopped half-way and resumed", async () => {
    const whole = await finished({ ...options, workspace: temporaryFolder(), concurrency: 16 });
    const workspace = temporaryFolder();
    const handle = await launch(spec, {
      runId: "run",
      logLevel: null,
      agents,
      ...options,
      workspace,
      concurrency: 16,
    });
    let accepted = 0;
    for await (const event of handle.events)
      if (event.type === "sample-accepted" && ++accepted === TARGET / 2) void handle.stop();
    const stopped = await handle.result;
    expect(stopped).toMatchObject({
      status: "interrupted",
      summary: { stop: "interrupted" },
      error: { code: "INTERRUPTED" },
    });
    expect(stopped.summary.accepted).toBeGreaterThanOrEqual(TARGET / 2);
    const resumed = await (
      await resumeRun("run", { workspace, logLevel: null, agents, concurrency: 4 })
    ).result;
    expect(resumed.summary).toMatchObject({ stop: "target", accepted: TARGET });
    expect(runFile(handle.folder, "dataset.jsonl")).toBe(runFile(whole.folder, "dataset.jsonl"));
  });
});

describe("a run that lost its checkpoints", () => {
  const model = (): LaunchOptions => ({ model: ticketModel() });
  let expected: string;
  beforeAll(async () => {
    expected = runFile(
      (await finished({ ...model(), workspace: temporaryFolder() })).folder,
      "dataset.jsonl",
    );
  });

  const moments: [string, (event: RunEvent) => boolean][] = [
    ["before anything is planned", (event) => event.type === "run-started"],
    ["with a plan", (event) => event.type === "plan-made"],
    ["while a round is drafted", (event) => event.type === "draft-finished"],
    [
      "between the gate and the labeler",
      (event) => event.type === "round-sealed" && event.round === 1,
    ],
    ["behind the labeler", (event) => event.type === "labeler-trained" && event.round >= 1],
    ["at the target", (event) => event.type === "work-stopped"],
    ["at the first curation", (event) => event.type === "step-started" && event.step === "curate"],
    [
      "behind the first curation",
      (event) => event.type === "curation-finished" && event.pass === 0,
    ],
    [
      "behind the second curation",
      (event) => event.type === "curation-finished" && event.pass === 1,
    ],
    ["at the evaluation", (event) => event.type === "step-started" && event.step === "evaluate"],
  ];
  it.each(moments)(
    "comes to the same dataset from its store: stopped %s",
    async (_name, wanted) => {
      const workspace = temporaryFolder();
      const handle = await launch(spec, {
        runId: "run",
        logLevel: null,
        agents,
        ...model(),
        workspace,
      });
      let met = false;
      for await (const event of handle.events) {
        if (met || !wanted(event)) continue;
        met = true;
        void handle.stop().catch(() => {});
      }
      await handle.result;
      expect(met).toBe(true);
      const database = new Database(join(handle.folder, "run.db"));
      for (const table of ["checkpoints", "writes"]) database.exec(`DROP TABLE IF EXISTS ${table}`);
      database.close();
      rmSync(join(workspace, "cache.db"), { force: true });
      const result = await (
        await resumeRun("run", { workspace, logLevel: null, agents, ...model() })
      ).result;
      expect(result.summary).toMatchObject({ stop: "target", accepted: TARGET });
      expect(runFile(handle.folder, "dataset.jsonl")).toBe(expected);
    },
  );
});
