import { z } from "zod";
import { DatawrightError } from "../../../base/errors.js";
import type { SpanValue } from "../../../schema/field.js";
import type { Demonstration, GenerateStrategy } from "../contract.js";
import { findMention } from "./find-mention.js";
import { askStep } from "../request/ask-step.js";
import { giveUp } from "../request/give-up.js";
import { narrowedInput } from "../request/narrowed-input.js";
import { sampleRequest } from "../request/sample-request.js";

const mentionsSchema = z.object({
  mentions: z
    .array(
      z.object({ text: z.string().describe("the words"), label: z.string().describe("its type") }),
    )
    .min(1)
    .describe("what the text is to mention, with the type of each"),
});

/**
 * The mentions first, then a text that holds each of them, then where they stand, found by code:
 * spans that are right by construction (the structure first, as in SynthIE, Josifoski et al. 2023).
 * Given up (format) where the text lacks one.
 */
export const mentionedTextStrategy: GenerateStrategy = {
  name: "mentioned-text",
  async write(input, { demonstrations, ask }, context) {
    const { task } = context;
    const { output } = input.subTask;
    const spansField = output.find((name) => task.fields[name]?.type === "spans");
    const text = output.find((name) => task.fields[name]?.type === "text");
    if (spansField === undefined || text === undefined)
      throw new DatawrightError({
        code: "PLAN_INVALID",
        message: `the step "${input.subTask.id}" writes a text and its spans, but not both`,
        hint: "Let it write a field of type text and one of type spans.",
      });
    const items = demonstrations.flatMap((row) => mentionRow(row, { text, spans: spansField }));
    const shown = { text: "Real samples: what they mention, and their text.", items };
    const first = narrowedInput(input, { output: ["mentions"] });
    const decided = await ask({
      ...sampleRequest(first, demonstrations, context, {
        schema: mentionsSchema,
        instruction: "Decide only what the text is to mention.",
        shown,
      }),
      part: "mentions",
    });
    const mentions = decided.value.mentions
      .map((mention) => ({ text: mention.text.trim(), label: mention.label.trim() }))
      .filter((mention) => mention.text !== "");
    if (mentions.length === 0) throw giveUp("empty", "there is nothing to mention");
    const second = narrowedInput(input, {
      output: output.filter((name) => name !== spansField),
      values: { mentions },
      revises: false,
    });
    const written = await askStep(second, { demonstrations, ask }, context, {
      instruction:
        "Write the text. It holds every given mention word for word, and no other of " +
        "these types.",
      shown,
      part: "text",
    });
    const spans: SpanValue[] = [];
    for (const mention of mentions) {
      const found = findMention(String(written.fields[text] ?? ""), mention.text, spans);
      if (found === null) throw giveUp("format", `the text does not mention "${mention.text}"`);
      spans.push({ ...found, label: mention.label });
    }
    return {
      ...written,
      fields: {
        ...written.fields,
        [spansField]: spans.sort((a, b) => a.start - b.start || a.end - b.end),
      },
    };
  },
};

function mentionRow(
  { fields }: Demonstration,
  names: { readonly text: string; readonly spans: string },
): Record<string, unknown>[] {
  const [spans, text] = [fields[names.spans], fields[names.text]];
  if (!Array.isArray(spans) || typeof text !== "string") return [];
  return [
    {
      mentions: (spans as SpanValue[]).map((span) => ({
        text: span.text,
        ...(span.label === undefined ? {} : { label: span.label }),
      })),
      [names.text]: text,
    },
  ];
}
