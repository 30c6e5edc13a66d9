import { z } from "zod";

/** A tool that samples of kind tool-use may call. */
export const toolSpecSchema = z.strictObject({
  name: z
    .string()
    .regex(/^[A-Za-z_][A-Za-z0-9_-]{0,63}$/, "letters, digits, dash or underscore, at most 64")
    .describe("What calls name it by."),
  description: z.string().min(1).describe("What it does, and when to use it."),
  parameters: z
    .record(z.string(), z.unknown())
    .default({ type: "object", properties: {} })
    .describe("JSON Schema of its arguments: an object."),
  code: z
    .string()
    .min(1)
    .optional()
    .describe(
      "JavaScript function of the arguments that gives the result, for example `({ city }) " +
        "=> ({ city, degrees: 20 })`. Run inside a boundary; it must give the same for the " +
        "same arguments. Without it the partner model plays the tool.",
    ),
  result: z
    .record(z.string(), z.unknown())
    .optional()
    .describe("JSON Schema of its result; what a played tool keeps to."),
});
export type ToolSpec = z.output<typeof toolSpecSchema>;
