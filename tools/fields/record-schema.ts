import { z } from "zod";
import {
  fieldValueSchema,
  messageSchema,
  type FieldSpec,
  type Message,
} from "../../schema/field.js";
import type { JsonSchema } from "../../schema/json.js";
import type { Task } from "../../schema/task.js";

/** Name under which a label is answered where the model decides it. */
export const LABEL_KEY = "label";

/**
 * The schema of a record with the named members: the task's fields by their type, `label` by the
 * task's labels, anything else by its property in `json`, or as a text.
 *
 * @param names members in writing order
 * @param json JSON Schema of the record, for members that are no fields of the task
 */
export function recordSchema(task: Task, names: readonly string[], json?: JsonSchema): z.ZodObject {
  return z.object(Object.fromEntries(names.map((name) => [name, memberSchema(task, name, json)])));
}

function memberSchema(task: Task, name: string, json: JsonSchema | undefined): z.ZodType {
  const field = Object.hasOwn(task.fields, name) ? task.fields[name] : undefined;
  if (field && !isLabelField(field))
    return described(
      field.type === "messages" ? turnsSchema(task, field) : fieldValueSchema(field),
      field.description,
    );
  if (field || name === LABEL_KEY)
    return labelSchema(task, field ? field.type === "labels" : task.spec.multiLabel);
  const property = (json?.["properties"] as Record<string, unknown> | undefined)?.[name];
  if (typeof property !== "object" || property === null) return z.string();
  return z.fromJSONSchema(property as Parameters<typeof z.fromJSONSchema>[0]);
}

/** One of the task's labels, or a list of them; any text where the task has none. */
function labelSchema(task: Task, several: boolean): z.ZodType {
  const names = task.labels.map((label) => label.name);
  const one = names.length > 0 ? z.enum(names as [string, ...string[]]) : z.string();
  return several ? z.array(one).min(1) : one;
}

/**
 * The turns of a conversation with the roles that the task's have: tools and calls where it declares
 * tools or real rows have them, a system turn where real rows have one.
 */
function turnsSchema({ kind, spec, support }: Task, { optional }: FieldSpec): z.ZodType {
  const seen = new Set(support.flatMap(({ fields }) => Object.values(fields).flatMap(rolesIn)));
  const withTools = kind.name === "tool-use" || spec.tools.length > 0 || seen.has("tool");
  const roles = ["user", "assistant"] as [Message["role"], ...Message["role"][]];
  if (seen.has("system")) roles.unshift("system");
  if (withTools) roles.push("tool");
  const turn = messageSchema.extend({ role: z.enum(roles) });
  const turns = z.array(withTools ? turn : turn.pick({ role: true, content: true })).min(1);
  return optional ? turns.optional() : turns;
}

function rolesIn(value: unknown): unknown[] {
  return Array.isArray(value) ? value.map((turn: Partial<Message> | null) => turn?.role) : [];
}

export function isLabelField(field: FieldSpec): boolean {
  return field.type === "label" || field.type === "labels";
}

function described(schema: z.ZodType, description: string | undefined): z.ZodType {
  return description === undefined ? schema : schema.describe(description);
}
