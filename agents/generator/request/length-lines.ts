import type { Task } from "../../../schema/task.js";

/** How long the text of a sample is to be, where the text is what is written. */
export function lengthLines({ spec, textFields }: Task, output: readonly string[]): string[] {
  if (!textFields.some((name) => output.includes(name))) return [];
  const { minWords, maxWords, minCharacters, maxCharacters } = spec.constraints;
  const what =
    output.every((name) => textFields.includes(name)) && textFields.length === 1
      ? "Length"
      : `Length of ${textFields.join(" and ")}${textFields.length > 1 ? " together" : ""}`;
  return [
    ...range(what, "words", minWords, maxWords),
    ...range(what, "characters", minCharacters, maxCharacters),
  ];
}

function range(
  what: string,
  unit: string,
  least: number | undefined,
  most: number | undefined,
): string[] {
  if (least === undefined && most === undefined) return [];
  const bounds =
    least === undefined
      ? `at most ${most}`
      : most === undefined
        ? `at least ${least}`
        : `${least} to ${most}`;
  return [`${what}: ${bounds} ${unit}.`];
}
