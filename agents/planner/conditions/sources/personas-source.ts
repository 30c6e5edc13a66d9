import { z } from "zod";
import { countSetting } from "../../../../base/slots/number-setting.js";
import { configurable } from "../../../../base/slots/configurable.js";
import type { KindName } from "../../../../schema/kind.js";
import type { AgentContext } from "../../../contract.js";
import { listedValues } from "../../../../tools/conditions/dimension.js";
import { askPersonas } from "../ask-personas.js";
import type { ConditionSource, FoundAttribute, FoundConditions } from "../../contract.js";
import { readPersonas, type Persona } from "./read-personas.js";

/** Whom a persona is, where the kind of sample says; else who writes the sample. */
const WHO: Partial<Record<KindName, string>> = {
  dialogue:
    "the user of the conversation: who they are shows in what they want and how they say it",
  "tool-use": "the user: who they are shows in what they want and how they say it",
  instruction: "who gives the instruction: it shows in what they ask for and how, and is not told",
  "question-answering": "who asks: it shows in what they want to know and how they say it",
};
const WRITER = "who writes it: it shows in the point of view and the wording, and is not told";

/**
 * Who writes or speaks, as one dimension whose values are whole people: their attributes are drawn
 * jointly, as one row of the user's file or as the model put them together, never mixed. In a file
 * a column of the name of another dimension, or `label`, says where a person occurs; `weight` how
 * often.
 */
export const personasSource = configurable({
  settings: z.strictObject({
    dimension: z.string().min(1).default("persona").describe("Name of the dimension."),
    count: countSetting(
      { from: 2, to: 200, usual: 24 },
      "People asked from the model; fewer where it repeats itself.",
    ),
    path: z
      .string()
      .min(1)
      .optional()
      .describe(
        "File with the people, relative to the task file: a row each, with columns of your own; " +
          "`weight`, `label` and names of other dimensions say how often and where they occur. " +
          "Default: they are asked from the model.",
      ),
    columns: z
      .array(z.string().min(1))
      .min(1)
      .optional()
      .describe("Columns of the file that describe a person. Default: all others."),
    sparing: z.boolean().default(false).describe("Asks nothing where samples work on given rows."),
  }),
  make: ({ dimension: name, count, path, columns, sparing }): ConditionSource => ({
    name: "personas",
    async find({ before, folder }, context): Promise<FoundConditions> {
      if (path === undefined && sparing && context.task.kind.givenFields.length > 0)
        return { attributes: [], notes: [] };
      const others = before.map((attribute) => attribute.name);
      const { personas, notes } =
        path === undefined
          ? await askPersonas(count, context)
          : await readPersonas({ path, columns, folder, others });
      return personas.length === 0
        ? { attributes: [], notes }
        : { attributes: [asDimension(name, personas, before, context)], notes };
    },
  }),
});

function asDimension(
  name: string,
  personas: readonly Persona[],
  before: readonly FoundAttribute[],
  { task }: AgentContext,
): FoundAttribute {
  const labels = task.labels.map((label) => label.name);
  const tied = [...new Set(personas.flatMap(({ where }) => [...where.keys()]))];
  const valuesOf = (other: string): readonly string[] => {
    const dimension = before.find((attribute) => attribute.name === other);
    return dimension
      ? [...dimension.values, ...listedValues(dimension, Object.keys(dimension.perLabel ?? {}))]
      : labels;
  };
  const given = Object.fromEntries(
    tied.map((other) => [other, distributions(personas, other, valuesOf(other))]),
  );
  return {
    name,
    description: WHO[task.spec.kind] ?? WRITER,
    source: "people",
    steerable: false,
    values: personas.map(({ text }) => text),
    weights: Object.fromEntries(personas.map(({ text, weight }) => [text, weight])),
    given: tied.length > 0 ? given : undefined,
  };
}

/** For each value of another dimension the people that occur there: theirs, and those of no value. */
function distributions(
  personas: readonly Persona[],
  other: string,
  values: readonly string[],
): Record<string, Record<string, number>> {
  const all = new Set([...values, ...personas.flatMap(({ where }) => where.get(other) ?? [])]);
  return Object.fromEntries(
    [...all].map((value) => [
      value,
      Object.fromEntries(
        personas
          .filter(({ where }) => (where.get(other) ?? value) === value)
          .map(({ text, weight }) => [text, weight]),
      ),
    ]),
  );
}
