import { recipeChecks } from "../../graphs/conformance/recipe-checks.js";
import { knowledgeSourceChecks } from "../../graphs/conformance/knowledge-source-checks.js";
import { RECIPES } from "../../graphs/recipes/recipes.js";
import { openSources } from "../../tools/knowledge/load-knowledge.js";

describe.each(RECIPES.names)("recipe %s", (name) => {
  for (const check of recipeChecks(async () => (await RECIPES.choose(name, [])).value))
    it(check.name, () => check.run());
});

describe.each([
  ["text", { name: "text", path: "README.md" }],
  ["documents", { name: "documents", path: "docs" }],
  ["csv", { name: "csv", path: "examples/recipes/clinical/terms.csv" }],
])("knowledge source %s", (_name, spec) => {
  const open = async () => (await openSources([spec], { folder: "." }))[0]!;
  for (const check of knowledgeSourceChecks(open)) it(check.name, () => check.run());
});
