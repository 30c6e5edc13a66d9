import { Random } from "../../../base/statistics/random.js";
import { graphemes } from "../../../base/text/graphemes.js";
import type { PromptSection } from "../../../schema/prompt.js";
import type { Task } from "../../../schema/task.js";
import type { GenerateInput } from "../contract.js";

/** Characters of a sample that tell what it is; more of it would be copied. */
const LONGEST = 120;

/**
 * What was written before for the same label and conditions, to be unlike it: in the question that
 * writes a sample's own text from nothing, and in no other. Each order shows others of them.
 *
 * @param options.variedBy name of an answer that several orders share; they must show the same
 * @param options.writtenText why they are shown
 */
export function writtenSection(
  task: Task,
  { written, order, subTask, seeds, revision, previous }: GenerateInput,
  {
    variedBy = order.id,
    writtenText = "Written already. Write about something else, in other words, with another beginning.",
  }: { readonly variedBy?: string | undefined; readonly writtenText?: string | undefined } = {},
): PromptSection | null {
  const { unlike } = task.spec.generate;
  const writesText = subTask.output.some((name) => task.textFields.includes(name));
  const startsAnew = subTask.inputs.length + seeds.length + revision === 0 && previous === null;
  if (written.length === 0 || unlike === 0 || !writesText || !startsAnew) return null;
  const random = new Random(task.spec.seed).derive("written", variedBy);
  return {
    kind: "written",
    text: writtenText,
    items: random.sample(written, unlike).map(({ text }) => ({ text: beginning(text) })),
  };
}

function beginning(text: string): string {
  const line = text.replace(/\s+/gu, " ").trim();
  if (line.length <= LONGEST) return line; // a letter takes one place or more
  const letters = graphemes(line);
  return letters.length <= LONGEST ? line : `${letters.slice(0, LONGEST).join("")}…`;
}
