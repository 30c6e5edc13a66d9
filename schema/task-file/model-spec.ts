import { z } from "zod";

/** A model for one role: `embedded`, `openai:NAME`, or the same with settings. */
export const modelSettingsSchema = z.strictObject({
  model: z
    .string()
    .min(1)
    .describe(
      "embedded, openai:NAME, anthropic:NAME (and other providers), gguf:PATH, or ./my-model.mjs.",
    ),
  baseUrl: z
    .string()
    .optional()
    .describe("Base URL of an OpenAI-compatible server, for example http://localhost:11434/v1."),
  apiKeyEnv: z
    .string()
    .optional()
    .describe(
      "Environment variable that holds the key. Default: the provider's own, OPENAI_API_KEY.",
    ),
  temperature: z.number().min(0).max(2).optional(),
  topP: z.number().gt(0).max(1).optional(),
  maxTokens: z.number().int().min(1).optional().describe("Limit of one answer, in tokens."),
  contextTokens: z
    .number()
    .int()
    .min(256)
    .optional()
    .describe("Size of the model's context, in tokens."),
  price: z
    .strictObject({ input: z.number().min(0), output: z.number().min(0) })
    .optional()
    .describe("US dollars per million tokens."),
  concurrency: z
    .number()
    .int()
    .min(1)
    .optional()
    .describe("Most requests in flight. Default: the run's concurrency."),
  requestsPerMinute: z.number().positive().optional(),
  tokensPerMinute: z.number().positive().optional(),
  timeoutSeconds: z.number().positive().optional().describe("Default: 120."),
  maxRetries: z.number().int().min(0).optional().describe("Default: 6."),
  dimension: z
    .number()
    .int()
    .min(2)
    .optional()
    .describe("Length of the vectors of an embedding model. Default: that of well-known models."),
  logProbabilities: z
    .boolean()
    .optional()
    .describe("Ask for log-probabilities of the answer's tokens. Default: false."),
});
export type ModelSettings = z.infer<typeof modelSettingsSchema>;
export const modelSpecSchema = z.union([z.string().min(1), modelSettingsSchema]);
export type ModelSpec = z.infer<typeof modelSpecSchema>;

export const MODEL_ROLES = [
  "default",
  "planner",
  "generator",
  "critic",
  "labeler",
  "curator",
  "evaluator",
  "reviewer",
  "partner",
  "embeddings",
] as const;
export type ModelRole = (typeof MODEL_ROLES)[number];
