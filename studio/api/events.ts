import { z } from "zod";
import { RUN_STATUSES } from "./runs.js";

/** What a live run tells: numbers that grow say what has to be asked for again. */
export const runEventSchema = z.object({
  status: z.enum(RUN_STATUSES),
  over: z.boolean().describe("True where nothing changes any more."),
  accepted: z.number().int(),
  rejected: z.number().int(),
  inReview: z.number().int(),
  samples: z.number().int().describe("Samples stored so far."),
  spans: z.number().int().describe("Spans stored so far."),
  version: z.number().int().describe("Grows with every change of the store."),
});
export type RunEvent = z.infer<typeof runEventSchema>;
