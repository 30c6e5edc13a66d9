import { z } from "zod";
import { tripleSchema } from "../../../schema/field.js";
import { DatawrightError } from "../../../base/errors.js";
import type { GenerateStrategy } from "../contract.js";
import { configurable } from "../../../base/slots/configurable.js";

const settingsSchema = z.strictObject({
  facts: z.string().default("facts").describe("The chain of facts, from an earlier step."),
});

/**
 * The answer of a chain of facts: the object of its last one. Asks nobody: the question was made
 * for this answer.
 */
export const chainEndStrategy = configurable({
  settings: settingsSchema,
  make: ({ facts }): GenerateStrategy => ({
    name: "chain-end",
    write(input) {
      const chain = z.array(tripleSchema).min(1).safeParse(input.values[facts]);
      if (!chain.success)
        throw new DatawrightError({
          code: "PLAN_INVALID",
          message:
            `the step "${input.subTask.id}" answers with the end of the chain "${facts}", which ` +
            "no step before it writes",
          hint: "See the decomposition multi-hop.",
        });
      return Promise.resolve({ fields: { [input.subTask.output[0]!]: chain.data.at(-1)!.object } });
    },
  }),
});
