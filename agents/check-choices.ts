import { isDatawrightError } from "../base/errors.js";
import type { FieldPath } from "../base/settings/field-path.js";
import type { SpecProblem } from "../base/settings/zod-problems.js";
import { chosenName, type SlotChoice } from "../base/slots/slot-choice.js";
import type { Slot } from "../base/slots/slot.js";
import { CHOICE_PLACES, type ChoicePlace } from "../schema/task-file/choice-places.js";
import type { TaskSpec } from "../schema/task-file/task-spec.js";

/** Something that a task chooses by name, and where. */
interface NamedChoice {
  readonly choice: SlotChoice;
  readonly path: FieldPath;
}

/**
 * Tries everything that a task chooses by name: what there is not, and settings that are wrong.
 * Loads what is named, and nothing else. Places whose slot is not among `slots` are left alone.
 */
export async function choiceProblems(
  spec: TaskSpec,
  slots: Readonly<Record<string, Pick<Slot<unknown>, "choose">>>,
): Promise<SpecProblem[]> {
  const problems: SpecProblem[] = [];
  for (const place of CHOICE_PLACES) {
    const slot = Object.hasOwn(slots, place.slot) ? slots[place.slot] : undefined;
    if (slot === undefined) continue;
    for (const { choice, path } of choicesAt(spec, place))
      problems.push(...(await choiceProblem(choice, path, slot)));
  }
  return problems;
}

/** What is wrong with one choice: its name, or its settings. */
export async function choiceProblem(
  choice: SlotChoice,
  path: FieldPath,
  slot: Pick<Slot<unknown>, "choose">,
): Promise<SpecProblem[]> {
  try {
    await slot.choose(choice, path);
    return [];
  } catch (error) {
    const problems = isDatawrightError(error) ? error.details["problems"] : undefined;
    if (!Array.isArray(problems)) throw error;
    return (problems as Pick<SpecProblem, "path" | "message">[]).map((problem) => ({
      code: "SPEC_INVALID",
      path: problem.path,
      message: problem.message,
    }));
  }
}

function choicesAt(spec: TaskSpec, { path, word }: ChoicePlace): NamedChoice[] {
  let found: { readonly value: unknown; readonly path: FieldPath }[] = [{ value: spec, path: [] }];
  for (const part of path)
    found = found.flatMap(({ value, path: above }) => {
      if (part === "*")
        return (value as readonly unknown[]).map((entry, index) => ({
          value: entry,
          path: [...above, index],
        }));
      const next = (value as Readonly<Record<string, unknown>>)[part] ?? null;
      return next === null ? [] : [{ value: next, path: [...above, part] }];
    });
  return found
    .map(({ value, path: at }): NamedChoice => ({ choice: value as SlotChoice, path: at }))
    .filter(({ choice }) => chosenName(choice) !== word);
}
