import { fillSchema } from "../graphs/conformance/fill-schema.js";
import { definePlugin } from "../graphs/plugins/plugin.js";
import { defineRecipe } from "../graphs/recipes/recipe.js";
import { Random } from "../base/statistics/random.js";
import type { TaskSpecInput } from "../schema/task-file/task-spec.js";
import type { ChatModel } from "../tools/models/contract.js";
import { scriptedModel } from "../tools/models/providers/scripted-model.js";

const WORDS: Readonly<Record<string, readonly string[]>> = {
  refund: "refund charged invoice reimburse overpaid cashback billing deducted".split(" "),
  delivery: "courier shipment tracking depot delayed doorstep driver dispatch".split(" "),
};
const LABELS = Object.keys(WORDS);

/** A world in which it is known how good each recipe is. */
export interface World {
  /** Recipe -> share of its rows that have the label that they say. */
  readonly rightness: Readonly<Record<string, number>>;
  readonly seed: number;
}

/** Ordinary words, with two of a label's own. */
function textOf(label: string, random: Random): string {
  const word = (): string => random.integer(1e6).toString(36).padStart(4, "q");
  const own = random.sample(WORDS[label]!, 2);
  return `${word()} ${word()} ${own[0]} ${word()} ${own[1]} ${word()} ${word()}.`;
}

/** A task of the world, with real rows of which some are held out. */
export function worldTask({ seed }: Pick<World, "seed">, rows = 120): TaskSpecInput {
  const random = new Random(`rows ${seed}`);
  return {
    name: "world",
    kind: "classification",
    description: "Messages to a shop.",
    labels: LABELS,
    target: 60,
    seed,
    plan: { subtopics: 0 },
    critique: { criteria: ["format"], maxRevisions: 0 },
    generate: { demonstrations: { count: 2 } },
    support: {
      rows: Array.from({ length: rows }, (_, at) => ({
        text: textOf(LABELS[at % 2]!, random),
        label: LABELS[at % 2]!,
      })),
      heldOut: 0.5,
    },
  } as TaskSpecInput;
}

/** `none` is the task without a recipe. */
const recipesOf = (rightness: World["rightness"]): string[] =>
  Object.keys(rightness).filter((name) => name !== "none");

/** The recipes of the world: each tells the model its name, and the model is as good as it says. */
export function worldPlugin({ rightness }: Pick<World, "rightness">) {
  return definePlugin({
    name: "world",
    recipes: Object.fromEntries(
      recipesOf(rightness).map((name) => [
        name,
        defineRecipe({
          name,
          title: `Writes as ${name} does`,
          paper: "none",
          kinds: ["classification"],
          needs: ["labels"],
          task: { persona: `You are writer-${name}.` },
          asPublished: [],
          differs: [],
          example: "examples/support-tickets/task.yaml",
        }),
      ]),
    ),
  });
}

/** Writes a text of the wanted label as often as the recipe is right, and judges by the words. */
export function worldModel({ rightness, seed }: World): ChatModel {
  return scriptedModel((request) => {
    const { messages, format, parameters } = request;
    const schema = (format.schema ?? {}) as Record<string, unknown>;
    const said = messages.map(({ content }) => content).join("\n");
    const properties = (schema["properties"] ?? {}) as Record<string, unknown>;
    const random = new Random(JSON.stringify([seed, said, parameters.seed]));
    const recipe = /writer-([\w-]+)\./u.exec(said)?.[1] ?? "none";
    const wanted = /"name":"label","value":"([^"]+)"/u.exec(said)?.[1];
    if ("text" in properties && wanted !== undefined) {
      const isRight = random.next() < (rightness[recipe] ?? 0);
      const label = isRight ? wanted : LABELS.find((name) => name !== wanted)!;
      return { object: { text: textOf(label, random) } };
    }
    const answer = fillSchema(schema, said) as Record<string, unknown>;
    const draft = said.slice(said.lastIndexOf("<draft>"));
    const seen = LABELS.find((name) => WORDS[name]!.some((word) => draft.includes(word)));
    for (const [name, property] of Object.entries(properties)) {
      const { maximum, type } = property as { maximum?: number; type?: string };
      if (typeof maximum === "number") answer[name] = name === "label_probability" ? 0.95 : maximum;
      else if (name === "label") answer[name] = seen;
      else if (type === "array") answer[name] = [];
    }
    return { object: answer };
  });
}
