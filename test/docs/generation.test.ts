import { readFileSync } from "node:fs";
import { parse } from "yaml";
import {
  CRITERIA,
  DECOMPOSITIONS,
  DEFAULT_CRITERIA,
  GENERATE_STRATEGIES,
  SEED_SELECTORS,
} from "../../agents/builtin.js";
import type { GenerateStrategy } from "../../agents/generator/contract.js";
import { checkTask } from "../../graphs/recipes/read-task.js";

const page = readFileSync(new URL("../../docs/generation.md", import.meta.url), "utf8");

describe("docs/generation.md", () => {
  it(
    "names every decomposition, strategy, choice of seeds and further criterion, and no other " +
      "in its tables",
    () => {
      for (const name of [
        ...Object.keys(DECOMPOSITIONS),
        ...Object.keys(GENERATE_STRATEGIES),
        ...Object.keys(SEED_SELECTORS),
      ])
        expect(page).toContain(`\`${name}\``);
      const named = [...page.matchAll(/^\| (`[^|]+) \|/gmu)].flatMap((row) =>
        [...row[1]!.matchAll(/`([^`]+)`/gu)].map((match) => match[1]!),
      );
      for (const name of named)
        expect({
          name,
          known: [DECOMPOSITIONS, GENERATE_STRATEGIES, SEED_SELECTORS, CRITERIA].some(
            (table) => name in table,
          ),
        }).toEqual({ name, known: true });
      // Those of conditions and checkers have pages of their own.
      const others = Object.keys(CRITERIA).filter(
        (name) =>
          !(DEFAULT_CRITERIA as readonly string[]).includes(name) &&
          !["conditions", "checker"].includes(name),
      );
      expect(others.filter((name) => !named.includes(name))).toEqual([]);
    },
  );

  it("names every setting of a strategy in its row", async () => {
    for (const [name, load] of Object.entries(GENERATE_STRATEGIES)) {
      const row = page
        .split("\n")
        .findLast((line) => line.startsWith("| ") && line.split("|")[1]!.includes(`\`${name}\``))!;
      for (const setting of Object.keys(((await load()) as GenerateStrategy).settings?.shape ?? {}))
        expect({ name, setting, named: row.includes(`\`${setting}\``) }).toEqual({
          name,
          setting,
          named: true,
        });
    }
  });

  it("has an example that is valid", async () => {
    const [example] = [...page.matchAll(/```yaml\n([\s\S]*?)```/gu)].map(
      (match) => parse(match[1]!) as object,
    );
    await expect(
      checkTask({ name: "t", kind: "reasoning", description: "Problems.", target: 4, ...example }),
    ).resolves.toMatchObject({ steps: [{ id: "problem" }, { id: "solution" }] });
  });
});
