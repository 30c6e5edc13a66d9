import type { AgentContext } from "../../contract.js";
import type { Demonstration, GenerateInput } from "../contract.js";
import { canonicalJson } from "../../../base/statistics/hash.js";
import type { SubTask } from "../../../schema/plan.js";
import type { PromptSection } from "../../../schema/prompt.js";
import type { Row } from "../../../schema/sample.js";
import type { DemonstrationUse } from "../../../schema/task-file/demonstration-use.js";
import type { Task } from "../../../schema/task.js";
import { isLabelField, LABEL_KEY } from "../../../tools/fields/record-schema.js";

/**
 * The rows that a question shows, with a sentence about what they are for. A model that writes from
 * rows alone is shown them in any case.
 *
 * @param options.use what the strategy shows them for; what the step itself names goes before it
 * @param options.conditions false where the question has none: what rows were written for says
 *        nothing then
 * @returns null where there is no row, or none is to be shown
 */
export function demonstrationSection(
  input: GenerateInput,
  selected: readonly Demonstration[],
  { task, model }: Pick<AgentContext, "task" | "model">,
  {
    use = usualUse(task, input.subTask),
    conditions: told = true,
  }: { readonly use?: DemonstrationUse | undefined; readonly conditions?: boolean } = {},
): PromptSection | null {
  const demonstrations =
    model.info.writesFromRows === true
      ? selected
      : selected.filter((row) => !holdsQuestion(row, input));
  const wanted = input.subTask.demonstrations ?? use;
  if (demonstrations.length === 0 || (wanted === "none" && model.info.writesFromRows !== true))
    return null;
  const { subTask } = input;
  const names = sampleFields(task);
  const part = names.filter(
    (name) => subTask.inputs.includes(name) || subTask.output.includes(name),
  );
  return {
    kind: "demonstrations",
    text: purpose(wanted, input, demonstrations),
    items: demonstrations.map((row) => ({
      ...recordOf(row, part, names),
      ...(row.label === null ? {} : { [LABEL_KEY]: row.label }),
      ...(told && row.conditions && row.conditions.length > 0
        ? { conditions: Object.fromEntries(row.conditions.map(({ name, value }) => [name, value])) }
        : {}),
    })),
  };
}

/** True for a row that has what is given: it would show the answer to this very question. */
function holdsQuestion(
  { fields }: Pick<Row, "fields">,
  { subTask, values }: GenerateInput,
): boolean {
  const given = subTask.inputs.filter((name) => values[name] !== undefined);
  return (
    given.length > 0 &&
    given.every((name) => canonicalJson(fields[name] ?? null) === canonicalJson(values[name]))
  );
}

/** Fields of a sample apart from those that repeat its label. */
export function sampleFields(task: Task): string[] {
  return Object.keys(task.fields).filter((name) => !isLabelField(task.fields[name]!));
}

/** The fields that the sub-task reads and writes; all of them where the row has none of those. */
export function recordOf(
  row: Pick<Row, "fields">,
  part: readonly string[],
  names: readonly string[],
): Record<string, unknown> {
  const present = (wanted: readonly string[]): [string, unknown][] =>
    wanted.filter((name) => row.fields[name] !== undefined).map((name) => [name, row.fields[name]]);
  const entries = present(part);
  return Object.fromEntries(entries.length > 0 ? entries : present(names));
}

/**
 * Where nobody says otherwise: who decides a label relies on the rows, who writes fields of the
 * sample matches them, and notes towards it have no rows to go by.
 */
function usualUse(task: Task, { output }: Pick<SubTask, "output">): DemonstrationUse {
  if (output.every((name) => name === LABEL_KEY)) return "facts";
  return output.some((name) => Object.hasOwn(task.fields, name)) ? "style" : "none";
}

function purpose(
  use: DemonstrationUse,
  { order }: GenerateInput,
  rows: readonly Demonstration[],
): string {
  // Accepted samples of the run carry the conditions that they were written for.
  const what = rows.some(({ conditions }) => conditions !== undefined) ? "Samples" : "Real samples";
  const labelled = rows.some(({ label }) => label !== null) ? " with their labels" : "";
  switch (use) {
    case "style":
      return styleWords(what, order.label, rows);
    case "format":
      return (
        `${what}${labelled}. They show what each field holds. How long and how detailed yours is, ` +
        "the task says, not they; copy none of them."
      );
    case "difficulty":
      return `${what}${labelled}. Yours is as hard as they are; copy none of them.`;
    case "contrast":
      return (
        `${what} with their labels. They show what tells one label from another; copy none of ` +
        "them."
      );
    case "facts":
      return `${what}${labelled}, right as they stand. Go by them.`;
    case "none":
      return "";
  }
}

function styleWords(
  what: string,
  label: GenerateInput["order"]["label"],
  rows: readonly Demonstration[],
): string {
  const match = "Match their style and level of detail; copy none of them.";
  const wanted = label === null ? [] : [label].flat();
  const labels = rows.flatMap((row) => (row.label === null ? [] : [[row.label].flat()]));
  if (labels.length === 0) return `${what}. ${match}`;
  if (wanted.length === 0) return `${what} with their labels. ${match}`;
  const isOwn = (names: readonly string[]): boolean => names.some((name) => wanted.includes(name));
  if (labels.every(isOwn)) return `${what} with the wanted label. ${match}`;
  return `${what} with their labels. ${match} Those with another label than the wanted one show what yours must not say.`;
}
