import { PRICES_LISTED } from "../../../../tools/models/providers/prices.js";
import { inspect } from "node:util";
import { CallbackManager } from "@langchain/core/callbacks/manager";
import { z } from "zod";
import type { DatawrightError } from "../../../../base/errors.js";
import type { ChatRequest } from "../../../../tools/models/contract.js";
import { openaiEmbeddings } from "../../../../tools/models/providers/openai-embeddings.js";
import {
  openaiModel,
  type OpenAIModelOptions,
} from "../../../../tools/models/providers/openai-model.js";
import { withCallbacks } from "../../../../tools/models/middleware/graph-callbacks.js";
import { objectSchema } from "../../../../tools/models/prompt/object-schema.js";
import { completeObject } from "../../../../tools/models/prompt/structured.js";
import type { Fault } from "../../../helpers/openai-faults.js";
import {
  callTools,
  startOpenAiServer,
  type OpenAiServer,
  type OpenAiServerOptions,
} from "../../../helpers/openai-server.js";

const KEY = "sk-test-0123456789abcdefSECRET";
const schema = z.object({
  text: z.string(),
  label: z.enum(["a", "b"]),
  note: z.string().optional(),
});
const servers: OpenAiServer[] = [];

beforeAll(() => {
  process.env["DATAWRIGHT_TEST_KEY"] = KEY;
});
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});
afterAll(() => {
  delete process.env["DATAWRIGHT_TEST_KEY"];
});

async function serve(options: OpenAiServerOptions): Promise<OpenAiServer> {
  const server = await startOpenAiServer(options);
  servers.push(server);
  return server;
}
const model = (server: OpenAiServer, options: Partial<OpenAIModelOptions> = {}) =>
  openaiModel({
    model: "test-model",
    baseUrl: server.url,
    apiKeyEnv: "DATAWRIGHT_TEST_KEY",
    ...options,
  });
const request = (changes: Partial<ChatRequest> = {}): ChatRequest => ({
  messages: [
    { role: "system", content: "Be brief." },
    { role: "user", content: "Hello?" },
  ],
  parameters: {},
  format: { type: "text" },
  origin: { orderId: "o", step: "s", attempt: 0, agent: "a", sampleIds: [] },
  ...changes,
});
async function failure(promise: Promise<unknown>): Promise<DatawrightError> {
  try {
    await promise;
  } catch (error) {
    // Whatever happens, no error holds the key: not in its fields, not in its cause, not in its
    // stack.
    expect(inspect(error, { depth: 20, showHidden: true })).not.toContain(KEY);
    return error as DatawrightError;
  }
  throw new Error("it did not fail");
}
const failing = async (
  fault: Fault,
  options: Partial<OpenAIModelOptions> = {},
): Promise<DatawrightError> =>
  failure(model(await serve({ faults: [fault] }), options).complete(request()));

describe("openaiModel", () => {
  it("sends messages, parameters and format, and reads text, usage and log-probabilities", async () => {
    const server = await serve({ answer: () => ({ text: "Hi there", label: "a", note: null }) });
    const json = objectSchema(schema).json;
    const answer = await model(server, { logProbabilities: true }).complete(
      request({
        parameters: { temperature: 0.4, topP: 0.9, maxTokens: 77, seed: 5, stop: ["END"] },
        format: { type: "schema", name: "ticket", schema: json },
      }),
    );
    expect(server.requests[0]?.body).toMatchObject({
      model: "test-model",
      temperature: 0.4,
      top_p: 0.9,
      max_tokens: 77,
      seed: 5,
      stop: ["END"],
      logprobs: true,
      messages: [
        { role: "system", content: "Be brief." },
        { role: "user", content: "Hello?" },
      ],
      response_format: {
        type: "json_schema",
        json_schema: { name: "ticket", strict: true, schema: json },
      },
    });
    expect(server.requests[0]?.headers["authorization"]).toBe(`Bearer ${KEY}`);
    expect(answer).toMatchObject({
      text: '{"text":"Hi there","label":"a","note":null}',
      finish: "stop",
      model: "openai:test-model",
    });
    expect(answer.usage.inputTokens).toBeGreaterThan(0);
    expect(answer.logProbabilities?.slice(0, 2)).toEqual([-0.01, -0.02]);
  });

  it.each(["a-model", "o4-mini", "gpt-5-mini"])(
    "asks %s the same through LangChain's client, and reads the same answer",
    async (name) => {
      const server = await serve({
        answer: ({ tools }) =>
          tools === undefined ? '{"text":"x"}' : callTools({ name: "look", args: { at: "b" } }),
      });
      const chat = model(server, { model: name, logProbabilities: true, maxTokens: 50 });
      const look = { name: "look", description: "Looks.", parameters: { type: "object" } } as const;
      const requests = [
        request({
          parameters: {
            temperature: 0.4,
            topP: 0.9,
            maxTokens: 77,
            seed: 2 ** 31 + 5,
            stop: ["END"],
          },
          format: { type: "schema", name: "ticket", schema: objectSchema(schema).json },
        }),
        request({ format: { type: "json" } }),
        request({
          messages: [
            { role: "user", content: "Look." },
            {
              role: "assistant",
              content: "",
              toolCalls: [{ id: "call-1", name: "look", arguments: '{"at":"a"}' }],
            },
            { role: "tool", content: "Nothing.", toolCallId: "call-1" },
          ],
          tools: [look],
          toolChoice: { name: "look" },
        }),
      ];
      const own = await Promise.all(requests.map((each) => chat.complete(each)));
      const told: string[] = [];
      const listener = CallbackManager.fromHandlers({
        handleLLMEnd: (_output, runId) => void told.push(runId),
      });
      const through = await withCallbacks(listener, () =>
        Promise.all(requests.map((each) => chat.complete(each))),
      );
      // Each call has an id of its own.
      const comparable = (answers: readonly unknown[]): string =>
        JSON.stringify(answers).replaceAll(/call_\d+_/gu, "");
      expect(comparable(through)).toBe(comparable(own));
      expect(told).toHaveLength(requests.length);
      expect(own[2]?.toolCalls?.[0]).toMatchObject({ name: "look", arguments: '{"at":"b"}' });
      // To the letter: a batch is found again by the text of its requests.
      const bodies = server.requests.map(({ body }) => JSON.stringify(body)).sort();
      expect(bodies.filter((_, index) => index % 2 === 0)).toEqual(
        bodies.filter((_, index) => index % 2 === 1),
      );
    },
  );

  it("says whose account and project it is for", async () => {
    const server = await serve({});
    process.env["OPENAI_ORG_ID"] = "org-1";
    process.env["OPENAI_PROJECT_ID"] = "proj-1";
    try {
      await model(server).complete(request());
    } finally {
      delete process.env["OPENAI_ORG_ID"];
      delete process.env["OPENAI_PROJECT_ID"];
    }
    expect(server.requests[0]?.headers).toMatchObject({
      "openai-organization": "org-1",
      "openai-project": "proj-1",
    });
  });

  it("sends each request's own parameters", async () => {
    const server = await serve({});
    const chat = model(server);
    for (const temperature of [0, 1, 0])
      await chat.complete(request({ parameters: { temperature } }));
    expect(server.requests.map(({ body }) => body["temperature"])).toEqual([0, 1, 0]);
  });

  it("does not claim strictness for a schema with open parts", async () => {
    const server = await serve({ answer: () => ({ any: { a: 1 } }) });
    await model(server).complete(
      request({
        format: {
          type: "schema",
          name: "open",
          schema: objectSchema(z.object({ any: z.record(z.string(), z.unknown()) })).json,
        },
      }),
    );
    expect(server.requests[0]?.body["response_format"]).toMatchObject({
      json_schema: { strict: false },
    });
  });

  it.each<[Fault, string, Record<string, unknown>, boolean]>([
    [
      { kind: "rate-limit", retryAfter: 7 },
      "MODEL_RATE_LIMIT",
      { status: 429, retryAfterSeconds: 7 },
      true,
    ],
    [
      { kind: "rate-limit", retryAfter: 7, clockAhead: 3600 },
      "MODEL_RATE_LIMIT",
      { status: 429, retryAfterSeconds: 7 },
      true,
    ],
    [{ kind: "rate-limit" }, "MODEL_RATE_LIMIT", { status: 429 }, true],
    [{ kind: "rate-limit", code: "insufficient_quota" }, "MODEL_QUOTA", { status: 429 }, false],
    [{ kind: "server-error" }, "MODEL_SERVER", { status: 500 }, true],
    [{ kind: "endless" }, "MODEL_SERVER", { tooLarge: true }, false],
    [{ kind: "server-error", status: 503 }, "MODEL_SERVER", { status: 503 }, true],
    [{ kind: "unauthorized" }, "MODEL_AUTH", { status: 401 }, false],
    [
      { kind: "bad-request", message: "Unsupported value." },
      "MODEL_BAD_REQUEST",
      { status: 400 },
      false,
    ],
    [
      {
        kind: "bad-request",
        code: "context_length_exceeded",
        message: "This model's maximum context length is 10 tokens.",
      },
      "MODEL_CONTEXT_LENGTH",
      { status: 400 },
      false,
    ],
    [{ kind: "close" }, "MODEL_CONNECTION", {}, true],
    [{ kind: "close-in-body" }, "MODEL_CONNECTION", {}, true],
    [{ kind: "garbage" }, "MODEL_SERVER", {}, true],
    [{ kind: "html" }, "MODEL_SERVER", {}, true],
    [{ kind: "no-choices" }, "MODEL_SERVER", {}, true],
  ])("gives %j the code %s", async (fault, code, details, retryable) => {
    const error = await failing(fault);
    expect({ code: error.code, retryable: error.retryable }).toEqual({ code, retryable });
    expect(error.details).toMatchObject(details);
    if (!("retryAfterSeconds" in details))
      expect(error.details).not.toHaveProperty("retryAfterSeconds");
    expect(error.message).toContain("openai:test-model");
  });

  it.each<Fault>([{ kind: "hang" }, { kind: "hang-in-body" }])(
    "gives up on %j at its deadline",
    async (fault) => {
      expect((await failing(fault, { timeoutSeconds: 0.1 })).code).toBe("MODEL_TIMEOUT");
    },
  );

  it("asks a server once, whatever happens", async () => {
    const server = await serve({ rule: () => ({ kind: "server-error" }) });
    await failure(model(server).complete(request()));
    expect(server.count).toBe(1);
  });

  it("says that nobody listens", async () => {
    const server = await serve({});
    await server.stop();
    const error = await failure(model(server).complete(request()));
    expect(error.code).toBe("MODEL_CONNECTION");
    expect(error.message).toContain("ECONNREFUSED");
  });

  it("ends a call when its signal aborts, and does not start one after that", async () => {
    const server = await serve({ rule: () => ({ kind: "hang" }) });
    const controller = new AbortController();
    const call = failure(model(server).complete(request({ signal: controller.signal })));
    while (server.inFlight === 0) await new Promise((resolve) => setImmediate(resolve));
    controller.abort();
    expect((await call).code).toBe("MODEL_ABORTED");
    expect(
      (await failure(model(server).complete(request({ signal: controller.signal })))).code,
    ).toBe("MODEL_ABORTED");
    expect(server.count).toBe(1);
  });

  it("hands on refusals, truncated, filtered and empty answers with what was said", async () => {
    const server = await serve({
      faults: [
        { kind: "refusal", text: "No." },
        { kind: "truncated" },
        { kind: "filtered" },
        { kind: "empty" },
      ],
      answer: () => "0123456789",
    });
    const chat = model(server);
    const format = { type: "schema", name: "ticket", schema: objectSchema(schema).json } as const;
    expect(await chat.complete(request({ format }))).toMatchObject({
      finish: "refusal",
      text: "No.",
    });
    expect(await chat.complete(request({ format }))).toMatchObject({
      finish: "length",
      text: "01234",
    });
    expect(await chat.complete(request({ format }))).toMatchObject({ finish: "refusal" });
    expect(await chat.complete(request({ format }))).toMatchObject({ finish: "stop", text: "" });
  });

  it("hands on prose where a schema was asked for, so that the correction turn can show it", async () => {
    const server = await serve({
      faults: [{ kind: "text", text: "Sure, label a." }],
      answer: () => ({ text: "x", label: "a", note: null }),
    });
    const answer = await completeObject(model(server), {
      prompt: { sections: [{ kind: "task", text: "Write." }] },
      schema,
      name: "ticket",
      step: "s",
      orderId: "o",
      agent: "a",
    });
    expect(answer.value).toEqual({ text: "x", label: "a" });
    expect((server.requests[1]?.body["messages"] as unknown[])[2]).toEqual({
      role: "assistant",
      content: "Sure, label a.",
    });
  });

  it("finds the format that a server takes", async () => {
    const server = await serve({
      rule: ({ body }) =>
        body["response_format"]
          ? { kind: "bad-request", message: "response_format is not supported" }
          : null,
      answer: () => '```json\n{"text":"x","label":"b","note":null}\n```',
    });
    const chat = model(server);
    const call = {
      prompt: { sections: [] },
      schema,
      name: "ticket",
      step: "s",
      orderId: "o",
      agent: "a",
    };
    expect((await completeObject(chat, call)).value).toEqual({ text: "x", label: "b" });
    await completeObject(chat, call);
    expect(server.count).toBe(4);
  });

  it("estimates the usage where the server tells none", async () => {
    const server = await serve({ faults: [{ kind: "no-usage" }], answer: () => "안녕하세요" });
    expect((await model(server).complete(request())).usage).toEqual({
      inputTokens: 13,
      outputTokens: 5,
    });
  });

  it("needs a key for a distant server only, and names the variable", async () => {
    const error = await failure(
      openaiModel({
        model: "m",
        baseUrl: "https://models.example.com/v1",
        apiKeyEnv: "DATAWRIGHT_NO_SUCH_KEY",
      }).complete(request()),
    );
    expect(error.code).toBe("MODEL_KEY_MISSING");
    expect(error.message).toContain("DATAWRIGHT_NO_SUCH_KEY");
    const server = await serve({});
    await model(server, { apiKeyEnv: "DATAWRIGHT_NO_SUCH_KEY" }).complete(request());
    expect(server.requests[0]?.headers["authorization"]).toBe("Bearer local");
  });

  it("sends no key that is too short to be kept secret, save to a server of one's own", async () => {
    process.env["DATAWRIGHT_SHORT_KEY"] = "abc";
    try {
      const apiKeyEnv = "DATAWRIGHT_SHORT_KEY";
      const distant = { model: "m", baseUrl: "https://models.example.com/v1", apiKeyEnv };
      const error = await failure(openaiModel(distant).complete(request()));
      expect(error.code).toBe("MODEL_KEY_MISSING");
      expect(error.message).toContain("the value of DATAWRIGHT_SHORT_KEY is too short");
      expect(error.message).not.toContain("abc");
      const server = await serve({});
      await model(server, { apiKeyEnv }).complete(request());
      expect(server.requests[0]?.headers["authorization"]).toBe("Bearer abc");
    } finally {
      delete process.env["DATAWRIGHT_SHORT_KEY"];
    }
  });

  it("reads the key anew for each call", async () => {
    const server = await serve({});
    const chat = model(server);
    await chat.complete(request());
    process.env["DATAWRIGHT_TEST_KEY"] = "sk-another-key-entirely";
    await chat.complete(request());
    process.env["DATAWRIGHT_TEST_KEY"] = KEY;
    expect(server.requests[1]?.headers["authorization"]).toBe("Bearer sk-another-key-entirely");
    expect(inspect(chat, { depth: 20, showHidden: true })).not.toContain(KEY);
  });

  it("knows list prices of OpenAI's own API only", () => {
    expect(
      openaiModel({ model: "gpt-4o-mini", baseUrl: "https://api.openai.com/v1" }).info,
    ).toMatchObject({ price: { input: 0.15, output: 0.6 }, contextTokens: 128_000 });
    expect(
      openaiModel({ model: "gpt-4o-mini-2024-07-18", baseUrl: "https://api.openai.com/v1" }).info
        .price,
    ).toEqual({ input: 0.15, cachedInput: 0.075, output: 0.6, listed: PRICES_LISTED });
    const tuned = "ft:gpt-4o-mini-2024-07-18:org::id";
    const own = "https://api.openai.com/v1";
    expect(openaiModel({ model: tuned, baseUrl: own }).info).toMatchObject({
      price: { input: 0.3, output: 1.2 },
      contextTokens: 128_000,
    });
    expect(
      openaiModel({ model: "gpt-4o-mini", baseUrl: "http://localhost:1/v1" }).info.price,
    ).toBeNull();
    expect(
      openaiModel({ model: "unheard-of", baseUrl: "https://api.openai.com/v1" }).info.price,
    ).toBeNull();
  });

  it("has another fingerprint at another server", () => {
    const fingerprint = (baseUrl: string): string =>
      openaiModel({ model: "m", baseUrl }).info.fingerprint;
    expect(fingerprint("http://localhost:1/v1")).not.toBe(fingerprint("http://localhost:2/v1"));
  });
});

describe("openaiEmbeddings", () => {
  const embeddings = (server: OpenAiServer, dimension = 64, timeoutSeconds = 60) =>
    openaiEmbeddings({
      model: "embedder",
      baseUrl: server.url,
      apiKeyEnv: "DATAWRIGHT_TEST_KEY",
      dimension,
      timeoutSeconds,
    });

  it("gives one unit vector per text, in order", async () => {
    const server = await serve({});
    const [first, second, again] = await embeddings(server).embed(["one", "two", "one"]);
    expect(first).toHaveLength(64);
    expect(first).toEqual(again);
    expect(first).not.toEqual(second);
    expect(Math.hypot(...(first as Float32Array))).toBeCloseTo(1, 5);
    expect(await embeddings(server).embed([])).toEqual([]);
    expect(server.count).toBe(1);
  });

  it("refuses vectors of another length, and codes its failures", async () => {
    expect((await failure(embeddings(await serve({}), 32).embed(["x"]))).code).toBe(
      "VECTOR_INVALID",
    );
    expect(
      (
        await failure(
          embeddings(await serve({ faults: [{ kind: "rate-limit", retryAfter: 3 }] })).embed(["x"]),
        )
      ).details,
    ).toMatchObject({ retryAfterSeconds: 3 });
    expect(
      (await failure(embeddings(await serve({ faults: [{ kind: "unauthorized" }] })).embed(["x"])))
        .code,
    ).toBe("MODEL_AUTH");
    expect(
      (await failure(embeddings(await serve({ faults: [{ kind: "hang" }] }), 64, 0.1).embed(["x"])))
        .code,
    ).toBe("MODEL_TIMEOUT");
    expect(
      (await failure(embeddings(await serve({ faults: [{ kind: "garbage" }] })).embed(["x"]))).code,
    ).toBe("MODEL_SERVER");
  });
});
