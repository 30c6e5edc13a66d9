import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { inspect } from "node:util";
import { z } from "zod";
import { DatawrightError } from "../../../../base/errors.js";
import { BudgetLedger } from "../../../../memory/budget-ledger.js";
import { openRunDatabase } from "../../../../memory/sqlite/open-run-database.js";
import { SqliteResponseCache } from "../../../../memory/response-cache.js";
import { DatabaseTraceStore } from "../../../../memory/trace-store.js";
import { Tracer } from "../../../../memory/tracer.js";
import { Admission } from "../../../../tools/models/middleware/admission.js";
import {
  composeEmbeddings,
  composeModel,
} from "../../../../tools/models/middleware/compose-model.js";
import type { ChatModel, ChatRequest, ChatResponse } from "../../../../tools/models/contract.js";
import { estimateTokens } from "../../../../tools/models/providers/count-tokens.js";
import { openaiEmbeddings } from "../../../../tools/models/providers/openai-embeddings.js";
import { openaiModel } from "../../../../tools/models/providers/openai-model.js";
import { createRoleModel } from "../../../../tools/models/providers/role-model.js";
import { scriptedModel, type Script } from "../../../../tools/models/providers/scripted-model.js";
import { requestKey, withCache } from "../../../../tools/models/middleware/with-cache.js";
import { ManualClock } from "../../../helpers/manual-clock.js";
import { startOpenAiServer, type OpenAiServerOptions } from "../../../helpers/openai-server.js";
import { temporaryFolder } from "../../../memory/temporary-folder.js";

const KEY = "key-without-any-known-prefix-42";
let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});

function stores(limits: ConstructorParameters<typeof BudgetLedger>[0] = {}) {
  const database = openRunDatabase(join(folder, "run.db"));
  const trace = new DatabaseTraceStore(database);
  const cache = new SqliteResponseCache(join(folder, "cache.db"));
  return {
    trace,
    cache,
    tracer: new Tracer({ runId: "r", store: trace }),
    budget: new BudgetLedger(limits),
    admission: new Admission({ concurrency: 4 }),
    close: async () => {
      await trace.flush();
      database.close();
      cache.close();
    },
  };
}
const request = (changes: Partial<ChatRequest> = {}): ChatRequest => ({
  messages: [{ role: "user", content: "Hello?" }],
  parameters: { maxTokens: 20 },
  format: { type: "text" },
  origin: { orderId: "o1", step: "write", attempt: 0, agent: "generator", sampleIds: ["s1"] },
  ...changes,
});
const priced = { price: { input: 1, output: 2 } };
const answered = (text: string, times: number | "any" = 1): Script => [
  { text, times, usage: { inputTokens: 100, outputTokens: 50 } },
];

const mayPass = (code: "MODEL_TIMEOUT" | "MODEL_SERVER"): DatawrightError =>
  new DatawrightError({ code, message: "no answer", retryable: true });
const [timedOut, failed] = [mayPass("MODEL_TIMEOUT"), mayPass("MODEL_SERVER")];

describe("composeModel", () => {
  it("books nothing for a question that the gate held back", async () => {
    const budget = new BudgetLedger({ calls: 1 });
    const held = new DatawrightError({ code: "MODEL_ABORTED", message: "held", retryable: false });
    const model = composeModel(scriptedModel([]), {
      budget,
      gate: (inner) => ({ ...inner, complete: () => Promise.reject(held) }),
    });
    await expect(model.complete(request())).rejects.toMatchObject({ code: "MODEL_ABORTED" });
    expect(budget.spent().calls).toBe(0);
  });

  it("traces a call with its order, usage and cost, and finds it again from the sample", async () => {
    const { trace, tracer, cache, close } = stores();
    const model = composeModel(scriptedModel(answered("Hi."), priced), { tracer, cache });
    await tracer.span({ name: "generate", operation: "invoke_agent" }, () =>
      model.complete(request()),
    );
    await model.complete(request());
    const spans = (await trace.spans({ sample: "s1", operation: "chat" })).map(
      ({ agent, parentId, attributes }) => ({ agent, nested: parentId !== null, attributes }),
    );
    expect(spans[0]).toMatchObject({
      agent: "generator",
      nested: true,
      attributes: {
        "gen_ai.operation.name": "chat",
        "gen_ai.request.model": "scripted",
        "gen_ai.usage.input_tokens": 100,
        "gen_ai.usage.output_tokens": 50,
        "datawright.cached": false,
        "datawright.cost_usd": 0.0002,
        "datawright.order_id": "o1",
        "datawright.step": "write",
        "datawright.attempt": 0,
      },
    });
    expect(spans[1]?.attributes).toMatchObject({
      "datawright.cached": true,
      "datawright.cost_usd": 0,
    });
    const [span] = await trace.spans({ operation: "chat" });
    expect(await trace.body(span?.outputHash as string)).toEqual({ text: "Hi.", finish: "stop" });
    await close();
  });

  it("keeps the sections of the prompt, and the turns that were added to them", async () => {
    const { trace, tracer, close } = stores();
    const role = createRoleModel({
      model: composeModel(scriptedModel([{ text: "x" }, { object: { a: 1 } }]), { tracer }),
      agent: "generator",
      tracer,
    });
    const prompt = { sections: [{ kind: "task", text: "Write." } as const] };
    await tracer.span({ name: "generate", operation: "invoke_agent" }, () =>
      role.object({
        prompt,
        schema: z.object({ a: z.number() }),
        name: "thing",
        step: "write",
        orderId: "o",
      }),
    );
    const spans = await trace.spans({ operation: "chat" });
    const parent = (await trace.spans({ operation: "invoke_agent" }))[0]?.id;
    expect(spans.map((span) => span.parentId)).toEqual([parent, parent]);
    expect(await trace.body(spans[0]?.inputHash as string)).toEqual({
      sections: [{ kind: "task", text: "Write." }],
    });
    expect(await trace.body(spans[1]?.inputHash as string)).toMatchObject({
      messages: [{ role: "assistant", content: "x" }, { role: "user" }],
    });
    await close();
  });

  it("says that a cost is not known instead of guessing it", async () => {
    const { trace, tracer, close } = stores();
    await composeModel(scriptedModel(answered("Hi."), { price: null }), { tracer }).complete(
      request(),
    );
    expect((await trace.spans())[0]?.attributes["datawright.cost_usd"]).toBeNull();
    expect((await trace.usage())[0]?.costUsd).toBeNull();
    await close();
  });

  it("books what was spent, nothing for the cache, and stops before what would not fit", async () => {
    const { cache, budget, close } = stores({ calls: 2 });
    const scripted = scriptedModel(answered("Hi.", "any"), priced);
    const model = composeModel(scripted, { cache, budget });
    await model.complete(request());
    await model.complete(request());
    await model.complete(request({ origin: { ...request().origin, orderId: "o2" } }));
    expect(budget.spent()).toEqual({
      usd: 0.0004,
      calls: 2,
      cachedCalls: 1,
      tokens: { input: 200, output: 100 },
    });
    await expect(
      model.complete(request({ origin: { ...request().origin, orderId: "o3" } })),
    ).rejects.toMatchObject({ code: "BUDGET_EXHAUSTED" });
    expect(scripted.requests).toHaveLength(2);
    await close();
  });

  it("gives room in the budget back when a call fails, and reserves once for all its tries", async () => {
    const budget = new BudgetLedger({ calls: 1 });
    const model = composeModel(scriptedModel([{ error: "MODEL_REFUSED" }, { text: "Hi." }]), {
      budget,
    });
    await expect(model.complete(request())).rejects.toMatchObject({ code: "MODEL_REFUSED" });
    await model.complete(request());
    expect(budget.spent().calls).toBe(1);
  });

  it("books each try that was given up when it may be charged for, and sends none without room", async () => {
    const clock = new ManualClock();
    const budget = new BudgetLedger({ calls: 3 });
    const script: Script = [
      { error: timedOut, times: 1 },
      { text: "Hi.", times: 1 },
      { error: timedOut, times: "any" },
    ];
    const scripted = scriptedModel(script);
    const admission = new Admission({ concurrency: 1, clock });
    const model = composeModel(scripted, { budget, admission });
    const first = model.complete(request());
    await clock.advance(1000);
    await first;
    expect(budget.spent().calls).toBe(2);
    const second = expect(model.complete(request())).rejects.toMatchObject({
      code: "BUDGET_EXHAUSTED",
    });
    await clock.advance(10_000);
    await second;
    expect(budget.spent().calls).toBe(3);
    expect(scripted.requests).toHaveLength(3);
  });

  it("lets a try that lost its room wait for what others have set aside", async () => {
    const clock = new ManualClock();
    const budget = new BudgetLedger({ calls: 3 });
    const scripted = scriptedModel([
      { error: timedOut, times: 1 },
      { text: "Hi.", times: "any" },
    ]);
    const model = composeModel(scripted, {
      budget,
      admission: new Admission({ concurrency: 1, clock }),
    });
    const reserved = [1, 2].map(() => budget.reserve({ calls: 1, tokens: 1, usd: null }));
    const call = model.complete(request());
    await clock.advance(5000);
    expect(scripted.requests).toHaveLength(1);
    for (const each of reserved) each.release();
    await clock.advance(5000);
    expect((await call).text).toBe("Hi.");
    expect(budget.spent().calls).toBe(2);
  });

  it("books the question by which it finds out whether a server answers at all", async () => {
    const clock = new ManualClock();
    const budget = new BudgetLedger({ calls: 10 });
    const scripted = scriptedModel([
      { text: "Hi.", times: 1 },
      { error: failed, times: 2 },
      { text: "Hi again.", times: 1 },
    ]);
    const admission = new Admission({ concurrency: 1, maxRetries: 1, clock });
    const model = composeModel(scripted, { budget, admission });
    await model.complete(request());
    const second = expect(model.complete(request())).rejects.toMatchObject({
      code: "MODEL_SERVER",
      details: { othersAnswered: true },
    });
    await clock.advance(10_000);
    await second;
    expect(scripted.requests).toHaveLength(4);
    expect(budget.spent().calls).toBe(2);
  });
});

describe("withCache", () => {
  it("has an answer on disk before anyone sees it", async () => {
    const { cache, close } = stores();
    const model = withCache(cache)(scriptedModel(answered("Hi.")));
    const other = new SqliteResponseCache(join(folder, "cache.db"));
    const answer = await model.complete(request());
    expect(other.get(requestKey(model.info, request()))?.text).toBe(answer.text);
    other.close();
    await close();
  });

  it("asks again for whatever changes an answer, and for each order, step and attempt", async () => {
    const { cache, close } = stores();
    const scripted = scriptedModel(answered("Hi.", "any"));
    const model = withCache(cache)(scripted);
    const { origin } = request();
    const different: Partial<ChatRequest>[] = [
      {},
      { messages: [{ role: "system", content: "Hello?" }] },
      { messages: [{ role: "user", content: "Hello!" }] },
      { parameters: { maxTokens: 21 } },
      { parameters: { maxTokens: 20, seed: 1 } },
      { format: { type: "json" } },
      { format: { type: "schema", name: "a", schema: { type: "object" } } },
      { format: { type: "schema", name: "a", schema: { type: "array" } } },
      { origin: { ...origin, orderId: "o2" } },
      { origin: { ...origin, step: "judge" } },
      { origin: { ...origin, attempt: 1 } },
    ];
    for (const change of different) await model.complete(request(change));
    expect(scripted.requests).toHaveLength(different.length);
    await model.complete(
      request({
        format: { type: "schema", name: "a", schema: { type: "object" } },
        origin: { ...origin, agent: "critic", sampleIds: [] },
      }),
    );
    expect(scripted.requests).toHaveLength(different.length);
    expect(requestKey({ ...scripted.info, fingerprint: "other" }, request())).not.toBe(
      requestKey(scripted.info, request()),
    );
    await close();
  });

  it("lets equal requests share one call, but not somebody else's cancelling", async () => {
    const { cache, close } = stores();
    const waiting: {
      resolve: (response: ChatResponse) => void;
      reject: (error: unknown) => void;
    }[] = [];
    const slow: ChatModel = {
      info: scriptedModel([]).info,
      complete: () => new Promise((resolve, reject) => waiting.push({ resolve, reject })),
    };
    const model = withCache(cache)(slow);
    const calls = [model.complete(request()), model.complete(request())];
    expect(waiting).toHaveLength(1);
    const first = expect(calls[0]).rejects.toMatchObject({ code: "MODEL_ABORTED" });
    waiting[0]?.reject(
      Object.assign(new Error("cancelled"), { name: "DatawrightError", code: "MODEL_ABORTED" }),
    );
    await first;
    await new Promise((resolve) => setImmediate(resolve));
    expect(waiting).toHaveLength(2);
    const third = model.complete(request());
    waiting[1]?.resolve({
      text: "Hi.",
      usage: { inputTokens: 1, outputTokens: 1 },
      finish: "stop",
      model: "m",
    });
    expect((await calls[1])?.cached).toBeUndefined();
    expect((await third).cached).toBe(true);
    await close();
  });

  it("gives back log-probabilities and the finish reason as they were", async () => {
    const { cache, close } = stores();
    const model = withCache(cache)(
      scriptedModel([{ text: "Hi", finish: "length", logProbabilities: [-0.5, -1] }]),
    );
    const [first, second] = [await model.complete(request()), await model.complete(request())];
    expect(second).toEqual({ ...first, cached: true });
    await close();
  });
});

describe("composeEmbeddings", () => {
  it("tries again and traces once", async () => {
    const { trace, tracer, close } = stores();
    const server = await startOpenAiServer({ faults: [{ kind: "rate-limit", retryAfter: 0 }] });
    const model = composeEmbeddings(
      openaiEmbeddings({ model: "m", baseUrl: server.url, dimension: 64 }),
      { tracer, admission: new Admission({ concurrency: 1 }) },
    );
    expect(await model.embed(["a", "b"])).toHaveLength(2);
    expect(server.count).toBe(2);
    expect(await trace.spans()).toMatchObject([
      {
        operation: "embeddings",
        status: "ok",
        attributes: { "gen_ai.request.model": "openai:m", "datawright.texts": 2 },
      },
    ]);
    await server.stop();
    await close();
  });
});

describe("composeEmbeddings in a budget", () => {
  const texts = ["one text", "another text"];
  const vectorsOf = (count: number): Float32Array[] =>
    Array.from({ length: count }, () => new Float32Array([1, 0]));
  const own = {
    name: "own",
    dimension: 2,
    embed: (asked: readonly string[]) => Promise.resolve(vectorsOf(asked.length)),
  };

  it("counts what the provider counted, in the ledger and in the usage", async () => {
    const { trace, tracer, budget, close } = stores({ usd: 1 });
    const server = await startOpenAiServer();
    const model = composeEmbeddings(
      openaiEmbeddings({ model: "m", baseUrl: server.url, dimension: 64, price: 2 }),
      { tracer, budget },
    );
    await model.embed(texts);
    await model.embed([]);
    const tokens = estimateTokens(texts.join(" "));
    expect(budget.spent()).toMatchObject({
      calls: 1,
      tokens: { input: tokens, output: 0 },
      usd: (2 * tokens) / 1e6,
    });
    expect(await trace.usage()).toMatchObject([
      {
        model: "openai:m",
        calls: 1,
        cached: 0,
        inputTokens: tokens,
        outputTokens: 0,
        costUsd: (2 * tokens) / 1e6,
      },
    ]);
    expect((await trace.spans())[0]!.attributes).not.toHaveProperty("datawright.tokens_estimated");
    await server.stop();
    await close();
  });

  it("estimates the tokens of a model that counts none, and says so", async () => {
    const { trace, tracer, budget, close } = stores();
    await composeEmbeddings({ ...own, price: 0 }, { tracer, budget }).embed(texts);
    const tokens = texts.reduce((sum, text) => sum + estimateTokens(text), 0);
    expect(budget.spent()).toMatchObject({ calls: 1, tokens: { input: tokens }, usd: 0 });
    expect((await trace.spans())[0]!.attributes).toMatchObject({
      "datawright.tokens_estimated": true,
      "datawright.cost_usd": 0,
    });
    await close();
  });

  it("refuses calls beyond the budget or unpriced before they are sent, and gives room back", async () => {
    const { budget, close } = stores({ calls: 1 });
    const server = await startOpenAiServer({ faults: [{ kind: "server-error" }] });
    const model = composeEmbeddings(
      openaiEmbeddings({ model: "m", baseUrl: server.url, dimension: 64 }),
      { budget },
    );
    await expect(model.embed(texts)).rejects.toMatchObject({ code: "MODEL_SERVER" });
    await model.embed(texts);
    await expect(model.embed(texts)).rejects.toMatchObject({ code: "BUDGET_EXHAUSTED" });
    expect(budget.spent()).toMatchObject({ calls: 1, usd: null });
    await expect(
      composeEmbeddings(openaiEmbeddings({ model: "m", baseUrl: server.url, dimension: 64 }), {
        budget: new BudgetLedger({ usd: 1 }),
      }).embed(texts),
    ).rejects.toMatchObject({ code: "NO_PRICE" });
    expect(server.count).toBe(2);
    await server.stop();
    await close();
  });

  it("knows OpenAI's list prices at OpenAI itself only", () => {
    expect(
      openaiEmbeddings({ model: "text-embedding-3-small", baseUrl: "https://api.openai.com/v1" })
        .price,
    ).toBe(0.02);
    expect(
      openaiEmbeddings({ model: "text-embedding-3-small", baseUrl: "http://localhost:1/v1" }).price,
    ).toBeNull();
  });
});

describe("the whole stack against a server", () => {
  const schema = z.object({ text: z.string(), ok: z.boolean() });
  beforeEach(() => {
    process.env["DATAWRIGHT_TEST_KEY_2"] = KEY;
  });
  afterEach(() => {
    delete process.env["DATAWRIGHT_TEST_KEY_2"];
  });
  async function withStack(
    options: OpenAiServerOptions,
    work: (stack: {
      ask: (orderId: string) => Promise<unknown>;
      count: () => number;
      trace: DatabaseTraceStore;
    }) => Promise<void>,
  ): Promise<void> {
    const server = await startOpenAiServer(options);
    const around = stores();
    const model = composeModel(
      openaiModel({
        model: "m",
        baseUrl: server.url,
        apiKeyEnv: "DATAWRIGHT_TEST_KEY_2",
        timeoutSeconds: 3,
        price: { input: 1, output: 1 },
      }),
      around,
    );
    const role = createRoleModel({ model, agent: "generator", tracer: around.tracer });
    const ask = (orderId: string) =>
      role.object({
        prompt: { sections: [{ kind: "task", text: `Write ${orderId}.` }] },
        schema,
        name: "thing",
        step: "write",
        orderId,
      });
    try {
      await work({ ask, count: () => server.count, trace: around.trace });
    } finally {
      await around.close();
      await server.stop();
    }
  }

  it("survives a hang, a closed connection, garbage, 500 and 429, each asked again once", async () => {
    const faults = [
      { kind: "hang" },
      { kind: "close" },
      { kind: "garbage" },
      { kind: "server-error" },
      { kind: "rate-limit", retryAfter: 0 },
    ] as const;
    await withStack({ faults }, async ({ ask, count, trace }) => {
      await Promise.all(["a", "b", "c", "d", "e", "f"].map(ask));
      expect(count()).toBe(11);
      expect((await trace.spans()).map((span) => span.status)).toEqual(
        Array.from({ length: 6 }, () => "ok"),
      );
    });
  });

  it("lets no key into an error, the trace, the cache or any file, whatever the server says", async () => {
    const faults = [
      { kind: "unauthorized" },
      { kind: "bad-request", message: `Header was Bearer ${KEY}` },
      { kind: "bad-request", message: KEY },
      { kind: "bad-request", message: KEY },
    ] as const;
    await withStack(
      { faults, answer: () => ({ text: "fine", ok: true }) },
      async ({ ask, trace }) => {
        for (const order of ["a", "b"]) {
          const error: unknown = await ask(order).catch((reason: unknown) => reason);
          expect(error).toMatchObject({ name: "DatawrightError" });
          expect(inspect(error, { depth: 20, showHidden: true })).not.toContain(KEY);
          expect(JSON.stringify(error)).not.toContain(KEY);
        }
        await ask("c");
        await trace.flush();
        for (const file of readdirSync(folder))
          expect(readFileSync(join(folder, file)).includes(KEY)).toBe(false);
      },
    );
  });
});
