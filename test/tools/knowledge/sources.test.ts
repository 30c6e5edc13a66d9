import { resolve } from "node:path";
import { KNOWLEDGE_TYPES } from "../../../schema/task-file/knowledge-spec.js";
import { KNOWLEDGE_SOURCES } from "../../../tools/knowledge/sources.js";
import { loadedPackages } from "../../helpers/loaded-packages.js";

const root = resolve(import.meta.dirname, "../../..");
const HEAVY = [
  "n3",
  "jsonld-streaming-parser",
  "graphology",
  "unpdf",
  "html-to-text",
  "robots-parser",
  "fast-xml-parser",
];

describe("knowledge sources", () => {
  it.each([
    "index.ts",
    "graphs/runtime/run-knowledge.ts",
    "graphs/run/launch.ts",
    "cli/commands/validate.ts",
    "tools/task-file/read-task.ts",
  ])("load none of their libraries with %s", (file) => {
    const packages = loadedPackages(resolve(root, file));
    expect(packages.size).toBeGreaterThan(0);
    expect(HEAVY.filter((name) => packages.has(name))).toEqual([]);
  });

  it("would see one, and are there for every type that a task can name", async () => {
    expect(loadedPackages(resolve(root, "tools/knowledge/triples/rdf-source.ts"))).toContain("n3");
    expect(KNOWLEDGE_SOURCES.names).toEqual(Object.keys(KNOWLEDGE_TYPES));
    for (const name of KNOWLEDGE_SOURCES.names)
      expect(typeof (await KNOWLEDGE_SOURCES.choose(name, [])).value).toBe("function");
  });
});
