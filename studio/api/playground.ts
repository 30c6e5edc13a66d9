import { z } from "zod";
import { errorSchema } from "./shared.js";
import { spanDetailSchema } from "./spans.js";

/** Bytes of an input at most: a plan with its coverage can be large. */
export const MOST_INPUT_BYTES = 4 * 1024 * 1024;

/** Where an agent is taken from: the text of a task, or a run with its memory. */
const sourceSchema = {
  task: z.string().max(500_000).optional().describe("The task file's text; else name a run."),
  folder: z.string().max(4000).optional().describe("Where its relative paths start."),
  run: z.string().max(200).optional().describe("A run: its task, its models and its memory."),
};

export const agentsQuerySchema = z.object({
  ...sourceSchema,
  model: z.string().max(300).optional().describe("For every role; absent: those of the task."),
});

export const listedAgentsSchema = z.object({
  agents: z.array(
    z.object({
      role: z.string(),
      name: z.string(),
      after: z.string().nullable().describe("Of a stage, the role that it stands behind."),
      methods: z.array(
        z.object({ name: z.string(), input: z.unknown().describe("JSON Schema of its input.") }),
      ),
    }),
  ),
  models: z.record(z.string(), z.string()).describe("Model of each role, as the task has it."),
  paid: z.string().nullable().describe("Models that may cost money; null for none."),
  problem: errorSchema.nullable().describe("Why a model cannot be asked."),
});
export type ListedAgents = z.infer<typeof listedAgentsSchema>;

const siteSchema = z.object({
  orderId: z.string().max(500),
  step: z.string().max(500),
  sampleIds: z.array(z.string().max(200)).max(1000),
  round: z.number().int().nullable(),
});

export const agentInputSchema = z.object({
  role: z.string(),
  method: z.string(),
  agent: z.string(),
  input: z.unknown(),
  site: siteSchema,
  notes: z.array(
    z
      .enum(["as-it-stands", "from-answers", "state-filled-in", "first-rows", "rebuilt"])
      .describe("What the input may lack of that with which the agent was called."),
  ),
});
export type AgentInput = z.infer<typeof agentInputSchema>;

const methodSchema = {
  role: z.string().max(100),
  method: z.string().max(100),
  stage: z.string().max(300).optional().describe("Of role stage: its name."),
};

export const exampleSchema = z.object({ ...sourceSchema, ...methodSchema });
export const foundExampleSchema = z.object({ example: agentInputSchema.nullable() });
export type FoundExample = z.infer<typeof foundExampleSchema>;

export const checkInputSchema = z.object({ ...methodSchema, input: z.unknown() });
const problemSchema = z.object({
  path: z.string().describe("Names from the top, with dots between them; empty for the whole."),
  message: z.string(),
});
export const checkedInputSchema = z.object({ problems: z.array(problemSchema) });
export type CheckedInput = z.infer<typeof checkedInputSchema>;

export const callAgentSchema = z.object({
  ...sourceSchema,
  ...methodSchema,
  input: z.unknown(),
  site: siteSchema.optional().describe("Where in its run it is called, as an example says."),
  model: z.string().max(300).optional().describe("For every role; absent: those of the task."),
  mostCalls: z.number().int().min(1).max(1000).default(50).describe("Model calls at most."),
  fresh: z.boolean().default(false).describe("True: no answer is taken from the cache."),
  confirmed: z.boolean().default(false),
});

export const calledSchema = z.object({
  agent: z.string(),
  output: z.unknown(),
  error: errorSchema.nullable(),
  problems: z.array(problemSchema).describe("What its schemas refused, by path."),
  spans: z.array(spanDetailSchema).describe("Its step and those below it, parents first."),
  milliseconds: z.number(),
  calls: z.number().int().describe("Answers of models, those from the cache too."),
  inputTokens: z.number(),
  outputTokens: z.number(),
  cost: z.number().nullable().describe("US dollars; null where a price is not known."),
  memory: z.object({
    samples: z.number().int().describe("Accepted samples that its memory showed."),
    sealedThrough: z.number().int().describe("Last round of them; -1 for support rows only."),
  }),
});
export type Called = z.infer<typeof calledSchema>;
