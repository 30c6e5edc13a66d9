import { z } from "zod";
import { momentSchema } from "./shared.js";

const reportSoFarSchema = z.object({
  url: z.string(),
  accepted: z.number().describe("Samples that were accepted when it was measured."),
  at: momentSchema,
});
export type ReportSoFar = z.infer<typeof reportSoFarSchema>;

export const reportSchema = z.object({
  url: z.string().nullable().describe("The run's own report; null before there is one."),
  soFar: reportSoFarSchema.nullable().describe("Of a run without one, what was measured so far."),
});
export type RunReport = z.infer<typeof reportSchema>;

export const reportSoFarQuerySchema = z.object({ language: z.enum(["en", "ko"]).optional() });
