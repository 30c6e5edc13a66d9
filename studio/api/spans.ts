import { z } from "zod";
import { momentSchema, pageOf, pageQuerySchema, verdictSchema } from "./shared.js";

export const spansQuerySchema = pageQuerySchema.extend({
  parent: z.string().max(200).optional().describe("Its children; absent: steps at the top."),
  fold: z.string().max(500).optional().describe("Members of a folded row, by its `fold`."),
  agent: z.string().max(200).optional(),
  operation: z.string().max(200).optional(),
  model: z.string().max(300).optional(),
  status: z.enum(["ok", "error"]).optional(),
  slowerThan: z.coerce.number().min(0).optional().describe("Milliseconds."),
  text: z.string().max(500).optional().describe("Of names, messages or answers."),
  sample: z.string().max(200).optional(),
});
export type SpansQuery = z.infer<typeof spansQuerySchema>;

const spanRowSchema = z.object({
  id: z.string(),
  parentId: z.string().nullable(),
  name: z.string(),
  operation: z.string(),
  agent: z.string().nullable(),
  model: z.string().nullable(),
  status: z.enum(["ok", "error"]),
  errorCode: z.string().nullable(),
  startedAt: momentSchema,
  durationMs: z.number(),
  children: z.number().int().describe("Steps below it; of a folded row its members."),
  samples: z.number().int().describe("Samples that it touched."),
  promptTokens: z.number().nullable(),
  answerTokens: z.number().nullable(),
  cost: z.number().nullable(),
  cached: z.boolean(),
  context: z.boolean().describe("True for one that only stands above a match."),
  fold: z.string().nullable().describe("Asks for the members of a folded row."),
  folded: z
    .object({
      count: z.number().int(),
      p50: z.number(),
      p95: z.number(),
      failed: z.number().int(),
    })
    .nullable(),
});
export type SpanRow = z.infer<typeof spanRowSchema>;

export const spansSchema = pageOf(spanRowSchema).extend({
  from: momentSchema.nullable().describe("Where the run's trace begins."),
  to: momentSchema.nullable(),
  looked: z
    .object({ spans: z.number().int(), of: z.number().int() })
    .nullable()
    .describe("How far a text was looked for by now; null where the answer is whole."),
});
export type Spans = z.infer<typeof spansSchema>;

/** What the filters of a trace can be set to. */
export const spanFacetsSchema = z.object({
  kinds: z.array(
    z.object({
      agent: z.string(),
      operation: z.string(),
      model: z.string(),
      count: z.number().int(),
      failed: z.number().int(),
    }),
  ),
  total: z.number().int(),
});
export type SpanFacets = z.infer<typeof spanFacetsSchema>;

const messageSchema = z.object({
  role: z.string(),
  sections: z.array(
    z.object({
      name: z.string().describe("task, conditions, demonstrations, sources …; message for none."),
      text: z.string(),
    }),
  ),
});

export const spanDetailSchema = spanRowSchema.extend({
  messages: z.array(messageSchema).describe("As they were sent."),
  answer: z.string().nullable(),
  structured: z.unknown().describe("The answer as JSON, where it is some; else null."),
  request: z.unknown().describe("The stored request of a step that is no chat."),
  verdicts: z.array(verdictSchema.extend({ sampleId: z.string() })),
  change: z
    .object({
      sampleId: z.string(),
      revision: z.number().int().describe("Which version the step wrote."),
      before: z.string().describe("The text of the version before."),
      after: z.string(),
      beforeSpan: z.string().nullable().describe("The step that wrote the version before."),
    })
    .nullable()
    .describe("What a step that revised a sample changed."),
  retries: z.number().int().nullable(),
  attributes: z.record(z.string(), z.unknown()),
  sampleIds: z.array(z.string()),
  ancestors: z.array(z.object({ id: z.string(), name: z.string() })),
});
export type SpanDetail = z.infer<typeof spanDetailSchema>;
