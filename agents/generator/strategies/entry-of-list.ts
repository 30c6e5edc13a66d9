import { z } from "zod";
import { configurable } from "../../../base/slots/configurable.js";
import { canonicalJson, hash32, sha256Hex } from "../../../base/statistics/hash.js";
import type { GenerateStrategy } from "../contract.js";
import { giveUp } from "../request/give-up.js";
import { narrowedInput } from "../request/narrowed-input.js";
import { sampleRequest } from "../request/sample-request.js";

const answerSchema = z.object({
  entries: z.array(z.string()).describe("all of them, each once, as they stand in what is given"),
});

/**
 * One entry of a list that is asked for once for each text: the named entities of a passage, say.
 * Samples that start from the same text share the list and take different entries (Self-Prompting,
 * Li et al. 2022, asks a question about every entity of a passage). The step writes the entry.
 * Given up (empty) where the list has no entry.
 */
export const entryOfListStrategy = configurable({
  settings: z.strictObject({}),
  make: (): GenerateStrategy => ({
    name: "entry-of-list",
    async write(input, { ask }, context) {
      const given = input.subTask.inputs.map((name) => [name, input.values[name] ?? null]);
      const sharedBy = `list ${sha256Hex(canonicalJson([input.subTask.id, given]))}`;
      const asked = narrowedInput(input, { revises: false });
      const request = sampleRequest({ ...asked, seeds: [] }, [], context, {
        schema: answerSchema,
        tells: ["dataset", "language", "step"],
        demonstrations: "none",
      });
      const { value } = await ask({
        ...request,
        part: "entries",
        sharedBy,
        parameters: { ...request.parameters, temperature: 0 },
      });
      const entries = [...new Set(value.entries.map((entry) => entry.trim()))].filter(
        (entry) => entry !== "",
      );
      if (entries.length === 0) throw giveUp("empty", "the list has no entry");
      const { sourceTurn = 0, sourceIds } = input.order;
      // Samples of one passage take turns; a text of its own has nobody to take turns with.
      const place =
        sourceIds.length > 0
          ? hash32(sharedBy) + sourceTurn
          : context.random.derive("entry").integer(entries.length);
      return { fields: { [input.subTask.output[0]!]: entries[place % entries.length]! } };
    },
  }),
});
