import { z } from "zod";

/** The text of a task file as a person types it. */
export const taskTextSchema = z.object({
  task: z.string().max(500_000),
  folder: z.string().max(4000).optional().describe("Where its relative paths start."),
});
export type TaskText = z.infer<typeof taskTextSchema>;

const problemSchema = z.object({
  code: z.string(),
  path: z.string(),
  line: z.number().int().nullable().describe("From 1; null where it has no place."),
  column: z.number().int().nullable(),
  message: z.string(),
});
export type TaskProblem = z.infer<typeof problemSchema>;

export const validatedSchema = z.object({
  valid: z.boolean(),
  problems: z.array(problemSchema),
  warnings: z.array(z.string()),
  name: z.string().nullable(),
  kind: z.string().nullable(),
  target: z.number().nullable(),
  labels: z.array(z.string()),
  paid: z.string().nullable().describe("Models that may cost money; null for none."),
});
export type Validated = z.infer<typeof validatedSchema>;

export const plannedSchema = z.object({
  plan: z.record(z.string(), z.unknown()),
  cells: z.array(z.record(z.string(), z.unknown())),
  estimate: z.object({
    orders: z.number(),
    calls: z.number(),
    tokens: z.object({ input: z.number(), output: z.number() }),
    cost: z.number().nullable(),
    seconds: z.number(),
    secondsFrom: z.enum(["measured", "usual"]),
    basis: z.string(),
  }),
});
export type Planned = z.infer<typeof plannedSchema>;

export const promptsSchema = z.object({
  prompts: z.array(
    z.object({
      agent: z.string(),
      step: z.string(),
      sampleId: z.string().nullable(),
      messages: z.array(
        z.object({
          role: z.string(),
          sections: z.array(z.object({ name: z.string(), text: z.string() })),
        }),
      ),
    }),
  ),
});
export type Prompts = z.infer<typeof promptsSchema>;

export const comparisonQuerySchema = z.object({
  a: z.string().min(1).max(200),
  b: z.string().min(1).max(200),
});
const sideSchema = z.object({
  id: z.string(),
  recipe: z.string().nullable(),
  seed: z.number(),
  accepted: z.number(),
  stop: z.string().nullable(),
});
export const comparisonSchema = z.object({
  first: sideSchema,
  second: sideSchema,
  settings: z.array(
    z.object({
      path: z.string(),
      first: z.unknown().optional().describe("Absent where the first run does not have it."),
      second: z.unknown().optional(),
    }),
  ),
  figures: z.array(
    z.object({
      name: z.string(),
      of: z.string().nullable(),
      unit: z.enum(["share", "number", "usd"]),
      first: z.number().nullable(),
      second: z.number().nullable(),
      difference: z.number().nullable(),
      low: z.number().nullable(),
      high: z.number().nullable(),
      probability: z.number().nullable(),
      adjusted: z.number().nullable(),
      method: z.string().nullable(),
      verdict: z.enum(["real", "not-shown", "untested"]),
      note: z.string().nullable(),
    }),
  ),
  tests: z.number().int(),
  notes: z.array(z.string()),
});
export type Comparison = z.infer<typeof comparisonSchema>;
