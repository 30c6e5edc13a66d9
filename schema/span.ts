import { z } from "zod";

/**
 * One traced step. Names follow the OpenTelemetry GenAI conventions: invoke_agent, chat,
 * embeddings, plan.
 *
 * @public the specification of a noun: nothing has to parse it
 */
export const spanSchema = z.object({
  id: z.string(),
  parentId: z.string().nullable(),
  runId: z.string(),
  name: z.string(),
  operation: z.string().describe("gen_ai.operation.name"),
  agent: z.string().nullable(),
  startedAt: z.number().describe("Milliseconds since 1970."),
  durationMs: z.number(),
  status: z.enum(["ok", "error"]),
  errorCode: z.string().nullable(),
  sampleIds: z.array(z.string()),
  attributes: z.record(z.string(), z.unknown()),
  inputHash: z.string().nullable().describe("Body of the request, stored once by hash."),
  outputHash: z.string().nullable(),
});
export type Span = z.infer<typeof spanSchema>;
