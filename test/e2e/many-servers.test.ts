import { launch } from "../../graphs/run/launch.js";
import { resumeRun } from "../../graphs/run/resume-run.js";
import type { RunEvent } from "../../graphs/runtime/events.js";
import type { ModelSettings } from "../../schema/task-file/model-spec.js";
import { startBatchServer } from "../helpers/batch-server.js";
import { startOpenAiServer, type OpenAiServer } from "../helpers/openai-server.js";
import { lightAgents, runFile, ticketServerAnswer, ticketSpec } from "../helpers/ticket-run.js";
import { temporaryFolder } from "../memory/temporary-folder.js";

const previous = process.env["OPENAI_API_KEY"];
let plain: OpenAiServer;
let expected: string;

const TARGET = 24;
const specWith = (settings: Omit<ModelSettings, "model">) =>
  ticketSpec({
    target: TARGET,
    plan: { subtopics: 0, roundSize: 12 },
    models: { default: { model: "openai:tickets", ...settings } },
  });
const options = (workspace = temporaryFolder()) => ({
  workspace,
  runId: "run",
  logLevel: null,
  agents: lightAgents,
});

beforeAll(async () => {
  process.env["OPENAI_API_KEY"] = "sk-for-a-local-server";
  plain = await startOpenAiServer({ answer: ticketServerAnswer, keepRequests: false });
  const handle = await launch(specWith({ baseUrl: plain.url }), options());
  expect((await handle.result).summary).toMatchObject({ stop: "target", accepted: TARGET });
  expected = runFile(handle.folder, "dataset.jsonl");
});
afterAll(async () => {
  await plain.stop();
  if (previous === undefined) delete process.env["OPENAI_API_KEY"];
  else process.env["OPENAI_API_KEY"] = previous;
});

describe("a run on several servers", () => {
  it("makes the same dataset though one is gone and one fails, and tells each its share", async () => {
    const gone = await startOpenAiServer();
    await gone.stop();
    const failing = await startOpenAiServer({ rule: () => ({ kind: "server-error" }) });
    const small = await startOpenAiServer({
      answer: ticketServerAnswer,
      latencyMilliseconds: 20,
      keepRequests: false,
    });
    const large = await startOpenAiServer({
      answer: ticketServerAnswer,
      latencyMilliseconds: 20,
      keepRequests: false,
    });
    const handle = await launch(
      specWith({
        maxRetries: 0,
        endpoints: [
          { baseUrl: gone.url },
          { baseUrl: failing.url },
          { baseUrl: small.url },
          { baseUrl: large.url, weight: 3 },
        ],
      }),
      options(),
    );
    const { summary, report } = await handle.result;
    expect(summary).toMatchObject({ stop: "target", accepted: TARGET });
    expect(report.funnel.filter(({ reason }) => reason === "draft-failed")).toEqual([]);
    expect(runFile(handle.folder, "dataset.jsonl")).toBe(expected);
    expect(failing.count).toBeGreaterThan(0);
    expect(small.count).toBeGreaterThan(0);
    expect(large.count).toBeGreaterThan(1.5 * small.count);
    for (const server of [failing, small, large]) await server.stop();
  });

  it("ends where all of them refuse the key, and says so", async () => {
    const refusing = await startOpenAiServer({ rule: () => ({ kind: "unauthorized" }) });
    const handle = await launch(
      specWith({ endpoints: [{ baseUrl: refusing.url }, { baseUrl: refusing.url, weight: 2 }] }),
      options(),
    );
    expect((await handle.result).error).toMatchObject({ code: "MODEL_AUTH" });
    await refusing.stop();
  });

  it("leaves one alone that refuses the key, and says so once", async () => {
    const refusing = await startOpenAiServer({ rule: () => ({ kind: "unauthorized" }) });
    const handle = await launch(
      specWith({ endpoints: [{ baseUrl: refusing.url, weight: 2 }, { baseUrl: plain.url }] }),
      options(),
    );
    const warned: string[] = [];
    handle.on((event) => void (event.type === "warning" && warned.push(event.message)));
    expect((await handle.result).summary).toMatchObject({ stop: "target", accepted: TARGET });
    expect(runFile(handle.folder, "dataset.jsonl")).toBe(expected);
    expect(warned.filter((message) => message.includes("refuses the key"))).toEqual([
      expect.stringContaining(`the server at ${refusing.url} refuses the key, others are asked: `),
    ]);
    // No more than went out before the first was refused.
    expect(refusing.count).toBeLessThan(16);
    await refusing.stop();
  });

  it("takes no base URL beside its endpoints", async () => {
    await expect(
      launch(specWith({ baseUrl: plain.url, endpoints: [{ baseUrl: plain.url }] }), options()),
    ).rejects.toMatchObject({
      code: "SPEC_INVALID",
      message: "openai:tickets has a baseUrl and endpoints",
    });
  });
});

describe("a run by batches", () => {
  it("makes the same dataset; stopped while a batch is worked on it takes its answers when it goes on", async () => {
    let isHeld = true;
    const server = await startBatchServer({
      answer: ticketServerAnswer,
      status: (look, { id }) =>
        look > 1 && (id === "batch-1" || !isHeld) ? "completed" : "in_progress",
    });
    const spec = specWith({
      baseUrl: server.url,
      batch: { maxRequests: 1000, waitSeconds: 0.1, pollSeconds: 0.01 },
    });
    const workspace = temporaryFolder();
    const handle = await launch(spec, options(workspace));
    const told: RunEvent[] = [];
    handle.on((event) => void (event.type === "model-told" && told.push(event)));
    while (server.batches.length < 2) await new Promise((next) => setImmediate(next));
    await handle.stop();
    expect(await handle.result).toMatchObject({ status: "interrupted" });
    expect(told.length).toBeGreaterThan(1);

    isHeld = false;
    const resumed = await resumeRun("run", { workspace, logLevel: null, agents: lightAgents });
    expect((await resumed.result).summary).toMatchObject({ stop: "target", accepted: TARGET });
    expect(runFile(handle.folder, "dataset.jsonl")).toBe(expected);
    const bodies = server.batches.flatMap(({ lines }) =>
      lines.map(({ body }) => JSON.stringify(body)),
    );
    expect(new Set(bodies).size).toBe(bodies.length);
    // Every draft of two rounds is asked for at once.
    expect(server.batches.some(({ lines }) => lines.length >= 20)).toBe(true);
    await server.stop();
  });

  it("is for models that have batches", async () => {
    await expect(
      launch(ticketSpec({ models: { default: { model: "embedded", batch: true } } }), options()),
    ).rejects.toMatchObject({
      code: "SPEC_INVALID",
      message: expect.stringMatching(/no batches/u),
    });
  });
});
