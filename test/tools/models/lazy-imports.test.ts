import { existsSync, readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../../..");

/**
 * Packages that loading a file loads: its static imports and those of the files it imports; types
 * cost nothing.
 */
function loadedPackages(
  file: string,
  seen = new Set<string>(),
  packages = new Set<string>(),
): Set<string> {
  if (seen.has(file) || !existsSync(file)) return packages;
  seen.add(file);
  for (const [, specifier] of readFileSync(file, "utf8").matchAll(
    /^(?:import|export)\s+(?!type\b)[^;]*?from\s+"([^"]+)"/gm,
  )) {
    if (specifier?.startsWith("."))
      loadedPackages(resolve(dirname(file), specifier.replace(/\.js$/, ".ts")), seen, packages);
    else if (specifier) packages.add(specifier);
  }
  return packages;
}

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
