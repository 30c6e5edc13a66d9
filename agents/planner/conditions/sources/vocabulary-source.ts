import { z } from "zod";
import type { ConditionSource, FoundAttribute, FoundConditions } from "../../contract.js";
import { configurable } from "../../../../base/slots/configurable.js";
import { readWordLists } from "./read-word-lists.js";

/** Features of TinyStories (Eldan and Li 2023), of which each story has a random subset. */
const FEATURES = ["dialogue", "twist", "bad ending", "moral", "foreshadowing"];

/**
 * Words that a sample must use, one of each list, and a random subset of features (TinyStories,
 * Eldan and Li 2023: a noun, a verb and an adjective). Drawn for each sample: the combinations are
 * never enumerated.
 */
export const vocabularySource = configurable({
  settings: z.strictObject({
    words: z
      .record(z.string().min(1), z.array(z.string().min(1)).min(1))
      .optional()
      .describe(
        "Lists of words by name, for example { noun: [...], verb: [...], adjective: [...] }.",
      ),
    path: z
      .string()
      .min(1)
      .optional()
      .describe(
        "File with the words, relative to the task file: a table with the columns `word` " +
          "and `part`, or with one column for each list; or a .txt file with a word a line.",
      ),
    features: z
      .array(z.string().min(1))
      .default(FEATURES)
      .describe("Features of which each sample has a random subset; [] for none."),
    chance: z.number().gt(0).lt(1).default(0.5).describe("Chance of each feature."),
  }),
  make: ({ words, path, features, chance }): ConditionSource => ({
    name: "vocabulary",
    async find({ folder }): Promise<FoundConditions> {
      const { lists, notes } = await readWordLists({ words, path, folder });
      const attributes = [...lists].map(([name, values]): FoundAttribute => ({
        name,
        description: `${/^[aeiou]/iu.test(name) ? "an" : "a"} ${name} that the text uses`,
        source: "vocabulary",
        steerable: false,
        values,
      }));
      return {
        attributes: [
          ...attributes,
          ...[...new Set(features)].map((feature) => featureAttribute(feature, chance)),
        ],
        notes,
      };
    },
  }),
});

function featureAttribute(feature: string, chance: number): FoundAttribute {
  const absent = `no ${feature}`;
  return {
    name: feature,
    description: "what the text has",
    source: "vocabulary",
    steerable: false,
    values: [feature, absent],
    absent,
    group: "features",
    weights: chance === 0.5 ? undefined : { [feature]: chance, [absent]: 1 - chance },
  };
}
