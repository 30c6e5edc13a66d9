import { existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { loadedPackages } from "../../helpers/loaded-packages.js";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../../..");

describe("loading a model's module", () => {
  it.each([
    "providers/resolve-model",
    "providers/openai-model",
    "providers/openai-embeddings",
    "providers/langchain/langchain-model",
    "middleware/compose-model",
    "providers/role-model",
    "providers/scripted-model",
  ])("does not load LangChain or a client for %s", (name) => {
    const file = resolve(root, `tools/models/${name}.ts`);
    expect(existsSync(file)).toBe(true);
    expect(
      [...loadedPackages(file)].filter((specifier) => /^(?:@langchain|openai)/u.test(specifier)),
    ).toEqual([]);
  });

  it("would see it", () => {
    const file = resolve(root, "tools/models/providers/langchain/openai-client.ts");
    expect([...loadedPackages(file)]).toContain("@langchain/openai");
  });
});
