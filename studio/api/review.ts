import { z } from "zod";
import { growthSchema } from "./pairs.js";
import { estimateSchema, labelSchema } from "./shared.js";

const reviewItemSchema = z.object({
  sampleId: z.string(),
  fields: z.record(z.string(), z.unknown()),
  label: labelSchema,
  suggested: labelSchema.optional(),
  why: z.string(),
  priority: z.number().describe("The higher, the sooner people should see it."),
  kind: z.enum(["uncertain", "audit"]).describe("audit: drawn at random for a promised share."),
  answeredBy: z.array(z.string()).describe("People that answered it and are waited for by others."),
});
export type ReviewItem = z.infer<typeof reviewItemSchema>;

export const reviewQuerySchema = z.object({
  reviewer: z.string().max(100).optional(),
});

export const reviewSchema = z.object({
  run: z.string(),
  available: z.boolean().describe("False while a process works on the run."),
  blocking: z.boolean().describe("True while the run itself waits for these answers."),
  items: z.array(reviewItemSchema),
  waiting: z.number().int().describe("All that wait, those that are not sent included."),
  labels: z.array(z.object({ name: z.string(), definition: z.string().nullable() })),
  multiLabel: z.boolean(),
  guidelines: z.string(),
  reviewers: z.array(
    z.object({
      name: z.string(),
      answers: z.number(),
      accepted: z.number(),
      rejected: z.number(),
      relabelled: z.number(),
    }),
  ),
  agreement: z.object({
    alpha: estimateSchema.describe("Krippendorff's alpha, nominal."),
    items: z.number().int().describe("Samples that two or more people answered."),
  }),
  judge: z
    .object({ agreed: z.number().int(), of: z.number().int(), share: estimateSchema })
    .describe("How often people kept what the judge or label said."),
  critic: z
    .object({
      of: z.number().int().describe("Samples that people decided and the critic judged."),
      share: estimateSchema.describe("Those that both found right, or both did not; Wilson."),
      kappa: z.number().nullable().describe("Cohen's kappa of the same."),
      table: z
        .object({
          bothRight: z.number().int(),
          bothWrong: z.number().int(),
          onlyCritic: z.number().int().describe("The critic let it pass, people did not keep it."),
          onlyPeople: z.number().int(),
        })
        .describe("Right is for people what they accepted as it stood."),
      ranks: z
        .number()
        .nullable()
        .describe("AUROC: how often a sample that people kept has the higher score of two."),
      growth: growthSchema,
    })
    .describe("The critic's verdicts held against people's, over what is answered so far."),
  student: z
    .object({ of: z.number().int(), share: estimateSchema })
    .describe("How often the small model's label is the one that people gave or kept."),
  unapplied: z.number().int().describe("Answers that are stored and not yet in the dataset."),
});
export type Review = z.infer<typeof reviewSchema>;

const answerSchema = z.object({
  sampleId: z.string().min(1).max(200),
  decision: z.enum(["accept", "reject", "relabel", "edit", "skip"]),
  label: labelSchema.optional(),
  fields: z
    .record(z.string(), z.unknown())
    .optional()
    .describe("Fields as the person mended them, for edit: the sample is accepted with them."),
  note: z.string().max(2000).optional(),
});
export const answersSchema = z.object({
  reviewer: z.string().trim().min(1).max(100),
  answers: z.array(answerSchema).max(500),
  finish: z.boolean().default(false).describe("True: the run goes on without the other answers."),
});
export type Answers = z.infer<typeof answersSchema>;

export const answeredSchema = z.object({
  stored: z.number().int(),
  applied: z.number().int(),
  problems: z.array(z.string()),
  left: z.number().int(),
  resumed: z.boolean().describe("True where the run goes on now."),
});
export type Answered = z.infer<typeof answeredSchema>;

export const undoSchema = z.object({
  reviewer: z.string().trim().min(1).max(100),
  sampleId: z.string().min(1).max(200),
});
export const undoneSchema = z.object({ undone: z.boolean(), why: z.string().nullable() });
