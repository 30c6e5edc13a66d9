import { FakeEmbeddings, FakeListChatModel } from "@langchain/core/utils/testing";
import { z } from "zod";
import {
  fromLangChainEmbeddings,
  fromLangChainModel,
} from "../../../../tools/models/providers/langchain-model.js";
import { completeObject } from "../../../../tools/models/prompt/structured.js";

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
    expect(model.info).toMatchObject({ price: null, structured: ["text"] });
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
