import { readFileSync } from "node:fs";
import { taskFilePage } from "../../graphs/recipes/task-file-page.js";
import { namelessTaskJsonSchema } from "../../schema/task-file/publish.js";

type Node = Readonly<Record<string, unknown>>;

/** Paths of the fields of a JSON Schema that say nothing of what they are. */
function silent(node: Node, path = ""): string[] {
  const inner = Object.entries((node["properties"] ?? {}) as Record<string, Node>);
  const below = [node["items"], node["additionalProperties"], node["anyOf"], node["oneOf"]]
    .flat()
    .filter((one): one is Node => typeof one === "object" && one !== null);
  return [
    ...inner.flatMap(([name, field]) => [
      ...(field["description"] === undefined ? [`${path}.${name}`] : []),
      ...silent(field, `${path}.${name}`),
    ]),
    ...below.flatMap((one) => silent(one, path)),
  ];
}

describe("docs/task-file.md", () => {
  it("is as `npm run task-file-page` writes it", () => {
    const page = readFileSync(new URL("../../docs/task-file.md", import.meta.url), "utf8");
    expect(page).toBe(taskFilePage());
  });

  it("has something to say about every field, in editors too", () => {
    expect(silent(namelessTaskJsonSchema() as Node)).toEqual([]);
  });
});
