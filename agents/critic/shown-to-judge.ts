import { languageName } from "../../base/text/language-name.js";
import type { Row } from "../../schema/sample.js";
import type { Task } from "../../schema/task.js";
import { DEFINED_LABELS } from "../../tools/learning/confusable-labels.js";
import type { Draft } from "../draft.js";

const NONE = "none";

export function shownRow({ fields, label }: Row): Record<string, unknown> {
  return { ...fields, ...(label === null ? {} : { label }) };
}

/** The draft's fields without those that only repeat the passages shown with it. */
export function besides(
  { fields }: Draft,
  sources: Draft["sources"],
): Readonly<Record<string, unknown>> {
  const passages = sources.map(({ text }) => text.trim()).join("\n\n");
  if (passages === "") return fields;
  const kept = Object.entries(fields).filter(
    ([, value]) => typeof value !== "string" || value.trim() !== passages,
  );
  return kept.length === 0 ? fields : Object.fromEntries(kept);
}

/** Up to `count` rows, spread over the list, taking turns between the labels. */
export function mixLabels(rows: readonly Row[], count: number): Row[] {
  const byLabel = new Map<string, Row[]>();
  for (const row of rows) {
    const key = row.label === null ? NONE : String(row.label);
    const group = byLabel.get(key);
    if (group) group.push(row);
    else byLabel.set(key, [row]);
  }
  const groups = [...byLabel.values()];
  const chosen: Row[] = [];
  for (let turn = 0; chosen.length < Math.min(count, rows.length); turn++) {
    for (const group of groups) if (group[turn] && chosen.length < count) chosen.push(group[turn]!);
  }
  return chosen;
}

export function taskText(task: Task): string {
  const { spec } = task;
  return [
    "You judge one draft of a dataset. Be strict: a wrong or broken sample does more harm " +
      "than a missing one.",
    `Dataset: ${spec.name}. ${spec.description}`,
    `A sample is ${task.kind.sample}.`,
    spec.domain ? `Domain: ${spec.domain}` : "",
    `Language: ${languageName(spec.language)}.`,
    ...(spec.constraints.notes ?? []).map((note) => `Constraint: ${note}`),
    // With many labels the question names those that are to choose from.
    ...(task.labels.length > 0 && task.labels.length <= DEFINED_LABELS + 1
      ? [
          "The labels:",
          ...task.labels.map(
            (label) => `- ${label.name}${label.definition ? `: ${label.definition}` : ""}`,
          ),
        ]
      : []),
  ]
    .filter((line) => line.length > 0)
    .join("\n");
}
