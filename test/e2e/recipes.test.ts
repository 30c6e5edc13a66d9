import { readFileSync } from "node:fs";
import { allRecipes } from "../../graphs/recipes/recipes.js";
import { CommandLine, lastJson } from "../helpers/command-line.js";
import type { Summary } from "../../schema/report.js";
import { typed } from "../helpers/typed.js";

const cli = new CommandLine();
afterAll(() => cli.remove());
const recipes = await allRecipes();

/** Of what the embedded model writes for these, one draft in ten is good: three rounds need more drafts. */
const TARGETS: Readonly<Record<string, number>> = { "unnatural-instructions": 12, "sp-cot": 12 };

describe("recipes on the embedded model", () => {
  it.each(recipes.map((recipe) => [recipe.name, recipe] as const))(
    "%s makes a dataset of its example with one command",
    async (name, { example }) => {
      const done = await cli.run(
        ...typed`run ${example} --recipe ${name} --target ${String(TARGETS[name] ?? 3)} --yes --json`,
      );
      if (done.code !== 0)
        throw new Error(`${name} ended with ${done.code}: ${done.stderr.slice(-1500)}`);
      const summary = lastJson<Summary & { readonly folder: string }>(done);
      expect(summary.accepted).toBeGreaterThanOrEqual(1);
      const rows = readFileSync(`${summary.folder}/dataset.jsonl`, "utf8")
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as Record<string, unknown>);
      expect(rows).toHaveLength(summary.accepted);
      expect(
        (
          JSON.parse(readFileSync(`${summary.folder}/config.json`, "utf8")) as {
            spec: { recipe: string };
          }
        ).spec.recipe,
      ).toBe(name);
    },
  );
});

describe("datawright recipes", () => {
  it("lists all with what they need, and shows one with its settings", async () => {
    const list = await cli.run("recipes");
    for (const { name } of recipes) expect(list.stdout).toMatch(new RegExp(`^${name} `, "mu"));
    const one = await cli.run("recipes", "attrprompt");
    expect(one.stdout).toContain("Yu et al. 2023");
    expect(one.stdout).toContain("classFilter: true");
    expect(await cli.json("recipes", "s3")).toMatchObject({
      name: "s3",
      task: { plan: { seeds: "student-errors" } },
    });
  });
});
