import { z } from "zod";
import { ERROR_CODES, type ErrorCode } from "../../base/error-codes.js";
import { DatawrightError, isDatawrightError } from "../../base/errors.js";

/** Version of what stands in a job and of what a worker has to do for it. */
export const CHUNK_PROTOCOL = 1;

/** Prefix of the queues' keys in Redis. */
export const QUEUE_PREFIX = "datawright-chunks";
/** Name of a chunk's job, as lists of jobs show it. */
export const CHUNK_JOB = "chunk";

/**
 * A chunk as a job: ids only. What its orders are and what they may see is read from the store;
 * prompts and keys are in no job.
 */
const jobSchema = z.object({
  protocol: z.literal(CHUNK_PROTOCOL),
  run: z.string(),
  round: z.number().int().min(0),
  /** Ids of its orders. */
  orders: z.array(z.string()).min(1),
  /** What its orders see is sealed up to here. */
  sealedThrough: z.number().int().min(-1),
  /** Revision of the plan that it follows. */
  planRevision: z.number().int().min(0),
  /** Changes whenever what may be seen of sealed rounds changes but by sealing: see RoundLog. */
  epoch: z.string(),
  /** Step of the trace that it hangs below. */
  parent: z.string().optional(),
});
export type ChunkJob = z.infer<typeof jobSchema>;

const errorSchema = z.object({
  code: z.string(),
  message: z.string(),
  hint: z.string().optional(),
  details: z.record(z.string(), z.unknown()).optional(),
});
type StoredError = z.infer<typeof errorSchema>;

/** What a worker hands back: what became of the orders, or what ends the run. */
const resultSchema = z.object({
  worker: z.string(),
  drafts: z.array(z.object({ id: z.string(), passed: z.boolean() })),
  /** Whether an agent has failed there and never succeeded. */
  inDoubt: z.boolean(),
  /** What was said on the way: agents that failed, warnings. */
  said: z.array(z.record(z.string(), z.unknown())),
  /** What all have spent by then. */
  spent: z.object({
    usd: z.number().nullable(),
    calls: z.number(),
    cachedCalls: z.number(),
    tokens: z.object({ input: z.number(), output: z.number() }),
  }),
  error: errorSchema.nullable(),
});
export type ChunkJobResult = z.infer<typeof resultSchema>;

/** @throws INTERNAL for what is no job of this version */
export function readJob(data: unknown): ChunkJob {
  const parsed = jobSchema.safeParse(data);
  if (parsed.success) return parsed.data;
  throw new DatawrightError({
    code: "INTERNAL",
    message: `a job of the queue is no chunk of this version: ${parsed.error.issues[0]?.message ?? ""}`,
  });
}

/** What a job gave back; null for anything else. */
export function readResult(value: unknown): ChunkJobResult | null {
  let given = value;
  if (typeof value === "string") {
    try {
      given = JSON.parse(value);
    } catch {
      return null;
    }
  }
  return resultSchema.safeParse(given).data ?? null;
}

/** An error on its way to the process of the run; without secrets, as every error of ours. */
export function storedError(error: unknown): StoredError {
  if (isDatawrightError(error)) {
    const { code, message, hint, details } = error;
    return {
      code,
      message,
      hint: hint || undefined,
      details: JSON.parse(JSON.stringify(details)) as Record<string, unknown>,
    };
  }
  return {
    code: "INTERNAL",
    message: `a worker failed: ${String((error as Error | undefined)?.message ?? error)}`,
  };
}

/** The same error in the process of the run. */
export function errorOf({ code, message, hint, details }: StoredError): DatawrightError {
  return new DatawrightError({
    code: Object.hasOwn(ERROR_CODES, code) ? (code as ErrorCode) : "INTERNAL",
    message,
    ...(hint === undefined ? {} : { hint }),
    ...(details === undefined ? {} : { details }),
  });
}

/** The same orders are the same job, however often they are put into the queue. */
export function jobId({ round, orders }: Pick<ChunkJob, "round" | "orders">): string {
  return `r${round}-${orders[0]!}-${orders.length}`;
}
