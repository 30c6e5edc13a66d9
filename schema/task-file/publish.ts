import { z } from "zod";
import type { JsonSchema } from "../json.js";
import { taskSpecSchema } from "./task-spec.js";

/**
 * The JSON Schema of a task file, for editors; the package ships it as
 * `datawright/task.schema.json`.
 */
export function taskJsonSchema(): JsonSchema {
  return { title: "datawright task", ...z.toJSONSchema(taskSpecSchema, { io: "input" }) };
}
