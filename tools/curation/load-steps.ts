import { checkOptions, LIST } from "../../base/settings/check-options.js";
import type { FieldPath } from "../../base/settings/field-path.js";
import type { SlotChoice } from "../../base/slots/slot-choice.js";
import type { Slot } from "../../base/slots/slot.js";
import type { CurationSteps } from "./contract.js";
import { CURATION_SLOTS, type CurationSlots } from "./curation-slots.js";

/** Steps by name, or with settings of their own where they differ from the defaults. */
export interface StepsSpec {
  /** Filters, in order. Default: none. */
  readonly filters?: readonly SlotChoice[];
  /** What mends labels, in order. Default: none. */
  readonly relabel?: readonly SlotChoice[];
  /** What weighs the rows. Default: none. */
  readonly reweight?: SlotChoice | null;
  /** Steps that rest on a small model act without having to show that they help. Default: false. */
  readonly force?: boolean;
}

/**
 * Makes the steps of a curation from their names and settings, each loaded when it is named.
 *
 * @param slots where the names are looked up. Default: what is built in
 * @param at    where the steps stand in the task file, for messages
 * @throws SHAPE where the filters or relabelers are no list; SPEC_INVALID for an unknown name, with the nearest one, or for settings that the step
 *         does not have; the path is `filters[0]` or below `at`
 */
export async function loadSteps(
  spec: StepsSpec,
  slots: Omit<CurationSlots, "allocators"> = CURATION_SLOTS,
  at: FieldPath = [],
): Promise<CurationSteps> {
  checkOptions(
    { filters: spec.filters, relabel: spec.relabel },
    { of: "curation steps", rules: { filters: LIST, relabel: LIST } },
  );
  return {
    filters: await made(slots.filters, spec.filters ?? [], [...at, "filters"]),
    relabelers: await made(slots.relabelers, spec.relabel ?? [], [...at, "relabel"]),
    reweighter: spec.reweight
      ? (await slots.reweighters.choose(spec.reweight, [...at, "reweight"])).value
      : null,
    force: spec.force,
  };
}

async function made<T>(slot: Slot<T>, choices: readonly SlotChoice[], at: FieldPath): Promise<T[]> {
  const values: T[] = [];
  for (const [index, choice] of choices.entries())
    values.push((await slot.choose(choice, [...at, index])).value);
  return values;
}
