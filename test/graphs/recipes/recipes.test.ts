import type { TaskSpec, TaskSpecInput } from "../../../schema/task-file/task-spec.js";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { AGENT_SLOTS } from "../../../agents/slots.js";
import { choiceProblems } from "../../../agents/check-choices.js";
import { taskSpecSchema } from "../../../schema/task-file/task-spec.js";
import { readTaskObject } from "../../../graphs/run/read-task.js";
import { recipePage } from "../../../graphs/recipes/recipe-table.js";
import { allRecipes, RECIPES } from "../../../graphs/recipes/recipes.js";

const checkTask = async (task: TaskSpecInput): Promise<TaskSpec> =>
  (await readTaskObject(task)).spec;

const root = new URL("../../../", import.meta.url);
const files = readdirSync(new URL("graphs/recipes/published/", root));
const source = (name: string): string =>
  readFileSync(new URL(`graphs/recipes/published/${name}`, root), "utf8");
const code = (name: string): string[] =>
  source(name)
    .split("\n")
    .filter((line) => line.trim() !== "" && !line.trim().startsWith("//"));

describe("recipes", () => {
  it("has one file for each, named after it, and no other", () => {
    expect(files.map((name) => name.replace(/\.ts$/u, "")).sort()).toEqual(RECIPES.names.sort());
  });

  it.each(files)(
    "%s is data: at most 70 lines of 100 characters, no function, its paper on top",
    (name) => {
      expect(code(name).length).toBeLessThanOrEqual(70);
      expect(code(name).filter((line) => line.length > 100)).toEqual([]);
      expect(code(name).join("\n")).not.toMatch(/=>|\bfunction\b|\bif\b\s*\(|\breturn\b/u);
      expect([...source(name).matchAll(/from "([^"]+)"/gu)].map((match) => match[1])).toEqual([
        "../recipe.js",
      ]);
      expect(source(name)).toMatch(/^\/\/ .*\b(?:19|20)\d\d\b/u);
    },
  );

  it("names each recipe as its file, what is as published, what is not, where it runs", async () => {
    for (const { name, about } of RECIPES.entries) {
      const { value: recipe } = await RECIPES.choose(name, []);
      expect(recipe.name).toBe(name);
      expect(`${recipe.title}.`).toBe(about);
      expect(recipe.asPublished.length).toBeGreaterThan(0);
      expect(recipe.differs.length).toBeGreaterThan(0);
      expect(recipe.kinds.length).toBeGreaterThan(0);
      expect({ name, example: existsSync(new URL(recipe.example, root)) }).toEqual({
        name,
        example: true,
      });
    }
  });

  it("is the page docs/recipes.md, as `npm run recipes-page` writes it", async () => {
    expect(readFileSync(new URL("docs/recipes.md", root), "utf8")).toBe(
      recipePage(await allRecipes()),
    );
  });

  it("names the nearest recipe for one that there is not", async () => {
    const task = { name: "t", kind: "dialogue", description: "Things.", target: 4 } as const;
    await expect(checkTask({ ...task, recipe: "zerogn" })).rejects.toMatchObject({
      code: "SPEC_INVALID",
      message: 'recipe: there is no recipe "zerogn"; did you mean "zerogen"?',
    });
    await expect(checkTask({ ...task, recipe: "constructor" })).rejects.toMatchObject({
      code: "SPEC_INVALID",
    });
  });

  it("names nothing that there is not, and gives it no wrong setting", async () => {
    for (const { name, task, kinds } of await allRecipes()) {
      const spec = { name, description: "Things.", target: 4, kind: kinds[0]! };
      expect(await choiceProblems(taskSpecSchema.parse({ ...spec, ...task }), AGENT_SLOTS)).toEqual(
        [],
      );
    }
  });

  it("refuses a task of another kind, or without what the recipe works on, naming the field", async () => {
    const task = { name: "t", description: "Things.", target: 4 } as const;
    await expect(checkTask({ ...task, kind: "dialogue", recipe: "zerogen" })).rejects.toMatchObject(
      { code: "SPEC_INVALID", message: expect.stringMatching(/^kind: .*zerogen/u) },
    );
    await expect(
      checkTask({ ...task, kind: "classification", labels: ["a", "b"], recipe: "fewgen" }),
    ).rejects.toMatchObject({
      code: "SPEC_INVALID",
      message: expect.stringMatching(/^support: /u),
    });
    await expect(
      checkTask({
        ...task,
        kind: "extraction",
        recipe: "synthie",
        knowledge: [{ text: "A fact." }],
      }),
    ).rejects.toMatchObject({
      code: "SPEC_INVALID",
      message: expect.stringMatching(/^knowledge: /u),
    });
  });

  it("orders by what is lacking, and samples as its paper does where the task asks for that", async () => {
    const task = {
      name: "t",
      description: "Things.",
      target: 4,
      kind: "classification" as const,
      labels: ["a", "b"],
      recipe: "zerogen",
    };
    const usual = await checkTask(task);
    expect([usual.plan.strategy, usual.plan.subtopics, usual.generate.unlike]).toEqual([
      "deficit",
      undefined,
      4,
    ]);
    const published = await checkTask({ ...task, asPublished: true });
    expect([
      published.plan.strategy,
      published.plan.subtopics,
      published.generate.unlike,
      published.generate.temperature,
    ]).toEqual(["uniform", 0, 0, 1]);
    await expect(
      checkTask({ ...task, recipe: undefined, asPublished: true }),
    ).rejects.toMatchObject({
      code: "SPEC_INVALID",
      message: expect.stringMatching(/^asPublished: /u),
    });
  });

  it("puts its settings below the task's own", async () => {
    const task = {
      name: "t",
      description: "Things.",
      target: 4,
      kind: "classification" as const,
      labels: ["a", "b"],
      recipe: "zerogen",
    };
    expect((await checkTask(task)).generate).toMatchObject({
      temperature: 1,
      topP: 0.9,
      demonstrations: { count: 0 },
    });
    expect((await checkTask({ ...task, generate: { temperature: 0.2 } })).generate).toMatchObject({
      temperature: 0.2,
      topP: 0.9,
    });
  });
});
