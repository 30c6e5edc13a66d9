import { z } from "zod";

/**
 * One traced step. Names follow the OpenTelemetry GenAI conventions: invoke_agent, chat,
 * embeddings, plan.
 *
 * @public the specification of a noun: nothing has to parse it
 */
export const spanSchema = z.object({
  /** Unique in the run. */
  id: z.string(),
  /** Step that it is part of; null at the top. */
  parentId: z.string().nullable(),
  /** Run that it belongs to. */
  runId: z.string(),
  /** What is shown of it. */
  name: z.string(),
  operation: z.string().describe("gen_ai.operation.name"),
  /** Role whose work it is part of; null for the graph's own. */
  agent: z.string().nullable(),
  startedAt: z.number().describe("Milliseconds since 1970."),
  /** How long it took, in milliseconds. */
  durationMs: z.number(),
  /** How it ended. */
  status: z.enum(["ok", "error"]),
  /** Code of the error that it ended with, or null. */
  errorCode: z.string().nullable(),
  /** Samples that it is about. */
  sampleIds: z.array(z.string()),
  /** What is known of the step, by OpenTelemetry names. */
  attributes: z.record(z.string(), z.unknown()),
  inputHash: z.string().nullable().describe("Body of the request, stored once by hash."),
  /** Body of the answer, stored once by hash. */
  outputHash: z.string().nullable(),
});
export type Span = z.infer<typeof spanSchema>;
