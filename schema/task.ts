import { KIND_TABLE, type Kind } from "./kind.js";
import type { FieldSpec } from "./field.js";
import { fieldsFromSchema } from "./task-file/fields-from-schema.js";
import { copiedFields } from "./copied-fields.js";
import type { LabelSpec } from "./label.js";
import type { Row } from "./sample.js";
import type { TaskSpec } from "./task-file/task-spec.js";

/**
 * A task that is ready to run: the spec, its kind, its fields, and the rows that may be shown.
 * Held-out rows are not here.
 */
export interface Task {
  readonly spec: TaskSpec;
  readonly kind: Kind;
  /** Every field of a sample in writing order: the kind's, then the spec's own. */
  readonly fields: Readonly<Record<string, FieldSpec>>;
  /** Fields that the generator writes (no given fields, no labels). */
  readonly writtenFields: readonly string[];
  readonly textFields: readonly string[];
  readonly labels: readonly LabelSpec[];
  readonly support: readonly Row[];
}

/** The fields that a task names itself: of its JSON Schema, then one by one. */
export function ownFields(
  spec: Pick<TaskSpec, "fields" | "sampleSchema">,
): Record<string, FieldSpec> {
  return {
    ...(spec.sampleSchema ? fieldsFromSchema(spec.sampleSchema) : {}),
    ...(spec.fields ?? {}),
  };
}

/** Fields and text fields of a task: the kind's with the spec's own after them. */
export function resolveTask(spec: TaskSpec, support: readonly Row[]): Task {
  const kind = KIND_TABLE[spec.kind];
  const fields: Record<string, FieldSpec> = { ...kind.fields, ...ownFields(spec) };
  const isLabel = (name: string): boolean =>
    fields[name]?.type === "label" || fields[name]?.type === "labels";
  const writtenFields = Object.keys(fields).filter(
    (name) => !kind.givenFields.includes(name) && !isLabel(name),
  );
  const texts = Object.keys(fields).filter((name) => fields[name]?.type === "text");
  const copied = kind.textFields.length > 0 ? [] : copiedFields(spec, fields);
  const own = texts.filter((name) => !copied.includes(name));
  const textFields = kind.textFields.length > 0 ? kind.textFields : own.length > 0 ? own : texts;
  return {
    spec,
    kind,
    fields,
    writtenFields,
    textFields: textFields.length > 0 ? textFields : Object.keys(fields).slice(0, 1),
    labels: spec.labels ?? [],
    support,
  };
}

/**
 * The text of a record that novelty, diversity and classification read: its text fields joined by a
 * line break.
 */
export function textOf(
  fields: Readonly<Record<string, unknown>>,
  textFields: readonly string[],
): string {
  return textFields
    .map((name) => flatten(fields[name]))
    .filter((part) => part.length > 0)
    .join("\n");
}

function flatten(value: unknown): string {
  if (value === undefined || value === null) return "";
  if (typeof value === "string") return value;
  if (Array.isArray(value))
    return value
      .map((item: unknown) =>
        typeof item === "object" && item !== null && "content" in item
          ? String((item as { content: unknown }).content)
          : flatten(item),
      )
      .join("\n");
  return JSON.stringify(value);
}
