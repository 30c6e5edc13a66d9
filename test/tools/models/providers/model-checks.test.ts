import { FakeListChatModel } from "@langchain/core/utils/testing";
import { chatModelChecks, embeddingModelChecks, scriptedModel } from "../../../../testing.js";
import { embeddedEmbeddings } from "../../../../tools/embeddings/embedded-embeddings.js";
import type { ChatModel, EmbeddingModel } from "../../../../tools/models/contract.js";
import { embeddedModel } from "../../../../tools/models/embedded/embedded-model.js";
import { fromLangChainModel } from "../../../../tools/models/providers/langchain/langchain-model.js";
import { openaiEmbeddings } from "../../../../tools/models/providers/openai-embeddings.js";
import { openaiModel } from "../../../../tools/models/providers/openai-model.js";
import { startOpenAiServer, type OpenAiServer } from "../../../helpers/openai-server.js";

const ticket = '```json\n{"text":"Where is it?","label":"delivery"}\n```';
let server: OpenAiServer;
beforeAll(async () => {
  server = await startOpenAiServer();
});
afterAll(() => server.stop());

describe("every chat model", () => {
  const models: Record<string, () => ChatModel> = {
    scripted: () => scriptedModel([{ times: "any", text: ticket }]),
    openai: () => openaiModel({ model: "m", baseUrl: server.url, logProbabilities: true }),
    embedded: () => embeddedModel(),
    langchain: () => fromLangChainModel(new FakeListChatModel({ responses: [ticket] })),
  };
  for (const [name, create] of Object.entries(models)) {
    for (const check of chatModelChecks(create, { seeded: true }))
      it(`${name}: ${check.name}`, () => check.run());
  }

  it("would be told where it breaks the contract", async () => {
    const broken: ChatModel = {
      info: scriptedModel([]).info,
      complete: () =>
        Promise.resolve({
          text: "",
          usage: { inputTokens: NaN, outputTokens: 0 },
          finish: "stop",
          model: "",
        }),
    };
    const failed: string[] = [];
    for (const check of chatModelChecks(() => broken))
      await check.run().catch(() => failed.push(check.name));
    expect(failed).toEqual([
      "answers with text, usage and a finish reason",
      "answers with an object that fits the schema",
      "answers many requests at once",
      "refuses to start when the signal is aborted",
    ]);
  });
});

describe("every embedding model", () => {
  for (const check of embeddingModelChecks(() => embeddedEmbeddings()))
    it(`embedded: ${check.name}`, () => check.run());
  for (const check of embeddingModelChecks(() =>
    openaiEmbeddings({ model: "m", baseUrl: server.url, dimension: 64 }),
  ))
    it(`openai: ${check.name}`, () => check.run());

  it("would be told where it breaks the contract", async () => {
    const broken: EmbeddingModel = {
      name: "broken",
      dimension: 2,
      embed: (texts) => Promise.resolve(texts.map(() => Float32Array.from([1, 1]))),
    };
    const failed: string[] = [];
    for (const check of embeddingModelChecks(() => broken))
      await check.run().catch(() => failed.push(check.name));
    expect(failed).toEqual([
      "gives one unit vector of its dimension per text",
      "tells texts apart in every script",
    ]);
  });
});
