import { z } from "zod";
import { spanDetailSchema } from "./spans.js";

export const agentsSchema = z.object({
  agents: z.array(
    z.object({
      role: z.string(),
      name: z.string(),
      methods: z.array(
        z.object({
          name: z.string(),
          input: z.record(z.string(), z.unknown()).describe("JSON Schema."),
          output: z.record(z.string(), z.unknown()),
        }),
      ),
      slots: z.array(
        z.object({
          slot: z.string(),
          choices: z.array(z.object({ name: z.string(), about: z.string() })),
        }),
      ),
    }),
  ),
});
export type Agents = z.infer<typeof agentsSchema>;

export const agentFiguresSchema = z.object({
  run: z.string(),
  agents: z.array(
    z.object({
      agent: z.string().describe("The role, or the name of a stage."),
      calls: z.number().int(),
      failed: z.number().int(),
      p50: z.number().describe("Milliseconds that half of its calls took at most."),
      p95: z.number(),
      modelCalls: z.number().describe("Answers of models, without those from the cache."),
      cached: z.number(),
      inputTokens: z.number(),
      outputTokens: z.number(),
      cost: z.number().nullable().describe("US dollars; null where a price is not known."),
      refused: z
        .number()
        .nullable()
        .describe("Share of the versions that it wrote or judged which a verdict refused."),
      revised: z.number().nullable().describe("Share of its drafts that it wrote again."),
    }),
  ),
});
export type AgentFigures = z.infer<typeof agentFiguresSchema>;

export const tryAgentSchema = z.object({
  task: z.string().max(500_000).describe("The task file's text."),
  folder: z.string().max(4000).optional(),
  samples: z.number().int().min(1).max(3).default(1),
  confirmed: z.boolean().default(false),
});
export const triedSchema = z.object({
  samples: z.array(
    z.object({
      id: z.string(),
      fields: z.record(z.string(), z.unknown()),
      label: z.union([z.string(), z.array(z.string()), z.null()]),
      status: z.string(),
      reasons: z.array(z.string()),
      spans: z.array(spanDetailSchema),
    }),
  ),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
});
export type Tried = z.infer<typeof triedSchema>;

export const aboutSchema = z.object({
  version: z.string(),
  language: z.enum(["en", "ko"]),
  workspace: z.string(),
});
