import { labelKey, type LabelValue } from "../../schema/label.js";
import type { LabelSpace } from "../../tools/conditions/label-space.js";
import type { FoundAttribute } from "./contract.js";

/** Names and values of a note at most; the rest is counted. */
const MOST_NAMED = 5;

/** What the rules of the condition space take away: labels without any combination, and values that can never be drawn. */
export function spaceNotes(
  found: readonly FoundAttribute[],
  branches: readonly { readonly label: LabelValue; readonly space: LabelSpace }[],
): string[] {
  const notes: string[] = [];
  const possible = branches.filter(({ space }) => space.isPossible());
  for (const { label, space } of branches) {
    if (!space.isPossible())
      notes.push(
        `no sample is planned for ${labelKey(label)}: its conditions contradict each other`,
      );
  }
  for (const { name } of found) {
    const listed = new Set(branches.flatMap(({ space }) => space.listed(name)));
    const can = new Set(possible.flatMap(({ space }) => space.possible(name)));
    const never = [...listed].filter((value) => !can.has(value));
    if (never.length > 0 && can.size > 0)
      notes.push(
        `${name}: ${never.length} of ${listed.size} values can never be drawn (weight 0, or excluded with everything): ${named(never)}`,
      );
  }
  const tied = new Set(
    possible.flatMap(({ space }) => space.widelyTied.map((group) => group.join(", "))),
  );
  for (const group of tied)
    notes.push(
      `drawn by trial and without quotas, as they depend on each other in too many ways for exact tables: ${group}`,
    );
  return notes;
}

function named(values: readonly string[]): string {
  return values.length > MOST_NAMED
    ? `${values.slice(0, MOST_NAMED).join(", ")} and ${values.length - MOST_NAMED} more`
    : values.join(", ");
}
