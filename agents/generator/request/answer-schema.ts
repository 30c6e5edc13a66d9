import { z } from "zod";
import type { SubTask } from "../../../schema/plan.js";
import type { Task } from "../../../schema/task.js";
import { LABEL_KEY, recordSchema } from "../../../tools/fields/record-schema.js";

const built = new WeakMap<Task, Map<string, z.ZodObject>>();

/**
 * What the answer to a sub-task must parse as: its fields, and with a label the confidence in it.
 * Built once for each sub-task and its fields.
 */
export function answerSchema(task: Task, subTask: SubTask): z.ZodObject {
  let schemas = built.get(task);
  if (!schemas) built.set(task, (schemas = new Map<string, z.ZodObject>()));
  const key = `${subTask.revision} ${subTask.id} ${subTask.output.join(" ")}`;
  let schema = schemas.get(key);
  if (!schema) {
    schema = recordSchema(task, subTask.output, subTask.outputSchema);
    if (subTask.output.includes(LABEL_KEY))
      schema = schema.extend({
        confidence: z.number().min(0).max(1).describe("how sure you are of the label"),
      });
    schemas.set(key, schema);
  }
  return schema;
}
