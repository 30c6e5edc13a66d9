import { z } from "zod";
import { countSetting } from "../../../base/slots/number-setting.js";
import type { SubTask } from "../../../schema/plan.js";
import type { Task } from "../../../schema/task.js";
import type { GenerateInput, GenerateStrategy } from "../contract.js";
import { answerSchema } from "../request/sample-request.js";
import { askStep, finishAnswer } from "../request/ask-step.js";
import { giveUp } from "../request/give-up.js";
import { sampleRequest } from "../request/sample-request.js";
import { configurable } from "../../../base/slots/configurable.js";

const settingsSchema = z.strictObject({
  batch: countSetting(
    { from: 1, to: 50, usual: 8 },
    "Samples that one answer lists, and as many orders share: of one round, with the same " +
      "label, conditions, rows and passages.",
  ),
  requirements: z
    .array(z.string().min(1))
    .default([])
    .describe("What every entry keeps to, as a numbered list behind the task."),
});
type List = z.ZodObject<{ items: z.ZodArray<z.ZodObject> }>;

const lists = new WeakMap<Task, Map<string, List>>();

/** An order's place in a list that several orders share. */
export interface ListPlace {
  /** Name of the list: the same for all who share it, different for all others. */
  readonly list: string;
  /** Which item of it is the order's, from 0. */
  readonly item: number;
  readonly size: number;
}

/**
 * Deals the alike orders of a round into lists of `batch`, in their order; the last list is as
 * short as what is left. A function of the order's place among them alone, so the lists are the
 * same at any concurrency and after a resume.
 */
export function listPlace(
  { group, rank, of }: GenerateInput["peer"],
  round: number,
  batch: number,
): ListPlace {
  const number = Math.floor(rank / batch);
  return {
    list: `list ${round} ${group} ${number}`,
    item: rank % batch,
    size: Math.min(batch, of - number * batch),
  };
}

/**
 * Continues a list (Self-Instruct, Wang et al. 2023; Alpaca, Taori et al. 2023): one prompt shows
 * the demonstrations as a numbered list and asks for more entries; orders that are alike share the
 * answer, and each takes its own entry. A list that came back too short gives up the orders whose
 * entries are missing. A refused entry is written anew on its own.
 */
export const continueListStrategy = configurable({
  settings: settingsSchema,
  make: ({ batch, requirements }): GenerateStrategy => ({
    name: "continue-list",
    async write(input, { ask, demonstrations, demonstrationsOf }, context) {
      const { task } = context;
      const rules = requirements.map((rule, index) => `${index + 1}. ${rule}`);
      const { list, item, size } = listPlace(input.peer, input.order.round, batch);
      if (size < 2 || input.revision > 0 || input.attempt > 0)
        return askStep(input, { demonstrations, ask }, context, {
          instruction:
            rules.length === 0 ? undefined : ["It keeps to these rules:", ...rules].join("\n"),
        });
      const shown = await demonstrationsOf(list);
      const all = shown.length + size;
      const instruction = [
        (shown.length > 0
          ? `The samples shown are entries 1 to ${shown.length} of a list of ${all}. Continue it: ` +
            `write entries ${shown.length + 1} to ${all}`
          : `Write a list of ${size} samples`) + ", each of another kind than those before it.",
        ...(rules.length === 0 ? [] : ["Every entry keeps to these rules:", ...rules]),
      ].join("\n");
      const { value, model, text, usage } = await ask({
        ...sampleRequest(input, shown, context, {
          schema: listSchema(task, input.subTask, size),
          instruction,
          several: true,
          demonstrations: requirements.length > 0 ? "format" : undefined,
          variedBy: list,
        }),
        part: "list",
        sharedBy: list,
      });
      const entry = value.items[item];
      if (entry === undefined)
        throw giveUp(
          "draft-failed",
          `the list has ${value.items.length} of ${size} entries, and its own is number ${item + 1}`,
          { final: true },
        );
      context.span.set({
        "datawright.entry": item,
        "datawright.entries.unused":
          value.items.length > size ? value.items.length - size : undefined,
      });
      return finishAnswer(task, input.subTask, { value: entry, model, text, usage });
    },
  }),
});

/**
 * A list that is to have `size` entries; the same object for all lists of a size. Nobody takes
 * entries beyond that.
 */
function listSchema(task: Task, subTask: SubTask, size: number): List {
  let own = lists.get(task);
  if (!own) lists.set(task, (own = new Map<string, List>()));
  const key = `${subTask.revision} ${subTask.id} ${subTask.output.join(" ")} ${size}`;
  let schema = own.get(key);
  if (!schema) {
    const entry = answerSchema(task, subTask);
    const names = Object.keys(entry.shape);
    own.set(
      key,
      (schema = z.object({
        items: z
          .array(entry)
          .min(1)
          .describe(
            `${size} entries, each with the ${names.length === 1 ? "field" : "fields"} ${names.join(", ")}`,
          ),
      })),
    );
  }
  return schema;
}
