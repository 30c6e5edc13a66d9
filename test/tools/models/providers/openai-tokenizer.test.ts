import { fromLangChainModel } from "../../../../tools/models/providers/langchain/langchain-model.js";
import { openaiModel } from "../../../../tools/models/providers/openai-model.js";
import {
  openaiEncoding,
  openaiTokenizer,
} from "../../../../tools/models/providers/openai-tokenizer.js";

describe("openaiEncoding", () => {
  it.each([
    "gpt-4o",
    "gpt-4o-mini-2024-07-18",
    "gpt-4.1-nano",
    "gpt-5",
    "gpt-5.1-mini",
    "o3",
    "o4-mini-2025-04-16",
    "chatgpt-4o-latest",
    "ft:gpt-4o-mini-2024-07-18:shop::abc",
    "openai/gpt-4.1",
    "gpt-oss-20b",
  ])("is o200k_base for %s", (name) => {
    expect(openaiEncoding(name)).toBe("o200k_base");
  });
  it.each([
    "gpt-4",
    "gpt-4-turbo",
    "gpt-4-0613",
    "gpt-3.5-turbo",
    "gpt-35-turbo",
    "ft:gpt-3.5-turbo:shop",
    "text-embedding-3-small",
  ])("is cl100k_base for %s", (name) => {
    expect(openaiEncoding(name)).toBe("cl100k_base");
  });
  it.each(["llama3.2", "qwen2.5:7b", "mistral-large", "my-gpt-4o", "", "omni"])(
    "is unknown for %s",
    (name) => {
      expect(openaiEncoding(name)).toBeNull();
      expect(openaiTokenizer(name)).toBeUndefined();
    },
  );
});

describe("openaiTokenizer", () => {
  it("counts with the encoding of the model", async () => {
    // Counts published with the encodings: o200k_base has whole words where cl100k_base has pieces.
    expect(await openaiTokenizer("gpt-4o")!("안녕하세요")).toBe(2);
    expect(await openaiTokenizer("gpt-4")!("안녕하세요")).toBe(5);
    expect(await openaiTokenizer("gpt-4o")!("The parcel has not arrived yet.")).toBe(7);
  });

  it("comes with the models that have it, and with no other", async () => {
    expect(await openaiModel({ model: "gpt-4o-mini" }).info.countTokens!("hello world")).toBe(2);
    expect(
      openaiModel({ model: "llama3.2", baseUrl: "http://127.0.0.1:9/v1" }).info.countTokens,
    ).toBeUndefined();
    const chat = (model: string): Parameters<typeof fromLangChainModel>[0] =>
      ({ model, getName: () => model, _llmType: () => "fake" }) as never;
    expect(await fromLangChainModel(chat("gpt-4.1")).info.countTokens!("hello world")).toBe(2);
    expect(fromLangChainModel(chat("claude")).info.countTokens).toBeUndefined();
    expect(
      await fromLangChainModel(chat("claude"), { countTokens: (text) => text.length }).info
        .countTokens!("four"),
    ).toBe(4);
  });
});
