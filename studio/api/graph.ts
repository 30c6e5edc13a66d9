import { z } from "zod";

/** The compiled graph of a run, with what works now and how often each way was taken. */
export const runGraphSchema = z.object({
  nodes: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      count: z.number().int().nullable().describe("How often it ran; null where that is unknown."),
      active: z.boolean(),
    }),
  ),
  edges: z.array(
    z.object({
      from: z.string(),
      to: z.string(),
      count: z.number().int().nullable(),
      conditional: z.boolean(),
    }),
  ),
});
export type RunGraph = z.infer<typeof runGraphSchema>;
