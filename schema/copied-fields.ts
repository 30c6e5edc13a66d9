import { chosenName, chosenSettings, type SlotChoice } from "../base/slots/slot-choice.js";
import type { FieldSpec } from "./field.js";
import type { TaskSpec } from "./task-file/task-spec.js";

/** Names that a field for a passage as it stands usually has. */
export const PASSAGE_FIELDS: readonly string[] = ["context", "passage", "document"];

/**
 * Text fields of a task that take a passage as it stands, by the strategies that it names. Nobody
 * writes them: novelty, diversity and duplicates are about the fields beside them.
 */
export function copiedFields(
  { generate, steps }: Pick<TaskSpec, "generate" | "steps">,
  fields: Readonly<Record<string, FieldSpec>>,
): readonly string[] {
  const isText = (name: string): boolean => fields[name]?.type === "text";
  const ofStrategy = (choice: SlotChoice): string[] => {
    const { passageField, use } = chosenSettings(choice);
    const copies =
      chosenName(choice) === "query-for-passage" ||
      (chosenName(choice) === "from-seed" && use !== "inspiration");
    const field =
      typeof passageField === "string" ? passageField : PASSAGE_FIELDS.find((name) => isText(name));
    return copies && field !== undefined ? [field] : [];
  };
  return [
    ...(steps.length === 0 ? [generate.strategy] : []),
    ...steps.flatMap(({ strategy }) => (strategy === undefined ? [] : [strategy])),
  ]
    .flatMap(ofStrategy)
    .concat(
      steps.flatMap(({ strategy, output }) =>
        strategy !== undefined && chosenName(strategy) === "passage" ? output : [],
      ),
    )
    .filter(isText);
}
