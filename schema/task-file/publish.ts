import { z } from "zod";
import type { JsonSchema } from "../json.js";
import { taskSpecSchema } from "./task-spec.js";

/** The JSON Schema of a task file, without the names that can be chosen in it. */
export function namelessTaskJsonSchema(): JsonSchema {
  return { title: "datawright task", ...z.toJSONSchema(taskSpecSchema, { io: "input" }) };
}
