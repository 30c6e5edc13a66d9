import { z } from "zod";

/** An estimate with its 95 % interval, or null where nothing was measured. */
export const estimateSchema = z
  .object({ value: z.number(), low: z.number(), high: z.number() })
  .nullable();

/** A label: one name, several, or null where the kind has none. */
export const labelSchema = z.union([z.string(), z.array(z.string()), z.null()]);

/** What one judge said of one criterion of one version of a sample. */
export const verdictSchema = z.object({
  judge: z.string(),
  criterion: z.string(),
  pass: z.boolean(),
  score: z.number().nullable(),
  reason: z.string(),
  code: z.string(),
  revision: z.number().int(),
});
export type Verdict = z.infer<typeof verdictSchema>;

/** Milliseconds since 1970. */
export const momentSchema = z.number();

/** What asks for one page of a list. */
export const pageQuerySchema = z.object({
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  cursor: z.string().max(2000).optional().describe("`next` of the page before."),
});

/** A list's page: rows, how many fit the filter, and what asks for the page behind it. */
export function pageOf<Row extends z.ZodType>(row: Row) {
  return z.object({
    rows: z.array(row),
    total: z.number().int().nullable().describe("Rows of the filter; null where not counted."),
    next: z.string().nullable(),
  });
}

/** What every refused request is answered with. */
export const errorSchema = z.object({
  code: z.string(),
  message: z.string().describe("In the language of `Accept-Language`: ko, else English."),
  meaning: z
    .string()
    .nullable()
    .describe("What the code means, where the message is English only."),
  hint: z.string().nullable(),
});
