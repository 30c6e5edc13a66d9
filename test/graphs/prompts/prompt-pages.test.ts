import { existsSync, readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { checkPrompts } from "../../../graphs/prompts/check-prompts.js";
import { promptIndex, promptPage } from "../../../graphs/prompts/prompt-page.js";
import { promptsOf, type MethodPrompts } from "../../../graphs/prompts/read-prompts.js";
import { recordRequests, type RecordedRun } from "../../../graphs/prompts/record-requests.js";
import type { Recipe } from "../../../graphs/recipes/recipe.js";
import { allRecipes, RECIPES } from "../../../graphs/recipes/recipes.js";
import { isStrictSchema } from "../../../tools/models/prompt/strict-schema.js";
import { strictSchemaFault } from "../../helpers/strict-schema-server.js";

const root = new URL("../../../", import.meta.url);
const fileOf = (path: string): string => fileURLToPath(new URL(path, root));
const page = (name: string): string => {
  const file = fileOf(`docs/prompts/${name}.md`);
  return existsSync(file) ? readFileSync(file, "utf8") : "";
};

/** The examples' documents are named after the label or topic that they are about. */
const TOPICS: Readonly<Record<string, readonly string[]>> = {
  news: ["science", "sport", "business", "culture"],
  textbook: ["heat", "light", "levers", "water pressure", "electricity"],
};
const NAMES: Readonly<Record<string, string>> = { water: "water pressure" };
function topicsOf({ id }: Readonly<Record<string, unknown>>): readonly string[] | null {
  const [, stem] = /([\w-]+)\.\w+#/u.exec(String(id)) ?? [];
  return stem === undefined ? null : [NAMES[stem] ?? stem];
}

function findingsOf(run: RecordedRun, example = ""): string[] {
  const topics = Object.entries(TOPICS).find(([folder]) => example.includes(`/${folder}/`))?.[1];
  const context = topics === undefined ? run : { ...run, topicsOf, topics };
  return checkPrompts(run.requests, context).map(
    ({ code, step, message }) => `${code}, ${step}: ${message}`,
  );
}

/** Schemas that would be sent as strict and that a server with the documented rules refuses. */
function refusedSchemas({ requests }: RecordedRun): readonly unknown[] {
  return requests.flatMap(({ request: { format } }) => {
    if (format.schema === undefined || format.type !== "schema") return [];
    const { name = "answer", schema } = format;
    const json_schema = { name, schema, strict: isStrictSchema(schema) };
    const fault = strictSchemaFault({ body: { response_format: { json_schema } } });
    return fault === null ? [] : [fault];
  });
}

describe("the prompts of every recipe", () => {
  const pages: { recipe: Recipe; prompts: MethodPrompts }[] = [];

  it.each(RECIPES.names)("%s: docs/prompts has them, and the prompt check passes", async (name) => {
    const { value: recipe } = await RECIPES.choose(name, []);
    const run = await recordRequests(fileOf(recipe.example), { recipe: name });
    expect(findingsOf(run, recipe.example)).toEqual([]);
    expect(refusedSchemas(run)).toEqual([]);
    const prompts = promptsOf(run);
    pages.push({ recipe, prompts });
    expect(page(name)).toBe(promptPage(recipe, prompts));
  });

  it("has an index of them, and no page of anything else", async () => {
    expect(page("README")).toBe(promptIndex(pages));
    expect(readdirSync(fileOf("docs/prompts")).sort()).toEqual(
      ["README.md", ...(await allRecipes()).map(({ name }) => `${name}.md`)].sort(),
    );
  });
});

describe("the prompts of every kind without a recipe", () => {
  it.each(readdirSync(fileOf("examples/kinds")))("%s", async (kind) => {
    const run = await recordRequests(fileOf(`examples/kinds/${kind}/task.yaml`), { samples: 6 });
    expect(findingsOf(run)).toEqual([]);
    expect(refusedSchemas(run)).toEqual([]);
  });
});
