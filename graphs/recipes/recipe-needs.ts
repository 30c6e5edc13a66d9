import { chosenName, chosenSettings } from "../../base/slots/slot-choice.js";
import type { TaskSpec } from "../../schema/task-file/task-spec.js";
import { DatawrightError } from "../../base/errors.js";
import type { Recipe, RecipeNeed } from "./recipe.js";

const GRAPH_TYPES = ["rdf", "csv", "json-ld", "wordnet"];

interface Need {
  readonly holds: (spec: TaskSpec) => boolean;
  readonly path: string;
  readonly hint: string;
}

const NEEDS: Readonly<Record<RecipeNeed, Need>> = {
  labels: {
    holds: (spec) => (spec.labels?.length ?? 0) > 0,
    path: "labels",
    hint: "name the labels, with definitions",
  },
  support: {
    holds: (spec) => spec.support !== undefined,
    path: "support",
    hint: "give real rows under support, for example `support: { path: rows.csv }`",
  },
  inputs: {
    holds: (spec) => spec.inputs !== undefined,
    path: "inputs",
    hint: "give the unlabelled rows under inputs",
  },
  knowledge: {
    holds: (spec) => spec.knowledge.length > 0,
    path: "knowledge",
    hint:
      "give documents under knowledge, for example `knowledge: [{ name: documents, path: docs " +
      "}]`",
  },
  graph: {
    holds: (spec) => spec.knowledge.some((source) => GRAPH_TYPES.includes(source.name)),
    path: "knowledge",
    hint: `give a knowledge graph under knowledge (${GRAPH_TYPES.join(", ")})`,
  },
  attributes: {
    holds: ({ attributes, plan }) =>
      (attributes?.length ?? 0) > 0 ||
      (plan.conditions ?? []).some((choice) => chosenName(choice) !== "spec"),
    path: "attributes",
    hint: "name what varies, for example `attributes: { topic: […], audience: […] }`",
  },
  words: {
    holds: ({ plan }) =>
      (plan.conditions ?? []).some(
        (choice) => chosenName(choice) === "vocabulary" && chosenSettings(choice)["path"] != null,
      ),
    path: "plan.conditions",
    hint:
      "give a table with a column of words for each kind, for example `plan: { conditions: " +
      "[{ name: vocabulary, path: words.csv }] }`",
  },
};

/**
 * Checks that a task has what its recipe works on.
 * @throws SPEC_INVALID naming the field that is missing or does not fit
 */
export function checkRecipeNeeds(spec: TaskSpec, recipe: Recipe): void {
  const fail = (path: string, message: string, hint: string): never => {
    throw new DatawrightError({
      code: "SPEC_INVALID",
      message: `${path}: ${message}`,
      hint,
      details: { path },
    });
  };
  if (!recipe.kinds.includes(spec.kind))
    fail(
      "kind",
      `the recipe ${recipe.name} makes ${recipe.kinds.join(", ")} samples, not ${spec.kind}`,
      "choose another recipe (`datawright recipes` lists them), or another kind",
    );
  for (const name of recipe.needs) {
    const need = NEEDS[name];
    if (!need.holds(spec))
      fail(need.path, `the recipe ${recipe.name} needs ${name}, and the task has none`, need.hint);
  }
}
