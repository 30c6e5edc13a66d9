import { chosenName } from "../../base/slots/slot-choice.js";
import type { JsonValue } from "../../schema/json.js";
import type { Sample } from "../../schema/sample.js";
import type { Task } from "../../schema/task.js";
import { rowTail } from "./write-dataset-row.js";

/** What a column of a table holds; `json` is text with a JSON value. */
type ColumnType = "text" | "number" | "boolean" | "list" | "json";

export interface ExportColumn {
  readonly name: string;
  readonly type: ColumnType;
}

/**
 * The columns of a task's samples in tables: id, the task's fields, label with provenance, weight,
 * conditions, origin. Fields outside the task's, such as what an inner step wrote, are in the jsonl
 * format only.
 */
export function exportColumns(task: Task): ExportColumn[] {
  const labelled = task.labels.length > 0;
  const soft = [
    task.spec.generate.strategy,
    ...task.spec.steps.flatMap(({ strategy }) => strategy ?? []),
  ].some((choice) => chosenName(choice) === "soft-label");
  const labelType: ColumnType = task.spec.multiLabel ? "list" : "text";
  const fields = Object.entries(task.fields)
    .filter(([name]) => name !== "label")
    .map(([name, field]): ExportColumn => ({
      name,
      type: ((): ColumnType => {
        switch (field.type) {
          case "text":
          case "label":
            return "text";
          case "number":
          case "boolean":
            return field.type;
          case "list":
          case "labels":
            return "list";
          default:
            return "json";
        }
      })(),
    }));
  return [
    { name: "id", type: "text" },
    ...fields,
    ...(labelled
      ? ([
          { name: "label", type: labelType },
          { name: "givenLabel", type: labelType },
          { name: "labelSource", type: "text" },
          { name: "labelConfidence", type: "number" },
          ...(soft ? [{ name: "softLabel", type: "json" } as const] : []),
        ] satisfies ExportColumn[])
      : []),
    { name: "weight", type: "number" },
    { name: "conditions", type: "json" },
    { name: "parents", type: "list" },
    { name: "cell", type: "text" },
    { name: "round", type: "number" },
  ];
}

/** A sample's values by column; null where it has none. */
export function exportCells(
  sample: Sample,
  columns: readonly ExportColumn[],
): Record<string, JsonValue> {
  const row = { id: sample.id, ...sample.fields, ...rowTail(sample) } as Record<
    string,
    JsonValue | undefined
  >;
  return Object.fromEntries(
    columns.map(({ name, type }) => {
      const value = row[name] ?? null;
      if (value === null) return [name, null];
      if (type === "json") return [name, JSON.stringify(value)];
      return [name, type === "text" && typeof value !== "string" ? JSON.stringify(value) : value];
    }),
  );
}
