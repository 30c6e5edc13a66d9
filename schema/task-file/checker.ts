import { z } from "zod";
import { countSetting, numberSetting } from "../../base/slots/number-setting.js";

/** Languages whose code can be run inside a boundary. */
export const SANDBOX_LANGUAGES = ["javascript", "sql", "python", "shell"] as const;
/** Language whose code can be run inside a boundary. */
export type SandboxLanguage = (typeof SANDBOX_LANGUAGES)[number];

/** Code that says of each draft whether it passes; run inside a boundary. */
export const checkerSpecSchema = z.strictObject({
  language: z
    .enum(SANDBOX_LANGUAGES)
    .describe("Language of the checker, and of the draft's own code where `runs` names it."),
  code: z
    .string()
    .min(1)
    .optional()
    .describe(
      "The checker: gives true, false or { pass, reason } for the draft's fields in `sample`.",
    ),
  path: z.string().min(1).optional().describe("File with the checker, in place of `code`."),
  runs: z
    .string()
    .min(1)
    .optional()
    .describe(
      "Field that holds code in the same language: it is run by itself first, must not " +
        "fail, and what it gives is `result` for the checker.",
    ),
  schema: z
    .string()
    .min(1)
    .optional()
    .describe("For sql: the script that makes the tables and rows that code is run on."),
  schemaPath: z
    .string()
    .min(1)
    .optional()
    .describe("For sql: file with that script, in place of `schema`."),
  timeoutSeconds: numberSetting(
    { above: 0, to: 600, usual: 2 },
    "Longest time that one check may take.",
  ),
  memoryMegabytes: countSetting(
    { from: 1, to: 1024, usual: 64 },
    "Most memory that one check may take.",
  ),
});
export type CheckerSpec = z.output<typeof checkerSpecSchema>;
