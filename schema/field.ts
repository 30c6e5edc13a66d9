import { z } from "zod";
import { vocabularyOf } from "./vocabulary.js";

/** What a field of a sample can hold. `label` and `labels` are answered by the task's labels. */
const FIELD_TYPES = [
  "text",
  "label",
  "labels",
  "number",
  "boolean",
  "list",
  "span",
  "spans",
  "triples",
  "messages",
  "json",
] as const;
export type FieldType = (typeof FIELD_TYPES)[number];

/** A field of a sample, as a task declares it. */
export const fieldSpecSchema = z.strictObject({
  type: z.enum(FIELD_TYPES).default("text").describe("What the field holds. Default: text."),
  description: z
    .string()
    .optional()
    .describe("What to write there, for the model and for readers of the data card."),
  optional: z.boolean().default(false).describe("True when a sample may leave the field empty."),
  schema: z
    .record(z.string(), z.unknown())
    .optional()
    .describe("JSON Schema of the field, for type json."),
  values: z
    .union([
      z.array(z.string().min(1)).min(1),
      z
        .record(z.string().min(1), z.string())
        .refine((values) => Object.keys(values).length > 0, "name at least one value"),
    ])
    .optional()
    .describe(
      "The only values, as a list or as a map of value -> definition: of a text, of each entry of a " +
        "list, of the labels of spans (entity types), of the relations of triples. Prompts name " +
        "them, answers are held to them, and samples cover them.",
    ),
});
export type FieldSpec = z.infer<typeof fieldSpecSchema>;

/** A piece of another field: characters [start, end) of that field's text. */
export const spanValueSchema = z.object({
  text: z.string(),
  start: z.number().int().min(0),
  end: z.number().int().min(0),
  label: z.string().optional(),
});
/** A relation between two entities of the text. */
export const tripleSchema = z.object({
  subject: z.string(),
  relation: z.string(),
  object: z.string(),
});
/** One turn of a dialogue; a tool call and its result are turns too. */
export const messageSchema = z.object({
  role: z.enum(["system", "user", "assistant", "tool"]),
  content: z.string(),
  name: z.string().optional(),
  toolCalls: z
    .array(z.object({ name: z.string(), arguments: z.record(z.string(), z.unknown()) }))
    .optional(),
});
export type SpanValue = z.infer<typeof spanValueSchema>;
export type Triple = z.infer<typeof tripleSchema>;
export type Message = z.infer<typeof messageSchema>;

/** The value schema of a field type; labels are checked against the task where it is known. */
export function fieldValueSchema(field: FieldSpec): z.ZodType {
  const names = vocabularyOf(field)?.map(({ name }) => name) as [string, ...string[]] | undefined;
  const word = names === undefined ? z.string() : z.enum(names);
  const piece = names === undefined ? spanValueSchema : spanValueSchema.extend({ label: word });
  const schema = ((): z.ZodType => {
    switch (field.type) {
      case "text":
        return word;
      case "label":
        return z.string();
      case "labels":
        return z.array(z.string());
      case "number":
        return z.number();
      case "boolean":
        return z.boolean();
      case "list":
        return z.array(word);
      case "span":
        return piece;
      case "spans":
        return z.array(piece);
      case "triples":
        return z.array(
          names === undefined ? tripleSchema : tripleSchema.extend({ relation: word }),
        );
      case "messages":
        return z.array(messageSchema).min(1);
      case "json":
        return field.schema
          ? (z.fromJSONSchema(field.schema as Parameters<typeof z.fromJSONSchema>[0]) as z.ZodType)
          : z.unknown();
    }
  })();
  return field.optional ? schema.optional() : schema;
}

/** True where a field holds nothing: no value, only white space, or an empty list. */
export function isBlank(value: unknown): boolean {
  return (
    value === undefined ||
    value === null ||
    (typeof value === "string" && value.trim() === "") ||
    (Array.isArray(value) && value.length === 0)
  );
}
