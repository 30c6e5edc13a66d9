import { FakeEmbeddings, FakeListChatModel } from "@langchain/core/utils/testing";
import {
  resolveEmbeddings,
  resolveModel,
} from "../../../../tools/models/providers/resolve-model.js";
import { scriptedModel } from "../../../../tools/models/providers/scripted-model.js";

const URL = "http://localhost:11434/v1";

describe("resolveModel", () => {
  it("takes names, settings, registered names and objects", async () => {
    const mine = scriptedModel([]);
    expect(await resolveModel(mine)).toBe(mine);
    expect(await resolveModel("mine", { registered: { mine } })).toBe(mine);
    expect((await resolveModel(new FakeListChatModel({ responses: ["x"] }))).info.name).toMatch(
      /^langchain:/,
    );
    expect(
      (await resolveModel({ model: "openai:llama3.1:8b", baseUrl: URL, contextTokens: 4096 })).info,
    ).toMatchObject({ name: "openai:llama3.1:8b", contextTokens: 4096, price: null });
    const [left, right] = [
      await resolveModel("openai:m", { baseUrl: "http://localhost:1/v1" }),
      await resolveModel({ model: "openai:m", baseUrl: "http://localhost:1/v1" }),
    ];
    expect(left.info.fingerprint).toBe(right.info.fingerprint);
    expect((await resolveModel("embedded")).info.name).toBe("embedded");
  });

  it("refuses a base URL that holds a secret, without repeating it", async () => {
    for (const baseUrl of [
      "http://me:hunter2@localhost:1/v1",
      "https://localhost/v1?api-key=hunter2",
    ]) {
      for (const resolved of [
        resolveModel({ model: "openai:m", baseUrl }),
        resolveModel("openai:m", { baseUrl }),
        resolveEmbeddings({ model: "openai:m", dimension: 4, baseUrl }),
      ]) {
        const error = (await resolved.then(
          () => null,
          (reason: unknown) => reason,
        )) as { code: string; message: string };
        expect(error.code).toBe("SPEC_INVALID");
        expect(JSON.stringify(error) + error.message).not.toContain("hunter2");
      }
    }
    expect(
      (await resolveModel("openai:m", { baseUrl: "https://localhost/v1?api-version=2024-10-21" }))
        .info.name,
    ).toBe("openai:m");
  });

  it("names the nearest of the known names", async () => {
    await expect(resolveModel("embeded")).rejects.toMatchObject({
      code: "MODEL_UNKNOWN",
      message: expect.stringContaining("did you mean embedded") as string,
    });
    await expect(
      resolveModel("min", { registered: { mine: scriptedModel([]) } }),
    ).rejects.toMatchObject({ details: { nearest: ["mine"] } });
    await expect(resolveModel("openai:")).rejects.toMatchObject({ code: "MODEL_UNKNOWN" });
    await expect(resolveModel("toString")).rejects.toMatchObject({ code: "MODEL_UNKNOWN" });
    await expect(resolveEmbeddings("gpt-4")).rejects.toMatchObject({ code: "MODEL_UNKNOWN" });
  });

  it("resolves embeddings, and asks for a dimension that nobody knows", async () => {
    expect(
      await resolveEmbeddings({ model: "openai:nomic-embed-text:latest", baseUrl: URL }),
    ).toMatchObject({ dimension: 768 });
    expect(
      await resolveEmbeddings({ model: "openai:some-embedder", dimension: 64 }, { baseUrl: URL }),
    ).toMatchObject({ dimension: 64 });
    await expect(resolveEmbeddings("openai:some-embedder", { baseUrl: URL })).rejects.toMatchObject(
      { code: "SPEC_INVALID" },
    );
    expect((await resolveEmbeddings(new FakeEmbeddings())).dimension).toBe(4);
    expect((await resolveEmbeddings("embedded")).dimension).toBeGreaterThan(0);
    expect((await resolveEmbeddings({ model: "embedded", dimension: 64 })).dimension).toBe(64);
  });
});
