import { z } from "zod";
import { numberSetting } from "../../base/slots/number-setting.js";
import { isBlank } from "../field.js";
import type { LabelValue } from "../label.js";

const NUMBER = /^-?\d+(?:\.\d+)?$/u;
const valueSchema = z.union([z.string(), z.number(), z.boolean()]);
const valuesSchema = z.union([valueSchema, z.array(valueSchema).min(1)]);
const namesSchema = z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]);

/** Which drafts a rubric is about: all that is named must hold. */
const appliesToSchema = z.strictObject({
  labels: namesSchema.optional().describe("Drafts of this label, or of one of these."),
  attributes: z
    .record(z.string().min(1), valuesSchema)
    .optional()
    .describe("Drafts that were ordered with this value of an attribute, or with one of these."),
  fields: z
    .union([namesSchema, z.record(z.string().min(1), valuesSchema)])
    .optional()
    .describe(
      "Drafts that have these fields (a name or a list), or have them with these values (a map).",
    ),
});

/** The settings of a criterion that a task defines in place, judged by the judge model. */
export const rubricSettingsSchema = z
  .strictObject({
    question: z
      .string()
      .trim()
      .min(1)
      .describe(
        "What the judge model is asked about a draft, in the one call that asks all criteria.",
      ),
    scale: z
      .record(z.string(), z.string().min(1))
      .default({ 1: "not at all", 3: "partly", 5: "fully" })
      .describe("Rating -> what it means; the least and the greatest number are its ends."),
    steps: z
      .array(z.string().trim().min(1))
      .max(20)
      .optional()
      .describe("What the judge does before it rates, step by step (as in G-Eval)."),
    reference: z
      .string()
      .min(1)
      .optional()
      .describe(
        "Field of the sample that holds an answer of the highest rating, which the judge compares " +
          "with (as in Prometheus).",
      ),
    atLeast: numberSetting(
      {},
      "Least rating of a draft that passes. Default: the middle of the scale; its lowest end refuses nothing.",
    ),
    appliesTo: appliesToSchema
      .optional()
      .describe("Which drafts it is about; the others pass. Default: all."),
    advice: z
      .string()
      .min(1)
      .optional()
      .describe("What the generator is told of a refused draft, behind the judge's own words."),
  })
  .superRefine(({ scale, atLeast }, context) => {
    const { lowest, highest } = scaleEnds(scale);
    const word = Object.keys(scale).find((key) => !NUMBER.test(key));
    const report = (path: string, message: string): void =>
      void context.addIssue({ code: "custom", path: [path], message });
    if (word !== undefined)
      report("scale", `${JSON.stringify(word)} is no number; write \`number: what it means\``);
    else if (!(lowest < highest))
      report("scale", "a scale has two numbers at least, for example `{ 1: rude, 5: warm }`");
    else if (atLeast !== undefined && (atLeast < lowest || atLeast > highest))
      report("atLeast", `${atLeast} is outside its scale, which goes from ${lowest} to ${highest}`);
  });
export type RubricSettings = z.output<typeof rubricSettingsSchema>;

/** The setting by which a criterion that is defined in place is known. */
export const RUBRIC_KEY = "question";

/** The least and the greatest number of a scale. */
export function scaleEnds(scale: RubricSettings["scale"]): {
  readonly lowest: number;
  readonly highest: number;
} {
  const numbers = Object.keys(scale).map(Number);
  return { lowest: Math.min(...numbers), highest: Math.max(...numbers) };
}

/** One name or value, or several, as a list. */
export function listed<T>(values: T | readonly T[] | undefined): readonly T[] {
  return values === undefined ? [] : ([] as T[]).concat(values as T);
}

/** Fields that a rubric wants: with which values, or null where it only wants them to be there. */
export function wantedFields(
  fields: NonNullable<RubricSettings["appliesTo"]>["fields"],
): readonly { readonly name: string; readonly values: readonly unknown[] | null }[] {
  if (typeof fields === "string" || Array.isArray(fields))
    return listed(fields).map((name) => ({ name, values: null }));
  return Object.entries(fields ?? {}).map(([name, values]) => ({ name, values: listed(values) }));
}

/** True for a draft that a rubric is about. */
export function appliesTo(
  { labels, attributes = {}, fields }: NonNullable<RubricSettings["appliesTo"]>,
  draft: {
    readonly label: LabelValue;
    readonly conditions: readonly { readonly name: string; readonly value: string }[];
    readonly fields: Readonly<Record<string, unknown>>;
  },
): boolean {
  const wanted = listed(labels);
  const own = draft.label === null ? [] : [draft.label].flat();
  return (
    (wanted.length === 0 || own.some((label) => wanted.includes(label))) &&
    Object.entries(attributes).every(([name, values]) =>
      draft.conditions.some(
        (condition) =>
          condition.name === name && listed(values).map(String).includes(condition.value),
      ),
    ) &&
    wantedFields(fields).every(({ name, values }) => {
      const value = draft.fields[name];
      return values === null
        ? !isBlank(value)
        : [value].flat().some((one) => values.some((other) => other === one));
    })
  );
}
