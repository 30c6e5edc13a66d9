import { DatawrightError } from "../../../base/errors.js";
import { PASSAGE_FIELDS } from "../../../schema/copied-fields.js";
import type { Task } from "../../../schema/task.js";
import type { GenerateInput } from "../contract.js";

/**
 * The field of a step that takes a passage as it stands: the one that a setting names, else
 * context, passage or document.
 *
 * @returns null where no field is known to hold one and none is named
 * @throws SPEC_INVALID where the named field is no text that the step writes
 */
export function passageField(
  { subTask }: Pick<GenerateInput, "subTask">,
  { fields }: Pick<Task, "fields">,
  wanted: string | undefined,
): string | null {
  const texts = subTask.output.filter((name) => (fields[name]?.type ?? "text") === "text");
  if (wanted === undefined)
    return PASSAGE_FIELDS.find((name) => texts.includes(name) && subTask.output.length > 1) ?? null;
  if (texts.includes(wanted) && subTask.output.length > 1) return wanted;
  throw new DatawrightError({
    code: "SPEC_INVALID",
    message:
      `passageField: "${wanted}" cannot hold the passage: the step "${subTask.id}" writes ` +
      `${subTask.output.join(", ")}`,
    hint: "Name a text field beside another field that is written to it.",
  });
}
