import { resolve } from "node:path";
import { DatawrightError, isDatawrightError } from "../../base/errors.js";
import { chosenName, chosenSettings, type SlotChoice } from "../../base/slots/slot-choice.js";
import type { TaskSpec } from "../../schema/task-file/task-spec.js";
import { readJudgmentFile } from "../judgments/read-judgment-file.js";
import { readVerdicts } from "./verdict-record.js";

/** The criterion that learns from a file of verdicts. */
const LEARNED = "learned";

/**
 * The task with the verdicts that its criteria learn from read into it, so that a run that is resumed
 * later judges as it began. Verdicts on which people are split are left out.
 *
 * @param folder that relative paths start in
 * @throws SPEC_INVALID with the criterion's place for a file that cannot be read as verdicts
 */
export async function inlineVerdicts(spec: TaskSpec, folder: string): Promise<TaskSpec> {
  const { criteria } = spec.critique;
  if (!criteria?.some(learns)) return spec;
  const inlined: SlotChoice[] = [];
  for (const [index, choice] of criteria.entries())
    inlined.push(learns(choice) ? await withVerdicts(choice, index, folder) : choice);
  return { ...spec, critique: { ...spec.critique, criteria: inlined } };
}

function learns(choice: SlotChoice): boolean {
  return chosenName(choice) === LEARNED && !Array.isArray(chosenSettings(choice)["verdicts"]);
}

async function withVerdicts(
  choice: SlotChoice,
  index: number,
  folder: string,
): Promise<SlotChoice> {
  const { verdicts, ...settings } = chosenSettings(choice);
  const path = `critique.criteria[${index}].verdicts`;
  if (typeof verdicts !== "string")
    throw new DatawrightError({
      code: "SPEC_INVALID",
      message: `${path}: missing; the criterion "${LEARNED}" learns from them`,
      hint: "Give a file of people's verdicts: a line each with `text` and `human` (docs/judging.md).",
      details: { path },
    });
  try {
    const records = readVerdicts(await readJudgmentFile(resolve(folder, verdicts), LEARNED));
    return {
      ...settings,
      name: LEARNED,
      verdicts: records.flatMap(({ text, context, faithful }) =>
        faithful === null ? [] : [{ text, context, faithful }],
      ),
    };
  } catch (cause) {
    if (!isDatawrightError(cause)) throw cause;
    throw new DatawrightError({
      code: "SPEC_INVALID",
      message: `${path}: ${cause.message}`,
      hint: "Give a file of people's verdicts: a line each with `text` and `human` (docs/judging.md).",
      details: { path },
      cause,
    });
  }
}
