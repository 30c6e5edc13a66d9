import { z } from "zod";
import { countSetting } from "../../../../base/slots/number-setting.js";
import { languageName } from "../../../../base/text/language-name.js";
import type { AgentContext } from "../../../contract.js";
import { askList } from "../ask-list.js";
import { askValues } from "../ask-values.js";
import { cleanValues } from "../ask-values.js";
import type { ConditionSource, FoundAttribute, FoundConditions } from "../../contract.js";
import { tooManyCalls } from "../planner-call-limit.js";
import { dropAmbiguous } from "./class-filter.js";
import { configurable } from "../../../../base/slots/configurable.js";
import { forEach, TOPIC_QUESTION } from "./model-values-source.js";
import { valueQuestions } from "../ask-values-of-labels.js";
import { amongListed } from "./among-listed.js";

const dimensionSchema = z.union([
  z.string().min(1),
  z.strictObject({
    name: z.string().min(1),
    description: z.string().optional(),
    perLabel: z
      .boolean()
      .optional()
      .describe("Whether each label has values of its own. Default: the model is asked."),
  }),
]);
type Wanted = Exclude<z.output<typeof dimensionSchema>, string>;

/**
 * Dimensions that the model proposes, each with about ten values, for each label its own where they
 * depend on it (AttrPrompt, Yu et al. 2023). With `classFilter`, values that also fit a similar
 * label are dropped.
 */
export const modelDimensionsSource = configurable({
  settings: z.strictObject({
    dimensions: z
      .union([z.number().int().min(1), z.array(dimensionSchema).min(1)])
      .default(4)
      .describe(
        "How many are asked for, or the ones to be used: names, or { name, description, " +
          "perLabel }.",
      ),
    values: countSetting(
      { from: 1, usual: 10 },
      "Values of each dimension; of each label where they depend on it.",
    ),
    classFilter: z
      .boolean()
      .default(false)
      .describe(
        "Drops values of a label that the model finds relevant to one of its similar labels too.",
      ),
    similar: countSetting(
      { from: 1, usual: 5 },
      "How many similar labels a value is checked against, nearest by embedding first.",
    ),
  }),
  make: (settings): ConditionSource => ({
    name: "model-dimensions",
    async find({ before }, context): Promise<FoundConditions> {
      const notes: string[] = [];
      const proposed =
        typeof settings.dimensions === "number"
          ? await askDimensions(settings.dimensions, before, context, notes)
          : settings.dimensions.map((entry) =>
              typeof entry === "string" ? { name: entry } : entry,
            );
      const wanted = await withDependence(proposed, context, notes);
      const attributes: FoundAttribute[] = [];
      for (const dimension of wanted)
        attributes.push(...(await valuesOf(dimension, settings.values, context, notes)));
      const filtered = settings.classFilter
        ? await dropAmbiguous(attributes, settings.similar, context)
        : { attributes, notes: [] };
      return { attributes: filtered.attributes, notes: [...notes, ...filtered.notes] };
    },
  }),
});

async function askDimensions(
  count: number,
  before: readonly FoundAttribute[],
  context: AgentContext,
  notes: string[],
): Promise<Wanted[]> {
  const why = tooManyCalls(1 + count, context, "dimensions");
  if (why !== null) {
    notes.push(`dimensions were not asked for: ${why}`);
    return [];
  }
  const { listed, problem } = await askList(
    {
      step: "dimensions",
      label: null,
      count,
      given: before.map(({ name }) => ({ name: "there already", value: name })),
      lines: [
        `List ${count} different dimensions in which samples of this dataset differ from ` +
          `each other${context.task.labels.length > 0 ? " beside their label" : ""}, such as ` +
          "their subject, their style or the situation that they come from.",
        "Each is the name of a dimension, not one of its values: a noun phrase of one to " +
          `three words in ${languageName(context.task.spec.language)}.`,
      ],
    },
    context,
  );
  const taken = [
    ...before.map(({ name }) => name),
    ...context.task.labels.map(({ name }) => name),
    "label",
  ];
  const { values, dropped } = cleanValues(listed, { count, taken });
  if (values.length === 0)
    notes.push(
      `no dimensions: ${problem ?? `none of the ${listed.length} of the model can be used`}`,
    );
  else if (dropped > 0)
    notes.push(
      `${dropped} of ${listed.length} dimensions of the model left out (repeated, there ` +
        `already, too long, or more than ${count})`,
    );
  return values.map((name) => ({ name }));
}

/**
 * Which dimensions have values of their own for each label: as the task says, else as the model
 * says.
 */
async function withDependence(
  dimensions: readonly Wanted[],
  context: AgentContext,
  notes: string[],
): Promise<readonly Required<Pick<Wanted, "name" | "perLabel">>[] & readonly Wanted[]> {
  const decided = (perLabel: (dimension: Wanted) => boolean): (Wanted & { perLabel: boolean })[] =>
    dimensions.map((dimension) => ({ ...dimension, perLabel: perLabel(dimension) }));
  const open = dimensions
    .filter((dimension) => dimension.perLabel === undefined)
    .map(({ name }) => name);
  if (context.task.labels.length === 0) return decided(() => false);
  if (open.length === 0) return decided((dimension) => dimension.perLabel ?? false);
  const { listed, problem } = await askList(
    {
      step: "dependence",
      label: null,
      count: open.length,
      mayBeNone: true,
      given: open.map((value) => ({ name: "dimension", value })),
      lines: [
        `The labels: ${context.task.labels.map((label) => label.name).join(", ")}.`,
        "Which of the dimensions below have other values for each label, so that each label " +
          "needs a list of its own? Repeat those names as they stand there, and no other.",
      ],
    },
    context,
  );
  if (problem !== null)
    notes.push(
      `dimensions that depend on the label: ${problem}; the same values are used for all labels`,
    );
  const dependent = new Set(amongListed(open, listed).found);
  return decided((dimension) => dimension.perLabel ?? dependent.has(dimension.name));
}

async function valuesOf(
  { name, description, perLabel }: Wanted,
  count: number,
  context: AgentContext,
  notes: string[],
): Promise<FoundAttribute[]> {
  const calls = perLabel ? valueQuestions(context.task.labels.length) : 1;
  const why = tooManyCalls(calls, context, `values of ${name}`);
  if (why !== null) {
    notes.push(`values of ${name} were not asked for: ${why}`);
    return [];
  }
  const meant = description ?? (name === "topic" ? TOPIC_QUESTION : name);
  const question = { name, description: meant, count };
  const shared = {
    name,
    description,
    source: "model",
    steerable: true,
  } as const;
  if (perLabel) {
    const found = await forEach(question, shared, context);
    notes.push(...found.notes);
    return found.attributes;
  }
  const { values, note } = await askValues({ ...question, label: null }, context);
  if (note !== null) notes.push(note);
  return values.length > 0 ? [{ ...shared, values }] : [];
}
