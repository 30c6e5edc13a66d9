import { z } from "zod";
import { countSetting } from "../../../base/slots/number-setting.js";
import { configurable } from "../../../base/slots/configurable.js";
import type { SubTask } from "../../../schema/plan.js";
import type { Task } from "../../../schema/task.js";
import type { GenerateStrategy } from "../contract.js";
import { finishAnswer, askStep } from "../request/ask-step.js";
import { giveUp } from "../request/give-up.js";
import { answerSchema, sampleRequest } from "../request/sample-request.js";
import { listPlace } from "./continue-list.js";

const settingsSchema = z.strictObject({
  candidates: countSetting(
    { from: 2, to: 50, usual: 5 },
    "Samples that one answer lists, each with its probability.",
  ),
  drafts: countSetting(
    { from: 1, to: 50, usual: 3 },
    "Most of them that become drafts, the least probable first: as many alike orders of a " +
      "round share the answer.",
  ),
});

type Candidates = z.ZodObject<{
  candidates: z.ZodArray<z.ZodObject<{ probability: z.ZodNumber; sample: z.ZodObject }>>;
}>;

const schemas = new WeakMap<Task, Map<string, Candidates>>();

/**
 * Verbalized sampling (Zhang et al. 2025): one answer lists several samples with the probability
 * that the model gives each, and the least probable of them are taken. A model that was trained to
 * please writes its favourite when it is asked for one sample; asked for the distribution it says
 * what else there is. Alike orders of a round share the answer, each taking a candidate of its own.
 * A refused candidate is written anew on its own.
 */
export const verbalizedStrategy = configurable({
  settings: settingsSchema,
  make: ({ candidates, drafts }): GenerateStrategy => ({
    name: "verbalized",
    async write(input, { ask, demonstrations, demonstrationsOf }, context) {
      const { task } = context;
      if (input.revision > 0) return askStep(input, { ask, demonstrations }, context);
      const { list, item } = listPlace(input.peer, input.order.round, Math.min(drafts, candidates));
      const sharedBy = input.attempt > 0 ? undefined : `${list} verbalized`;
      const shown = sharedBy === undefined ? demonstrations : await demonstrationsOf(sharedBy);
      const { value, model, text, usage } = await ask({
        ...sampleRequest(input, shown, context, {
          schema: candidatesSchema(task, input.subTask, candidates),
          instruction:
            `Write ${candidates} different samples, likely and unlikely ones, each with the ` +
            "probability that it would be your answer if you were asked for one. Most of the " +
            "probabilities are below 0.1.",
          several: true,
          variedBy: sharedBy,
        }),
        part: "candidates",
        sharedBy,
      });
      const tail = value.candidates
        .map((candidate, index) => ({ ...candidate, index }))
        .sort((a, b) => a.probability - b.probability || a.index - b.index);
      const own = tail[item];
      if (own === undefined)
        throw giveUp(
          "draft-failed",
          `the answer has ${tail.length} candidates, and its own is number ${item + 1}`,
          { final: true },
        );
      const written = finishAnswer(task, input.subTask, { value: own.sample, model, text, usage });
      return {
        ...written,
        scores: { ...written.scores, verbalizedProbability: own.probability },
      };
    },
  }),
});

/** The same object for all answers of a step, so that its JSON Schema is made once. */
function candidatesSchema(task: Task, subTask: SubTask, count: number): Candidates {
  let own = schemas.get(task);
  if (!own) schemas.set(task, (own = new Map<string, Candidates>()));
  const key = `${subTask.revision} ${subTask.id} ${subTask.output.join(" ")} ${count}`;
  let schema = own.get(key);
  if (!schema) {
    const sample = answerSchema(task, subTask);
    own.set(
      key,
      (schema = z.object({
        candidates: z
          .array(
            z.object({
              sample,
              probability: z.number().min(0).max(1).describe("how probable it is, 0 to 1"),
            }),
          )
          .min(1)
          .describe(
            `${count} entries, each with its probability and a sample that has the fields ` +
              Object.keys(sample.shape).join(", "),
          ),
      })),
    );
  }
  return schema;
}
