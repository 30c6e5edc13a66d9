import { once } from "node:events";
import { connect, createServer, type AddressInfo } from "node:net";
import { setImmediate as nextTurn, setTimeout as after } from "node:timers/promises";
import { defineAgent } from "../../agents/define-agent.js";
import { openRun } from "../../graphs/commands/open-run.js";
import { launch } from "../../graphs/run/launch.js";
import { resumeRun } from "../../graphs/run/resume-run.js";
import type { RunHandle } from "../../graphs/run/run-handle.js";
import type { RunEvent } from "../../graphs/runtime/events.js";
import type { LaunchOptions } from "../../graphs/runtime/run-options.js";
import {
  startWorker,
  type WorkerHandle,
  type WorkerOptions,
} from "../../graphs/workers/start-worker.js";
import type { WorkerEvent } from "../../graphs/workers/worker-runs.js";
import { CHUNK_PROTOCOL, QUEUE_PREFIX } from "../../graphs/workers/chunk-job.js";
import { RunBoard } from "../../memory/redis/run-board.js";
import type { TaskSpecInput } from "../../schema/task-file/task-spec.js";
import type { RunDetail } from "../../studio/api/runs.js";
import { startStudio } from "../../studio/server/start-studio.js";
import { builtPackage } from "../helpers/built-package.js";
import { CommandLine } from "../helpers/command-line.js";
import { describeWithQueue } from "../helpers/describe-with-redis.js";
import { startOpenAiServer } from "../helpers/openai-server.js";
import { PostgresTestServer } from "../helpers/postgres-server.js";
import { RedisTestServer } from "../helpers/redis-server.js";
import { askStudio } from "../helpers/studio-client.js";
import {
  lightAgents,
  runFile,
  ticketModel,
  ticketServerAnswer,
  ticketSpec,
} from "../helpers/ticket-run.js";
import { temporaryFolder } from "../memory/temporary-folder.js";

const TARGET = 40;
const CANARY = "sk-canary-4e1f0a9c7b3d5e2f8a6c";
const PASSWORD = "canary-of-the-queue-77aa";
const spec = ticketSpec({ target: TARGET, plan: { subtopics: 2, roundSize: 16 }, review: "none" });
const server = {
  answer: ticketServerAnswer,
  latencyMilliseconds: 3,
};

describeWithQueue("a run over a queue and a store", () => {
  let redis: RedisTestServer;
  let postgres: PostgresTestServer;
  let store: string;
  let seen: WorkerEvent[];
  let listening: (event: WorkerEvent) => void = () => {};
  const workers: WorkerHandle[] = [];
  beforeAll(async () => {
    process.env["OPENAI_API_KEY"] = CANARY;
    [redis, postgres] = await Promise.all([
      RedisTestServer.start({ password: PASSWORD }),
      PostgresTestServer.start(),
    ]);
    store = await postgres.database("runs");
  });
  beforeEach(() => void (seen = []));
  afterEach(async () => {
    await Promise.all(workers.splice(0).map((worker) => worker.stop()));
  });
  afterAll(async () => {
    delete process.env["OPENAI_API_KEY"];
    await Promise.all([redis.stop(), postgres.stop()]);
  });

  async function work(options: Partial<WorkerOptions> = {}): Promise<WorkerHandle> {
    const started = await startWorker({
      queue: redis.url,
      store,
      workspace: temporaryFolder(),
      logLevel: null,
      agents: lightAgents,
      leaseSeconds: 2,
      onEvent: (event) => {
        seen.push(event);
        listening(event);
      },
      ...options,
    });
    workers.push(started);
    return started;
  }
  async function begin(options: LaunchOptions, task: Partial<TaskSpecInput> = {}) {
    const handle = await launch({ ...spec, ...task } as TaskSpecInput, {
      logLevel: null,
      workspace: temporaryFolder(),
      agents: lightAgents,
      leaseSeconds: 2,
      ...options,
    });
    const events: RunEvent[] = [];
    handle.on((event) => events.push(event));
    return { handle, events };
  }
  const queued = (runId: string): LaunchOptions => ({ runId, queue: redis.url, store });
  async function datasetAlone(model: LaunchOptions): Promise<string> {
    const { handle } = await begin({ runId: "alone", ...model });
    await handle.result;
    return runFile(handle.folder, "dataset.jsonl");
  }
  /** Resolves once a worker says this, from now on. */
  const told = (wanted: WorkerEvent): Promise<void> =>
    new Promise((resolve) => {
      listening = (event) => {
        if (event.type === wanted.type && event.run === wanted.run) resolve();
      };
    });
  const datasetOf = (handle: RunHandle): string => runFile(handle.folder, "dataset.jsonl");

  it("has the dataset of one process, drafted by its workers, and goes on where it was stopped", async () => {
    const expected = await datasetAlone({ model: ticketModel() });
    for (const name of ["one", "two"]) await work({ name, model: ticketModel() });
    const model = ticketModel();
    const { handle, events } = await begin({ ...queued("whole"), model });
    // One that is stopped half-way gives back what it has in hand.
    let sealed = 0;
    handle.on(({ type }) => {
      if (type === "round-sealed" && ++sealed === 1) void workers[0]!.stop();
    });
    expect((await handle.result).summary).toMatchObject({ stop: "target", accepted: TARGET });
    expect(datasetOf(handle)).toBe(expected);
    expect(model.requests.filter(({ origin }) => origin.agent === "generator")).toEqual([]);
    const drafts = events.filter(({ type }) => type === "draft-finished");
    expect(drafts.length).toBeGreaterThanOrEqual(TARGET);
    // The trace says who did it.
    const opened = await openRun("whole", { store, workspace: temporaryFolder() });
    const names = (await opened.spans()).map(({ attributes }) => attributes["datawright.worker"]);
    opened.close();
    expect(new Set(names.filter((name) => name !== undefined))).toEqual(new Set(["one", "two"]));

    // A worker that saw the run before it ended, and has it open only now, leaves nothing behind.
    const late = { run: "whole", version: "0", protocol: CHUNK_PROTOCOL, owner: "of-before" };
    await redis.with(async (client) => {
      const board = new RunBoard(client, 30);
      const opened = told({ type: "run-opened", run: "whole" });
      await board.putRun({ ...late, models: {}, agentModules: [], cancelled: [] });
      await opened;
      const closed = told({ type: "run-closed", run: "whole" });
      await board.removeRun("whole");
      await closed;
      expect(await client.keys("*whole*")).toEqual([]);
    });

    const stopped = await begin({ ...queued("stopped"), model: ticketModel() });
    let accepted = 0;
    for await (const event of stopped.handle.events)
      if (event.type === "sample-accepted" && ++accepted === 16) void stopped.handle.stop();
    expect(await stopped.handle.result).toMatchObject({ status: "interrupted" });
    const again = await resumeRun("stopped", {
      ...queued("stopped"),
      workspace: temporaryFolder(),
      logLevel: null,
      agents: lightAgents,
      model: ticketModel(),
      leaseSeconds: 2,
    });
    expect((await again.result).summary).toMatchObject({ stop: "target", accepted: TARGET });
    expect(datasetOf(again)).toBe(expected);
  });

  it("is left alone by a worker that cannot load it, with the reason told to both sides", async () => {
    await work({ name: "bare", agents: {}, model: ticketModel() });
    await redis.with((client) =>
      new RunBoard(client, 30).putRun({
        run: "of-tomorrow",
        version: "9.0.0",
        protocol: 99,
        owner: "somebody",
        models: {},
        agentModules: [],
        cancelled: [],
      }),
    );
    const { handle, events } = await begin({ ...queued("left"), model: ticketModel() });
    for await (const event of handle.events)
      if (event.type === "warning" && event.message.startsWith("worker bare")) break;
    await work({ name: "able", model: ticketModel() });
    expect((await handle.result).summary).toMatchObject({ accepted: TARGET });
    expect(events).toContainEqual({
      type: "warning",
      message: expect.stringMatching(
        /worker bare does not work on this run: CONFIG_MISMATCH .*evaluator/u,
      ) as string,
    });
    expect(seen).toContainEqual({
      type: "run-refused",
      run: "of-tomorrow",
      message: expect.stringContaining("STORE_VERSION") as string,
    });
    await redis.with((client) => new RunBoard(client, 30).removeRun("of-tomorrow"));
  });

  it("has runs share a worker in turn, chunk by chunk", async () => {
    const task = { target: 60, plan: { subtopics: 0, roundSize: 60 } };
    const runs = ["first", "second"];
    const begun = await Promise.all(
      runs.map((id) => begin({ ...queued(id), model: ticketModel() }, task)),
    );
    // Both wait for somebody who does their first chunk.
    await redis.with(async (client) => {
      for (const id of runs)
        while ((await client.llen(`${QUEUE_PREFIX}:${id}:wait`)) === 0) await nextTurn();
    });
    await work({ name: "shared", concurrency: 5, model: ticketModel({ milliseconds: 5 }) });
    await Promise.all(begun.map(({ handle }) => handle.result));

    const started = seen.flatMap((event) => (event.type === "chunk-started" ? [event.run] : []));
    // Behind the first chunks, which are done before others are queued, until one is nearly done.
    const inTurn = started.slice(4, 10);
    expect(inTurn).toEqual([0, 1, 2].flatMap(() => inTurn.slice(0, 2)));
    expect(inTurn.slice(0, 2).sort()).toEqual(runs);
  });

  it("ends a worker well that is told to end while it still connects", async () => {
    const command = new CommandLine();
    let connections = 0;
    const proxy = createServer((socket) => {
      if (connections++ === 0) worker.child.kill("SIGTERM");
      const behind = connect(redis.port, "127.0.0.1");
      socket.pipe(behind).pipe(socket);
      for (const end of [socket, behind]) end.on("error", () => end.destroy());
    });
    proxy.listen(0, "127.0.0.1");
    await once(proxy, "listening");
    const { port } = proxy.address() as AddressInfo;
    const worker = command.start([
      ...["worker", "--queue", redis.url.replace(String(redis.port), String(port))],
      ...["--store", store, "--name", "early", "--workspace", temporaryFolder()],
    ]);
    try {
      const { code, stdout, stderr } = await worker.finished;
      expect({ code, stderr }).toMatchObject({ code: 0 });
      expect(stderr).toContain("stopping: chunks at work");
      expect(stdout).toMatch(/worker early ended/u);
    } finally {
      proxy.close();
      command.remove();
    }
  });

  it("keeps to the provider's limits over all workers, and puts no key anywhere", async () => {
    const PER_SECOND = 40;
    const MOST = 6;
    let [tokens, filledAt] = [PER_SECOND, performance.now()];
    let refused = 0;
    const api = await startOpenAiServer({
      ...server,
      latencyMilliseconds: 30,
      // A bucket of a second's requests.
      rule: () => {
        const now = performance.now();
        tokens = Math.min(PER_SECOND, tokens + ((now - filledAt) / 1000) * PER_SECOND);
        filledAt = now;
        if (tokens >= 1) {
          tokens -= 1;
          return null;
        }
        refused += 1;
        return { kind: "rate-limit" };
      },
    });
    const written: string[] = [];
    // It opens a connection of its own beside the client's.
    const monitor = await redis.with((client) => client.monitor());
    monitor.on("monitor", (_time: string, args: string[]) => void written.push(args.join(" ")));
    for (const name of ["one", "two", "three"]) await work({ name, concurrency: 8 });
    const models = {
      default: {
        model: "openai:tickets",
        baseUrl: api.url,
        // A little below what the server takes: requests arrive a moment after they are sent.
        requestsPerMinute: 0.95 * PER_SECOND * 60,
        concurrency: MOST,
      },
    };
    const { handle } = await begin(queued("limited"), { models });
    expect((await handle.result).summary).toMatchObject({ accepted: TARGET });
    monitor.disconnect();
    await api.stop();
    expect(refused).toBe(0);
    expect(api.mostInFlight).toBeLessThanOrEqual(MOST);
    expect(api.mostInFlight).toBeGreaterThan(MOST / 2);
    const drafted = seen.filter((event) => event.type === "chunk-finished" && event.drafts > 0);
    expect(drafted.length).toBeGreaterThan(2);

    expect(written.length).toBeGreaterThan(100);
    for (const line of written) {
      expect(line).not.toContain(CANARY);
      expect(line).not.toContain(postgres.password);
    }
    const tables = await postgres.sql<{ name: string }>(
      `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
       where table_schema like 'dw\\_%' or table_schema = 'datawright'`,
      "runs",
    );
    expect(tables.length).toBeGreaterThan(8);
    for (const { name } of tables)
      for (const secret of [CANARY, PASSWORD, postgres.password])
        expect(
          await postgres.sql(`select 1 from ${name} t where t::text like '%${secret}%'`, "runs"),
        ).toEqual([]);
  });

  it("shows whoever watches it what all its workers ask, and may ask", async () => {
    // One whose answers nobody has in the cache.
    const name = "watched-model";
    const held: (() => void)[] = [];
    let isHeld = true;
    const slow = (): ReturnType<typeof ticketModel> => {
      const model = ticketModel({ name });
      return {
        ...model,
        complete: async (request) => {
          if (isHeld && request.origin.agent === "generator")
            await new Promise<void>((resolve) => held.push(resolve));
          return model.complete(request);
        },
      };
    };
    for (const worker of ["one", "two"]) await work({ name: worker, model: slow() });
    const { handle } = await begin({ ...queued("watched"), model: ticketModel({ name }) });
    // On a machine that has nothing of the run.
    const studio = await startStudio({ workspace: temporaryFolder(), store });
    const look = async (): Promise<RunDetail> =>
      (await askStudio(studio, "/api/runs/watched")).json as RunDetail;
    let seen = await look();
    while (held.length === 0 || seen.now.inFlight !== held.length) {
      await after(100);
      seen = await look();
    }
    expect(seen.status).toBe("working");
    const tickets = seen.now.models.filter(({ model }) => model === name);
    expect(tickets).toMatchObject([
      { inFlight: held.length, mostPerSecond: null, refusing: false },
    ]);
    expect(tickets[0]!.mostInFlight).toBeGreaterThanOrEqual(held.length);
    isHeld = false;
    for (const answer of held) answer();
    expect((await handle.result).summary).toMatchObject({ accepted: TARGET });
    await handle.close();
    expect(await look()).toMatchObject({ status: "finished", now: { inFlight: null, models: [] } });
    await studio.close();
  });

  it("has a run that was started from a page drafted by workers", async () => {
    await work({ name: "one" });
    const studio = await startStudio({
      workspace: temporaryFolder(),
      store,
      queue: redis.url,
      leaseSeconds: 2,
      compiled: builtPackage().dist,
    });
    const task = JSON.stringify(ticketSpec({ target: 12, review: "none" }));
    const { run } = (await askStudio(studio, "/api/runs", { body: { task, confirmed: true } }))
      .json as { readonly run: string };
    const look = async (): Promise<RunDetail> =>
      (await askStudio(studio, `/api/runs/${run}`)).json as RunDetail;
    while ((await look()).status !== "finished") await after(100);
    await studio.close();
    const opened = await openRun(run, { store, workspace: temporaryFolder() });
    const chunks = (await opened.spans()).filter(({ name }) => name === "chunk");
    opened.close();
    expect(chunks.length).toBeGreaterThan(0);
    for (const { attributes } of chunks) expect(attributes["datawright.worker"]).toBe("one");
  });

  it("spends no more than its budget over all workers, and ends as it does alone", async () => {
    const api = await startOpenAiServer(server);
    for (const name of ["one", "two", "three"]) await work({ name });
    const { handle } = await begin(
      { ...queued("budget"), model: "openai:tickets", baseUrl: api.url },
      { budget: { calls: 50 } },
    );
    const result = await handle.result;
    expect(result.summary).toMatchObject({ stop: "budget", modelCalls: api.count });
    expect(api.count).toBeLessThanOrEqual(50);
    expect(api.count).toBeGreaterThan(40);
    await api.stop();
  });

  it("ends on a refused key and on a broken agent with the errors that one process has", async () => {
    const api = await startOpenAiServer({ ...server, rule: () => ({ kind: "unauthorized" }) });
    await work({ name: "one" });
    const { handle } = await begin({
      ...queued("refused-key"),
      models: {
        planner: "embedded",
        generator: { model: "openai:tickets", baseUrl: api.url },
        critic: "embedded",
      },
    });
    const result = await handle.result;
    expect(result).toMatchObject({ status: "provider-down", error: { code: "MODEL_AUTH" } });
    expect(JSON.stringify(result)).not.toContain(CANARY);
    await api.stop();

    const broken = {
      ...lightAgents,
      generator: defineAgent({
        name: "broken",
        role: "generator",
        run: (): never => {
          throw new TypeError("texts is not iterable");
        },
      }),
    };
    await work({ name: "broken", agents: broken, model: ticketModel() });
    const faulty = await begin({ ...queued("broken"), agents: broken, model: ticketModel() });
    await expect(faulty.handle.result).rejects.toMatchObject({
      code: "AGENT_FAILED",
      message: expect.stringContaining("texts is not iterable") as string,
    });
    expect(faulty.events.filter(({ type }) => type === "agent-failed").length).toBeGreaterThan(0);
  });
});
