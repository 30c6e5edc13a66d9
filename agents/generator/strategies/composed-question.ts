import { z } from "zod";
import { tripleSchema } from "../../../schema/field.js";
import { DatawrightError } from "../../../base/errors.js";
import { canonicalJson, sha256Hex } from "../../../base/statistics/hash.js";
import { caseFold } from "../../../base/text/case-fold.js";
import type { GenerateStrategy } from "../contract.js";
import { askStep } from "../request/ask-step.js";
import { giveUp } from "../request/give-up.js";
import { narrowedInput } from "../request/narrowed-input.js";
import { sampleRequest } from "../request/sample-request.js";
import { ALL_TOLD } from "../request/task-section.js";
import { configurable } from "../../../base/slots/configurable.js";

const settingsSchema = z.strictObject({
  facts: z.string().default("facts").describe("The chain of facts, from an earlier step."),
});
const hopSchema = z.object({ question: z.string().describe("the question alone") });

/**
 * One question for each fact of a chain, then one that needs all of them: the entities between the
 * facts are described, not named (SP-CoT, Wang et al. 2023). Writes the single questions with their
 * answers into its first output and the composed one into its second. Given up (off-task) where the
 * composed question names what it should make the reader find.
 */
export const composedQuestionStrategy = configurable({
  settings: settingsSchema,
  make: (settings): GenerateStrategy => ({
    name: "composed-question",
    async write(input, work, context) {
      const { subTask, values } = input;
      const facts = z.array(tripleSchema).min(1).safeParse(values[settings.facts]);
      const [list, field] = subTask.output;
      if (!facts.success || field === undefined)
        throw new DatawrightError({
          code: "PLAN_INVALID",
          message:
            `the step "${subTask.id}" composes a question of the facts in "${settings.facts}"; ` +
            `${facts.success ? "it must write two fields: the single questions and the composed one" : "no step before it writes such a list of facts"}`,
          hint: "See the decomposition multi-hop.",
        });
      const singleHops = work.demonstrations.flatMap(({ fields }) =>
        hopsOf(fields[settings.facts], fields[list!]),
      );
      const hops: { readonly question: string; readonly answer: string }[] = [];
      for (const [index, { subject, relation, object }] of facts.data.entries()) {
        const asked = narrowedInput(input, { output: ["question"], inputs: [], revises: false });
        const instruction =
          "Write a short question about the subject whose only answer is the object. It names " +
          "the subject and not the object.";
        const given = { subject, relation, object };
        const answer = await work.ask({
          ...sampleRequest(asked, work.demonstrations, context, {
            schema: hopSchema,
            instruction,
            tells: ["language"],
            shown: { text: "Other facts with their questions.", items: singleHops },
            given,
          }),
          part: `hop-${index + 1}`,
          // Chains share facts; a fact is asked about once for the same rows.
          sharedBy: `hop ${sha256Hex(canonicalJson([given, singleHops]))}`,
        });
        hops.push({ question: answer.value.question.trim(), answer: object });
      }
      const asked = narrowedInput(input, { output: [field], inputs: [] });
      const instruction =
        "Write one question that needs all of the single questions to be answered in turn. " +
        "Describe what the earlier ones ask for instead of naming it; its answer is that of " +
        "the last one, which it does not name.";
      const composed = await askStep(asked, work, context, {
        instruction,
        tells: ALL_TOLD.filter((what) => what !== "sources"),
        given: { questions: hops },
        part: "compose",
      });
      const question = String(composed.fields[field] ?? "");
      const named = hops.find((hop) => caseFold(question).includes(caseFold(hop.answer)));
      if (question === "") throw giveUp("empty", "the composed question is empty");
      if (named !== undefined)
        throw giveUp(
          "off-task",
          `the composed question names "${named.answer}", which it should make the reader find`,
        );
      return {
        fields: { [list!]: hops, [field]: question },
        scores: { ...composed.scores, hops: hops.length },
      };
    },
  }),
});

/** The facts of a row, each with the question that was made for it. */
function hopsOf(facts: unknown, questions: unknown): Record<string, unknown>[] {
  const [chain, asked] = [
    z.array(tripleSchema).safeParse(facts),
    z.array(hopSchema).safeParse(questions),
  ];
  return chain.success && asked.success
    ? chain.data.flatMap(({ subject, relation, object }, index) => {
        const question = asked.data[index]?.question;
        return question === undefined ? [] : [{ subject, relation, object, question }];
      })
    : [];
}
