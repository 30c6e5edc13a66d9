import { z } from "zod";
import { DatawrightError } from "../../../base/errors.js";
import { hash32 } from "../../../base/statistics/hash.js";
import type { AgentContext, Passage } from "../../contract.js";
import type { GenerateInput, GenerateStrategy } from "../contract.js";
import { askStep } from "../request/ask-step.js";
import { giveUp } from "../request/give-up.js";
import { narrowedInput } from "../request/narrowed-input.js";
import { passageField } from "./passage-field.js";
import { configurable } from "../../../base/slots/configurable.js";
import { passagesOf } from "./from-seed.js";

const FORMS = [
  "The query is a question that this passage answers and few others do.",
  "The query is what somebody types into a search box: a few words, no sentence.",
  "The query asks why or how something in the passage is so.",
  "The query describes a situation in which this passage is what one needs.",
  "The query is in other words than the passage: names stay, the rest is said differently.",
] as const;

const settingsSchema = z.strictObject({
  passageField: z
    .string()
    .optional()
    .describe(
      "Field that takes the passage as it stands. Default: context, passage or document, " +
        "whichever the task has.",
    ),
  forms: z
    .array(z.string().min(1))
    .min(1)
    .default([...FORMS])
    .describe("Kinds of queries; those of one passage have them in turns."),
});

/**
 * Writes a query that a passage answers, for training retrievers (InPars, Bonifacio et al. 2022),
 * in one of several forms (UDAPDR, Saad-Falcon et al. 2023). The passage stands in its field as it
 * is; the other fields are written to it. Queries of one passage have the forms in turns, and show
 * what was written for it in the sealed rounds.
 */
export const queryForPassageStrategy = configurable({
  settings: settingsSchema,
  make: ({ forms, ...settings }): GenerateStrategy => ({
    name: "query-for-passage",
    async write(input, work, context) {
      const field = passageField(input, context.task, settings.passageField);
      if (field === null)
        throw new DatawrightError({
          code: "SPEC_INVALID",
          message:
            `query-for-passage: the step "${input.subTask.id}" writes ` +
            `${input.subTask.output.join(", ")}, and none of them is known to hold the passage`,
          hint:
            "Name a text field of the task in its setting passageField; another field " +
            "takes the query.",
        });
      const [passage] = passagesOf(input);
      if (!passage)
        throw giveUp(
          "draft-failed",
          "there is no passage to write a query for: the task has no knowledge, and " +
            "plan.seeds chooses no rows",
          { final: true },
        );
      const form = forms[formOf(input, passage, context) % forms.length]!;
      context.span.set({ "datawright.form": form });
      const asked = {
        ...narrowedInput(input, { output: input.subTask.output.filter((name) => name !== field) }),
        sources: [passage],
        seeds: [],
        written: await queriesOf(passage, field, context),
      };
      const written = await askStep(asked, work, context, {
        instruction: `Write the ${asked.subTask.output.join(" and the ")} for the passage below. ${form}`,
        sourceText: "The passage.",
        writtenText:
          "Written for this passage already. Ask for something else that it tells, in other words.",
      });
      return { ...written, fields: { [field]: passage.text, ...written.fields } };
    },
  }),
});

/**
 * Place of the form in turns: another one for each passage to begin with, and the next one when all
 * passages have had theirs. Where it stands must not depend on what else is in flight.
 */
function formOf(
  { order }: Pick<GenerateInput, "order">,
  passage: Passage,
  { knowledge, memory }: AgentContext,
): number {
  const passages = knowledge.passages.length || memory.demonstrations.length || 1;
  return hash32(passage.id) + order.round + Math.floor(order.ordinal / passages);
}

type Queries = ReadonlyMap<string, { readonly id: string; readonly text: string }[]>;
/** By the coverage of the sealed rounds, which is one object for all orders that see the same. */
const known = new WeakMap<object, Map<string, Promise<Queries>>>();
/** Latest accepted samples that are looked through. */
const LOOKED_THROUGH = 4000;

/** What was accepted for a passage in the sealed rounds. */
async function queriesOf(
  passage: Passage,
  field: string,
  { memory }: AgentContext,
): Promise<{ id: string; text: string }[]> {
  let byField = known.get(memory.coverage);
  if (!byField) known.set(memory.coverage, (byField = new Map<string, Promise<Queries>>()));
  let queries = byField.get(field);
  if (!queries) byField.set(field, (queries = acceptedByPassage(memory, field)));
  return [...((await queries).get(passage.text) ?? [])];
}

async function acceptedByPassage(memory: AgentContext["memory"], field: string): Promise<Queries> {
  const found = new Map<string, { readonly id: string; readonly text: string }[]>();
  for await (const { id, fields, text } of memory.accepted({
    limit: LOOKED_THROUGH,
    latest: true,
  })) {
    const passage = fields[field];
    if (typeof passage === "string")
      found.set(passage, [...(found.get(passage) ?? []), { id, text }]);
  }
  return found;
}
