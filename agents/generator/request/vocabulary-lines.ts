import type { FieldSpec } from "../../../schema/field.js";
import type { SubTask } from "../../../schema/plan.js";
import type { Task } from "../../../schema/task.js";
import { vocabularyOf } from "../../../schema/vocabulary.js";

/** The entries of a field's closed vocabulary, a line each; none where it takes any value. */
export function vocabularyLines(field: FieldSpec): readonly string[] {
  return (vocabularyOf(field) ?? []).map(({ name, definition }) =>
    definition === undefined ? `- ${name}` : `- ${name}: ${definition}`,
  );
}

/** What of a field has one of the values. */
const PARTS: Readonly<Record<string, string>> = {
  triples: "relations",
  span: "labels",
  spans: "labels",
};

/** What the values of given fields stand for, where the task defines them. */
export function givenVocabularies({ fields }: Task, { inputs }: SubTask): string[] {
  return inputs.flatMap((name) => {
    const field = fields[name];
    const isDefined =
      field !== undefined && (vocabularyOf(field) ?? []).some(({ definition }) => definition);
    return isDefined
      ? [`What the ${PARTS[field.type] ?? "values"} of ${name} mean:`, ...vocabularyLines(field)]
      : [];
  });
}
