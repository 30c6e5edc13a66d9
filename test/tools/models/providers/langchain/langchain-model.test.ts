import { BaseChatModel } from "@langchain/core/language_models/chat_models";
import { AIMessageChunk } from "@langchain/core/messages";
import { RunnableLambda } from "@langchain/core/runnables";
import { FakeEmbeddings, FakeListChatModel } from "@langchain/core/utils/testing";
import { ChatOpenAI } from "@langchain/openai";
import { z } from "zod";
import {
  fromLangChainEmbeddings,
  fromLangChainModel,
} from "../../../../../tools/models/providers/langchain/langchain-model.js";
import { resolveModel } from "../../../../../tools/models/providers/resolve-model.js";
import {
  callTools,
  startOpenAiServer,
  type OpenAiServer,
  type OpenAiServerOptions,
} from "../../../../helpers/openai-server.js";
import { completeObject } from "../../../../../tools/models/prompt/structured.js";

describe("fromLangChainModel", () => {
  it("asks a LangChain model for fenced text, the schema in its prompt", async () => {
    const model = fromLangChainModel(
      new FakeListChatModel({ responses: ["Hm, let me see.", '{"a":1}'] }),
    );
    const answer = await completeObject(model, {
      prompt: { sections: [] },
      schema: z.object({ a: z.number() }),
      name: "thing",
      step: "s",
      orderId: "o",
      agent: "a",
    });
    expect(answer.value).toEqual({ a: 1 });
    expect(answer.usage.inputTokens).toBeGreaterThan(0);
    expect(model.info).toMatchObject({ price: null, tools: true });
  });

  it("codes what the model throws", async () => {
    const failing = new FakeListChatModel({ responses: ["x"] });
    failing.invoke = () =>
      Promise.reject(
        Object.assign(new Error("Too many requests"), {
          status: 429,
          headers: { "retry-after": "4" },
        }),
      );
    const request = {
      messages: [{ role: "user", content: "x" }],
      parameters: {},
      format: { type: "text" },
      origin: { orderId: "o", step: "s", attempt: 0, agent: "a", sampleIds: [] },
    } as const;
    await expect(fromLangChainModel(failing).complete(request)).rejects.toMatchObject({
      code: "MODEL_RATE_LIMIT",
      details: { retryAfterSeconds: 4 },
    });
  });
});

describe("a LangChain model with what its class can do", () => {
  const SHAPE = z.object({ text: z.string(), stars: z.number() });
  const OBJECT = { text: "fine", stars: 4 };
  const call = {
    prompt: { sections: [] },
    schema: SHAPE,
    name: "rating",
    step: "s",
    orderId: "o",
    agent: "a",
  };
  const messages = [{ role: "user", content: "Hello" }] as const;
  const request = {
    messages,
    format: { type: "text" },
    origin: { orderId: "o", step: "s", attempt: 0, agent: "a", sampleIds: [] },
  } as const;

  async function withServer(
    work: (client: ChatOpenAI, server: OpenAiServer) => Promise<void>,
    options: OpenAiServerOptions = {},
    fields: object = {},
  ): Promise<void> {
    const server = await startOpenAiServer({ answer: () => OBJECT, ...options });
    const client = new ChatOpenAI({
      model: "gpt-4o-mini",
      apiKey: "none",
      maxRetries: 0,
      temperature: 0.9,
      configuration: { baseURL: server.url },
      ...fields,
    });
    try {
      await work(client, server);
    } finally {
      await server.stop();
    }
  }

  it("is asked for objects by its class's own way, at the temperature of the role", () =>
    withServer(async (client, server) => {
      const answer = await completeObject(fromLangChainModel(client), {
        ...call,
        parameters: { temperature: 0.2, maxTokens: 77 },
      });
      expect(answer.value).toEqual(OBJECT);
      expect(server.requests[0]!.body).toMatchObject({
        temperature: 0.2,
        response_format: { type: "json_schema", json_schema: { name: "rating" } },
      });
      expect(JSON.stringify(server.requests[0]!.body)).toContain("77");
      expect(JSON.stringify(server.requests[0]!.body["messages"])).not.toContain("JSON Schema");
      expect(client.temperature).toBe(0.9);
      expect(answer.usage.inputTokens).toBeGreaterThan(0);
    }));

  it("is asked by a tool call where its class has nothing else", async () => {
    const asked: unknown[] = [];
    class ToolCaller extends FakeListChatModel {
      override withStructuredOutput = BaseChatModel.prototype.withStructuredOutput as never;
      override bindTools(tools: unknown[]): never {
        return RunnableLambda.from(() => {
          asked.push(...tools);
          return new AIMessageChunk({
            content: "",
            tool_calls: [{ name: "rating", args: OBJECT, id: "1" }],
          });
        }) as never;
      }
    }
    const model = fromLangChainModel(new ToolCaller({ responses: ["no"] }));
    expect((await completeObject(model, call)).value).toEqual(OBJECT);
    expect(asked).toMatchObject([{ function: { name: "rating" } }]);
  });

  it("says what it cannot be given", () => {
    expect(fromLangChainModel(new FakeListChatModel({ responses: ["x"] })).info.ignores).toEqual([
      "temperature",
      "topP",
      "maxTokens",
    ]);
    expect(fromLangChainModel(new ChatOpenAI({ apiKey: "none" })).info.ignores).toEqual([]);
  });

  it("goes by its own temperature where its provider refuses another", () =>
    withServer(
      async (client, server) => {
        const model = fromLangChainModel(client);
        for (let turn = 0; turn < 2; turn++)
          await model.complete({ ...request, parameters: { temperature: 0 } });
        expect(server.requests.map(({ body }) => body["temperature"])).toEqual([0, 0.9, 0.9]);
      },
      {
        rule: ({ body }) =>
          body["temperature"] === 0
            ? { kind: "bad-request", message: "Unsupported value: 'temperature'" }
            : null,
      },
    ));

  it("may be wrapped by withRetry and withConfig", () =>
    withServer(async (client, server) => {
      const model = fromLangChainModel(
        client.withConfig({ stop: ["END"] }).withRetry({ stopAfterAttempt: 3 }),
      );
      expect(model.info.name).toBe("langchain:gpt-4o-mini");
      await model.complete({ ...request, parameters: {} });
      expect(server.requests[0]!.body).toMatchObject({ stop: ["END"] });
    }));

  it("is no sequence: the error says what to give", async () => {
    const model = new FakeListChatModel({ responses: ["x"] });
    const sequence = model.pipe((message) => message.content);
    await expect(resolveModel(sequence)).rejects.toMatchObject({
      code: "MODEL_UNKNOWN",
      message: expect.stringContaining("RunnableSequence"),
      hint: expect.stringContaining("fromRunnable"),
    });
  });

  it("is given tools and calls them", () =>
    withServer(
      async (client, server) => {
        const response = await fromLangChainModel(client).complete({
          ...request,
          messages: [
            ...messages,
            {
              role: "assistant",
              content: "",
              toolCalls: [{ id: "c1", name: "add", arguments: '{"a":1}' }],
            },
            { role: "tool", content: "2", toolCallId: "c1" },
          ],
          parameters: {},
          tools: [{ name: "add", parameters: { type: "object", properties: {} } }],
          toolChoice: "required",
        });
        expect(response.toolCalls).toMatchObject([{ name: "add", arguments: '{"a":2}' }]);
        expect(server.requests[0]!.body).toMatchObject({
          tool_choice: "required",
          messages: [
            { role: "user" },
            { role: "assistant", tool_calls: [{ id: "c1", function: { name: "add" } }] },
            { role: "tool", tool_call_id: "c1", content: "2" },
          ],
        });
      },
      { answer: () => callTools({ name: "add", args: { a: 2 } }) },
    ));
});

describe("fromLangChainEmbeddings", () => {
  it("scales vectors to length one and refuses zero ones", async () => {
    const given = (vector: number[]) =>
      fromLangChainEmbeddings(
        Object.assign(new FakeEmbeddings(), { embedDocuments: () => Promise.resolve([vector]) }),
        { dimension: 2 },
      ).embed(["x"]);
    expect(Array.from((await given([3, 4]))[0] as Float32Array)).toEqual([
      expect.closeTo(0.6),
      expect.closeTo(0.8),
    ]);
    for (const bad of [[0, 0], [1, NaN], [1], [Infinity, 1]])
      await expect(given(bad)).rejects.toMatchObject({ code: "VECTOR_INVALID" });
  });
});
