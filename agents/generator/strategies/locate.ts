import { z } from "zod";
import type { SpanValue } from "../../../schema/field.js";
import type { GenerateStrategy } from "../contract.js";
import { findMention } from "./find-mention.js";
import { giveUp } from "../request/give-up.js";
import { configurable } from "../../../base/slots/configurable.js";

const settingsSchema = z.strictObject({
  of: z
    .string()
    .default("answer")
    .describe("What is looked for: a text, or a list of { text, label }."),
  in: z.string().default("context").describe("The text that it stands in."),
  required: z
    .boolean()
    .default(true)
    .describe("True: the sample is given up where something is not found. False: it is left out."),
});

/**
 * Finds where mentions stand in a text: models cannot count characters. Asks nobody. Given up
 * (format) where one does not stand there.
 */
export const locateStrategy = configurable({
  settings: settingsSchema,
  make: ({ of, in: where, required }): GenerateStrategy => ({
    name: "locate",
    write(input, _work, context) {
      const [field] = input.subTask.output as [string];
      const text = String(input.values[where] ?? "");
      const wanted = input.values[of];
      const mentions = (Array.isArray(wanted) ? wanted : wanted === undefined ? [] : [wanted]).map(
        mentionOf,
      );
      const spans: SpanValue[] = [];
      for (const mention of mentions) {
        const span = findMention(text, mention.text, spans);
        if (span !== null)
          spans.push({ ...span, ...(mention.label === undefined ? {} : { label: mention.label }) });
        else if (required)
          throw giveUp("format", `"${mention.text}" does not stand in the ${where}`);
      }
      spans.sort((a, b) => a.start - b.start || a.end - b.end);
      const isList = context.task.fields[field]?.type === "spans" || Array.isArray(wanted);
      return Promise.resolve({
        fields: isList ? { [field]: spans } : spans.length === 0 ? {} : { [field]: spans[0] },
      });
    },
  }),
});

function mentionOf(value: unknown): { readonly text: string; readonly label?: string } {
  if (typeof value !== "object" || value === null) return { text: String(value).trim() };
  const { text, label } = value as { text?: unknown; label?: unknown };
  return { text: String(text ?? "").trim(), ...(typeof label === "string" ? { label } : {}) };
}
