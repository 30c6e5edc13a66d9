import { z } from "zod";
import { labelSchema, momentSchema, pageOf, pageQuerySchema, verdictSchema } from "./shared.js";

const SAMPLE_ORDERS = ["ordinal", "accepted", "score", "disagreement", "weight"] as const;

export const samplesQuerySchema = pageQuerySchema.extend({
  status: z.string().max(100).optional().describe("One, or several with commas between them."),
  reason: z.string().max(200).optional(),
  label: z.string().max(500).optional(),
  cell: z.string().max(500).optional(),
  condition: z.string().max(500).optional().describe("`name=value`"),
  minScore: z.coerce.number().optional(),
  maxScore: z.coerce.number().optional(),
  minWeight: z.coerce.number().optional(),
  minDisagreement: z.coerce.number().min(0).max(1).optional(),
  text: z.string().max(500).optional(),
  sort: z.enum(SAMPLE_ORDERS).default("ordinal"),
});
export type SamplesQuery = z.infer<typeof samplesQuerySchema>;

const sampleRowSchema = z.object({
  id: z.string(),
  round: z.number().int(),
  ordinal: z.number().int(),
  status: z.enum(["planned", "drafted", "accepted", "rejected", "in-review"]),
  reason: z.string(),
  label: labelSchema,
  labelSource: z.string(),
  conditions: z.array(z.object({ name: z.string(), value: z.string() })),
  cell: z.string(),
  text: z.string().describe("The first 400 characters."),
  score: z.number().nullable().describe("Mean of its last version's scores, 0 to 1."),
  weight: z.number(),
  disagreement: z
    .number()
    .nullable()
    .describe("1 - the small model's probability of its label; null where it was not asked."),
  revisions: z.number().int(),
});
export type SampleRow = z.infer<typeof sampleRowSchema>;

export const samplesSchema = pageOf(sampleRowSchema);
export type Samples = z.infer<typeof samplesSchema>;

export const sampleFacetsSchema = z.object({
  statuses: z.array(z.object({ status: z.string(), reason: z.string(), count: z.number() })),
  labels: z.array(z.object({ label: z.string(), count: z.number() })),
  conditions: z.array(z.object({ name: z.string(), values: z.array(z.string()) })),
});
export type SampleFacets = z.infer<typeof sampleFacetsSchema>;

/** What happened at a moment, for the page to say. */
const lifeWordsSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("order"),
    label: labelSchema,
    conditions: z.array(z.object({ name: z.string(), value: z.string() })),
  }),
  z.object({ kind: z.literal("version"), revision: z.number().int() }),
  z.object({
    kind: z.literal("passed"),
    revision: z.number().int(),
    criteria: z.number().int(),
  }),
  z.object({
    kind: z.literal("refused"),
    refusals: z.array(z.object({ criterion: z.string(), reason: z.string() })),
  }),
  z.object({
    kind: z.literal("status"),
    from: z.string(),
    to: z.string(),
    reason: z.string(),
    meaning: z.string(),
    labelFrom: labelSchema,
    labelTo: labelSchema,
    note: z.string().nullable(),
  }),
  z.object({ kind: z.literal("failed"), message: z.string() }),
  z.object({ kind: z.literal("nothing") }),
]);
export type LifeWords = z.infer<typeof lifeWordsSchema>;

/** One moment in the life of a sample. */
const lifeSchema = z.object({
  what: z.enum([
    "ordered",
    "wrote",
    "judged",
    "changed",
    "labelled",
    "decided",
    "curated",
    "reviewed",
  ]),
  who: z.string(),
  at: momentSchema.nullable(),
  durationMs: z.number().nullable(),
  says: lifeWordsSchema,
  spanId: z.string().nullable(),
  failed: z.boolean(),
});

export const sampleDetailSchema = sampleRowSchema.extend({
  fields: z.record(z.string(), z.unknown()),
  whole: z.string().describe("Its whole text."),
  given: labelSchema,
  confidence: z.number().nullable(),
  student: z
    .object({ label: labelSchema, confidence: z.number(), probabilityOfCurrent: z.number() })
    .nullable(),
  reasons: z.array(z.object({ code: z.string(), meaning: z.string() })),
  scores: z.record(z.string(), z.number()),
  parents: z.array(z.string()),
  verdicts: z.array(verdictSchema),
  history: z.array(
    z.object({
      step: z.string(),
      from: z.string(),
      to: z.string(),
      reason: z.string(),
      note: z.string().nullable(),
      labelFrom: labelSchema.optional(),
      labelTo: labelSchema.optional(),
    }),
  ),
  life: z.array(lifeSchema),
  versions: z
    .array(
      z.object({
        revision: z.number().int(),
        fields: z.record(z.string(), z.unknown()),
        text: z.string(),
        spanId: z.string().nullable(),
        verdicts: z.array(verdictSchema),
      }),
    )
    .describe("What the generator wrote, version by version."),
  order: z.record(z.string(), z.unknown()).nullable(),
});
export type SampleDetail = z.infer<typeof sampleDetailSchema>;

export const neighboursSchema = z.object({
  neighbours: z.array(z.object({ similarity: z.number(), sample: sampleRowSchema })),
  compared: z.number().int().describe("Samples with a vector that it was held against."),
});
export type Neighbours = z.infer<typeof neighboursSchema>;

export const mapSchema = z.object({
  state: z.enum(["ready", "working"]),
  progress: z.number().min(0).max(1),
  points: z.array(
    z.object({
      id: z.string(),
      x: z.number(),
      y: z.number(),
      label: z.string(),
      status: z.string(),
      placed: z
        .enum(["fitted", "placed"])
        .describe("placed: by the neighbours it has among fitted."),
    }),
  ),
  fitted: z.number().int(),
  placed: z.number().int(),
  withoutVector: z.number().int().describe("Samples that no vector was made for."),
  method: z.string(),
});
export type SampleMap = z.infer<typeof mapSchema>;
