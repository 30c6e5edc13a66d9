import type { Attribute } from "../../schema/plan.js";

/** Values of an attribute under a label, those of weight 0 left out; empty where it has none there. */
export function valuesFor(attribute: Attribute, label: string | null): readonly string[] {
  const own = label !== null && attribute.perLabel && Object.hasOwn(attribute.perLabel, label) ? attribute.perLabel[label] : undefined;
  return (own ?? attribute.values).filter((value) => weightOf(attribute, value) > 0);
}

/** Weight of a value; 1 where the attribute names none. */
export function weightOf(attribute: Attribute, value: string): number {
  return attribute.weights && Object.hasOwn(attribute.weights, value) ? attribute.weights[value] ?? 1 : 1;
}
