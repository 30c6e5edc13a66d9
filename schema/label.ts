import { z } from "zod";

/** A label of the task, with what the prompt says about it. */
export const labelSpecSchema = z.strictObject({
  name: z.string().min(1).describe("The label as it stands in the data."),
  definition: z.string().optional().describe("One sentence: when a sample has this label."),
  verbalizer: z
    .string()
    .optional()
    .describe("The words for the label in a prompt. Default: the name."),
  outOfScope: z
    .boolean()
    .default(false)
    .describe("True for the label of texts that belong to none of the others."),
});
export type LabelSpec = z.infer<typeof labelSpecSchema>;

/** A sample's label: one name, several for a multi-label task, or null where the kind has none. */
export const labelValueSchema = z.union([z.string(), z.array(z.string()), z.null()]);
export type LabelValue = z.infer<typeof labelValueSchema>;

/** One string for a label value, for counting and comparing: names sorted and joined by " + ". */
export function labelKey(label: LabelValue): string {
  if (label === null) return "";
  return typeof label === "string" ? label : [...label].sort().join(" + ");
}
