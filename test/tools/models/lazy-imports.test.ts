import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { loadedPackages } from "../../helpers/loaded-packages.js";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../../..");

describe("loading a model's module", () => {
  it.each([
    "resolve-model",
    "openai-model",
    "openai-embeddings",
    "langchain-model",
    "compose-model",
    "role-model",
    "scripted-model",
  ])("does not load LangChain for %s", (name) => {
    expect(
      [...loadedPackages(resolve(root, `tools/models/${name}.ts`))].filter((specifier) =>
        specifier.startsWith("@langchain"),
      ),
    ).toEqual([]);
  });

  it("would see it", () => {
    expect([...loadedPackages(resolve(root, "tools/models/providers/openai-client.ts"))]).toContain(
      "@langchain/openai",
    );
  });
});
