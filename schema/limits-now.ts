import { z } from "zod";

/** What a model may be asked at a moment, and what it is asked. */
export const limitsNowSchema = z.object({
  /** Name of the model; one that several servers have stands there once for each. */
  model: z.string(),
  /** Requests that are sent and not answered. */
  inFlight: z.number().int(),
  /** Requests that wait for their turn. */
  waiting: z.number().int(),
  /** Requests that may be in flight: what is set, or less where the provider took no more. */
  mostInFlight: z.number().int(),
  /** Requests a second that are sent at most; null where no such limit was met. */
  mostPerSecond: z.number().nullable(),
  /** True while none is sent, as the provider failed too often. */
  refusing: z.boolean(),
});
export type LimitsNow = Readonly<z.infer<typeof limitsNowSchema>>;
