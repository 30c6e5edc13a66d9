import { z } from "zod";
import type { Passage } from "../../contract.js";
import type { GenerateInput, GenerateStrategy } from "../contract.js";
import { askStep } from "../request/ask-step.js";
import { giveUp } from "../request/give-up.js";
import { narrowedInput } from "../request/narrowed-input.js";
import { passageField } from "./passage-field.js";
import { hash32 } from "../../../base/statistics/hash.js";
import { configurable } from "../../../base/slots/configurable.js";

const settingsSchema = z.strictObject({
  use: z
    .enum(["ground", "inspiration"])
    .default("ground")
    .describe(
      "ground: the sample is about the passage and may state only what it states. " +
        "inspiration: a random piece of the passage gives the idea, and no more.",
    ),
  passageField: z
    .string()
    .optional()
    .describe(
      "For ground: field that takes the passage as it stands. Default: context, passage or " +
        "document, whichever the task has; else none.",
    ),
  longForm: z
    .boolean()
    .default(false)
    .describe(
      "For ground: whether answers say all that the passage tells about the question, in full " +
        "sentences, in place of its shortest words.",
    ),
  lines: z.number().int().min(1).default(15).describe("For inspiration: most lines of the piece."),
});

const GROUNDED =
  "Make the sample from the passage alone. Whoever reads it without the passage must " +
  'understand it: do not speak of "the passage" or "the text".';
const LONG_ANSWERS =
  "The answer is complete: in full sentences of its own words it says all that the passage tells " +
  "about the question.";
const INSPIRED = {
  instruction:
    "Let the piece below inspire you to a new sample of the kind that is wanted. Take up an " +
    "idea, a term or a technique of it, then leave it: the sample must be complete and " +
    "right without it.",
  sourceText: "A piece of a document, as inspiration only.",
};

/**
 * Writes a sample from the passage of its order, or from the texts of its seeds where it has no
 * passage: grounded in it (Genie, Yehudai et al. 2024), with the passage as it stands in a field of
 * its own where the task has one; or inspired by a random run of its lines (OSS-Instruct, Wei et
 * al. 2024).
 */
export const fromSeedStrategy = configurable({
  settings: settingsSchema,
  make: ({ use, lines, longForm, ...settings }): GenerateStrategy => ({
    name: "from-seed",
    async write(input, work, context) {
      const passages = passagesOf(input);
      if (passages.length === 0)
        throw giveUp(
          "draft-failed",
          "there is no passage to write from: the task has no knowledge, and plan.seeds " +
            "chooses no rows",
          { final: true },
        );
      if (use === "inspiration") {
        const random = context.random.derive("piece");
        const passage = random.pick(passages);
        const piece = {
          ...passage,
          text: pieceOf(passage, random.integer(lines) + 1, input.order.sourceTurn),
        };
        return askStep({ ...input, sources: [piece], seeds: [] }, work, context, INSPIRED);
      }
      const field = passageField(input, context.task, settings.passageField);
      const asked = {
        ...narrowedInput(input, {
          output: input.subTask.output.filter(
            // An answer in words of its own stands nowhere in the passage.
            (name) => name !== field && !(longForm && context.task.fields[name]?.type === "span"),
          ),
        }),
        sources: [...passages],
        seeds: [],
      };
      const written = await askStep(asked, work, context, {
        instruction: GROUNDED,
        notes: longForm ? [LONG_ANSWERS] : undefined,
        demonstrations: longForm ? "format" : undefined,
      });
      return field === null
        ? written
        : {
            ...written,
            fields: { [field]: passages.map(({ text }) => text).join("\n\n"), ...written.fields },
          };
    },
  }),
});

/** The passages of the order, else the texts of its seeds. */
export function passagesOf({
  sources,
  seeds,
}: Pick<GenerateInput, "sources" | "seeds">): readonly Passage[] {
  return sources.length > 0
    ? sources
    : seeds
        .filter((row) => row.text.trim() !== "")
        .map((row) => ({ id: row.id, text: row.text, source: "seeds" }));
}

/**
 * A run of at most that many lines that are not blank. Its start is random for the passage and
 * moves with each order that has the passage, so that no two have the same piece before all lines
 * were a start.
 */
function pieceOf({ id, text }: Passage, count: number, turn = 0): string {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const start = (hash32(id) + turn) % Math.max(1, lines.length);
  return lines.slice(start, start + count).join("\n");
}
