import { z } from "zod";

/** The one shape in which anything is chosen by name: the name, or the name with its settings. */
export const slotChoiceSchema = z.union([
  z.string().min(1),
  z.looseObject({ name: z.string().min(1).describe("What is chosen.") }),
]);

/** A choice in which settings alone stand for the name that is taken where none is given. */
export function choiceWithDefault(name: string) {
  return z
    .union([
      z.string().min(1),
      z.looseObject({ name: z.string().min(1).default(name).describe("What is chosen.") }),
    ])
    .default(name);
}

/** Something chosen by name: the name, or the name with settings beside it. */
export type SlotChoice = string | { readonly name: string; readonly [setting: string]: unknown };

/** The name that was chosen. */
export function chosenName(choice: SlotChoice): string {
  return typeof choice === "string" ? choice : choice.name;
}

/** The settings beside the name. */
export function chosenSettings(choice: SlotChoice): Readonly<Record<string, unknown>> {
  if (typeof choice === "string") return {};
  const { name: _name, ...settings } = choice;
  return settings;
}
