import { z } from "zod";
import { countSetting } from "../../../base/slots/number-setting.js";
import { DatawrightError } from "../../../base/errors.js";
import type { GenerateStrategy } from "../contract.js";
import { giveUp } from "../request/give-up.js";
import { narrowedInput } from "../request/narrowed-input.js";
import { sampleRequest } from "../request/sample-request.js";
import { configurable } from "../../../base/slots/configurable.js";

const MOST_STEPS = 20;
const settingsSchema = z.strictObject({
  minSteps: z.number().int().min(1).max(MOST_STEPS).default(2).describe("Fewest steps of a chain."),
  maxSteps: countSetting(
    { from: 1, to: MOST_STEPS, usual: 5 },
    "Most steps of a chain; the wanted number is drawn evenly between the two.",
  ),
});
const topicSchema = z.object({ topic: z.string().describe("one noun") });
const chainSchemas = new Map<number, z.ZodObject>();

/** A chain of so many steps; the same object for every sample that wants as many. */
function chainSchema(length: number): z.ZodObject {
  let schema = chainSchemas.get(length);
  if (!schema)
    chainSchemas.set(
      length,
      (schema = z.object({
        steps: z
          .array(z.string())
          .length(length)
          .describe("the steps of the reasoning in their order, one sentence each"),
      })),
    );
  return schema;
}

/**
 * The backward half of synthetic prompting (Shao et al. 2023): a topic word and a complexity, then
 * a chain of so many steps of reasoning about it; the question is made for the chain by a later
 * step. Conditions named `topic` and
 * `complexity` are used where the order has
 * them. Writes topic, complexity and chain, in this order; given up (format) where the chain has
 * another number of steps.
 */
export const backwardChainStrategy = configurable({
  settings: settingsSchema,
  make: ({ minSteps, maxSteps }): GenerateStrategy => ({
    name: "backward-chain",
    async write(input, { demonstrations, ask }, context) {
      const { order, subTask } = input;
      const [topicField, complexityField, chainField] = subTask.output;
      if (chainField === undefined)
        throw new DatawrightError({
          code: "PLAN_INVALID",
          message:
            `the step "${subTask.id}" must write three fields: the topic, the complexity and ` +
            "the chain",
          hint: "See the decomposition backward-forward.",
        });
      const wanted = (name: string): string | undefined =>
        order.conditions.find((condition) => condition.name === name)?.value;
      const named = Number.parseInt(wanted("complexity") ?? "", 10);
      const steps =
        named > 0
          ? Math.min(named, MOST_STEPS)
          : minSteps +
            context.random.derive("complexity").integer(Math.max(1, maxSteps - minSteps + 1));
      let topic = wanted("topic")?.trim() ?? "";
      if (topic === "") {
        const asked = narrowedInput(input, { output: ["topic"], inputs: [], revises: false });
        const answer = await ask({
          ...sampleRequest(asked, demonstrations, context, {
            schema: topicSchema,
            tells: ["dataset", "language"],
            shown: {
              text: "Problems that are there already.",
              items: demonstrations.map(({ fields }) => ({ question: fields["question"] })),
            },
            instruction:
              "Name one everyday thing that another problem could be about: none that the " +
              "problems below are about.",
          }),
          part: "topic",
        });
        topic = answer.value.topic.trim();
        if (topic === "") throw giveUp("empty", "the model named no topic");
      }
      const asked = narrowedInput(input, { output: ["steps"], inputs: [] });
      const instruction =
        "Write the reasoning of a problem about the topic before the problem itself: as many " +
        "steps as given, each going on from the one before, the last giving the answer.";
      const answer = await ask({
        ...sampleRequest(asked, demonstrations, context, {
          schema: chainSchema(steps),
          instruction,
          demonstrations: "format",
          given: { topic, steps },
        }),
        part: "chain",
      });
      const chain = (answer.value["steps"] as string[])
        .map((step) => step.trim())
        .filter((step) => step !== "");
      if (chain.length !== steps)
        throw giveUp("format", `the chain has ${chain.length} steps; ${steps} were wanted`);
      return { fields: { [topicField!]: topic, [complexityField!]: steps, [chainField]: chain } };
    },
  }),
});
