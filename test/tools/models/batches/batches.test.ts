import { readFileSync } from "node:fs";
import { join } from "node:path";
import { openaiModel } from "../../../../tools/models/providers/openai-model.js";
import type { ChatModel, ChatRequest, ChatResponse } from "../../../../tools/models/contract.js";
import { failureOf } from "../../../helpers/failure-of.js";
import { startBatchServer, type BatchServer } from "../../../helpers/batch-server.js";
import { temporaryFolder } from "../../../memory/temporary-folder.js";

const previous = process.env["OPENAI_API_KEY"];
let server: BatchServer;
beforeAll(() => {
  process.env["OPENAI_API_KEY"] = "sk-for-a-local-server";
});
afterEach(() => server.stop());
afterAll(() => {
  if (previous === undefined) delete process.env["OPENAI_API_KEY"];
  else process.env["OPENAI_API_KEY"] = previous;
});

const echo = (body: Record<string, unknown>): string =>
  `to ${(body["messages"] as { content: string }[])[0]!.content}`;

function batched(settings: { readonly maxRequests?: number } = {}): ChatModel {
  return openaiModel({
    model: "m",
    baseUrl: server.url,
    batch: { maxRequests: 1000, waitSeconds: 0.02, pollSeconds: 0.01, ...settings },
  });
}

const request = (words: string, signal?: AbortSignal): ChatRequest => ({
  messages: [{ role: "user", content: words }],
  parameters: {},
  format: { type: "text" },
  origin: { orderId: words, step: "write", attempt: 0, agent: "generator", sampleIds: [] },
  signal,
});
const ask = (model: ChatModel, words: string, signal?: AbortSignal): Promise<ChatResponse> =>
  model.complete(request(words, signal));

describe("a model that is asked by batches", () => {
  it("sends what is asked together as one batch, and gives each its own answer", async () => {
    server = await startBatchServer({ answer: echo });
    const model = batched();
    const words = Array.from({ length: 40 }, (_, index) => `question ${index % 39}`);
    const answers = await Promise.all(words.map((one) => ask(model, one)));
    expect(answers.map(({ text }) => text)).toEqual(words.map((one) => `to ${one}`));
    expect(server.batches.map(({ lines }) => lines.length)).toEqual([40]);
    expect(new Set(server.batches[0]!.lines.map((line) => line.custom_id)).size).toBe(40);
  });

  it("sends no more in one batch than it may", async () => {
    server = await startBatchServer({ answer: echo });
    const model = batched({ maxRequests: 3 });
    await Promise.all(["a", "b", "c", "d"].map((one) => ask(model, one)));
    expect(server.batches.map(({ lines }) => lines.length).sort()).toEqual([1, 3]);
  });

  it("gives a refused request the error that it would have had by itself", async () => {
    server = await startBatchServer({
      answer: echo,
      refuse: ({ body }) =>
        echo(body) === "to b" ? { status: 400, message: "no such thing as b" } : null,
    });
    const model = batched();
    const [fine, refused] = await Promise.allSettled([ask(model, "a"), ask(model, "b")]);
    expect(fine).toMatchObject({ status: "fulfilled", value: { text: "to a" } });
    expect(refused).toMatchObject({
      status: "rejected",
      reason: { code: "MODEL_BAD_REQUEST", message: expect.stringContaining("no such thing as b") },
    });
  });

  it("says what the provider said of a batch that failed", async () => {
    server = await startBatchServer({ answer: echo, status: () => "failed" });
    const error = await failureOf(ask(batched(), "a"));
    expect(error).toMatchObject({ code: "MODEL_BAD_REQUEST" });
    expect(error.message).toContain("batch batch-1 is failed: line 1 is no request (line 1)");
  });

  it("begins a batch once where the answer to that was lost, and looks again after a 500", async () => {
    server = await startBatchServer({
      answer: echo,
      fault: (call, times) =>
        times > 1
          ? null
          : call === "POST /v1/batches"
            ? "closed"
            : call.includes("batch-1")
              ? 500
              : null,
    });
    expect((await ask(batched(), "a")).text).toBe("to a");
    expect(server.batches).toHaveLength(1);
  });

  it("after a kill takes the answers of what was sent before, and sends nothing twice", async () => {
    let isDone = false;
    server = await startBatchServer({
      answer: echo,
      status: () => (isDone ? "completed" : "in_progress"),
    });
    const file = join(temporaryFolder(), "batches.jsonl");
    const told: string[] = [];
    const first = batched();
    first.keep!({ file, told: (message) => told.push(message) });
    const killed = new AbortController();
    const left = Promise.allSettled(["a", "b"].map((one) => ask(first, one, killed.signal)));
    while (server.batches.length === 0) await new Promise((next) => setImmediate(next));
    killed.abort(new Error("killed"));
    expect(await left).toMatchObject([{ status: "rejected" }, { status: "rejected" }]);
    expect(readFileSync(file, "utf8")).not.toContain("question");

    isDone = true;
    const second = batched();
    second.keep!({ file, told: (message) => told.push(message) });
    const answers = await Promise.all(["a", "b", "c"].map((one) => ask(second, one)));
    expect(answers.map(({ text }) => text)).toEqual(["to a", "to b", "to c"]);
    expect(server.batches.map(({ lines }) => lines.length)).toEqual([2, 1]);
    expect(told.at(-1)).toMatch(/^batch batch-\d: completed, \d of \d answered$/u);
  });

  it.each(["cancelled", "failed"])(
    "asks again what an earlier process had asked in a batch that was %s",
    async (status) => {
      server = await startBatchServer({
        answer: echo,
        status: (_look, { id }) => (id === "batch-1" ? status : "completed"),
      });
      const file = join(temporaryFolder(), "batches.jsonl");
      const first = batched();
      first.keep!({ file, told: () => {} });
      const ended = await Promise.allSettled(["a", "b"].map((one) => ask(first, one)));
      expect(ended).toMatchObject([{ status: "rejected" }, { status: "rejected" }]);
      const second = batched();
      second.keep!({ file, told: () => {} });
      const answers = await Promise.all(["a", "b"].map((one) => ask(second, one)));
      expect(answers.map(({ text }) => text)).toEqual(["to a", "to b"]);
      expect(server.batches.map(({ lines }) => lines.length)).toEqual([2, 2]);
    },
  );

  it("costs half of the list price", () => {
    const priced = (batch?: { maxRequests: number; waitSeconds: number; pollSeconds: number }) =>
      openaiModel({ model: "gpt-4o-mini", baseUrl: "https://api.openai.com/v1", batch }).info
        .price!;
    const half = priced({ maxRequests: 1, waitSeconds: 1, pollSeconds: 1 });
    expect(half.input).toBeCloseTo(priced().input / 2);
    expect(half.output).toBeCloseTo(priced().output / 2);
  });
});
