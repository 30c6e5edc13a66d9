import { z } from "zod";
import { DatawrightError } from "../../base/errors.js";
import { didYouMean } from "../../base/text/nearest-name.js";
import type { CurationSteps } from "./curate-rows.js";
import { FILTERS } from "./filters/filters.js";
import { RELABELERS } from "./relabel/relabelers.js";
import { REWEIGHTERS } from "./weights/reweighters.js";

/** A step by name, with settings of its own where they differ from the defaults. */
export type StepSpec = string | { readonly name: string; readonly [setting: string]: unknown };

export const stepSpecSchema = z.union([
  z.string().min(1),
  z.looseObject({ name: z.string().min(1) }),
]);

export interface StepsSpec {
  readonly filters?: readonly StepSpec[];
  readonly relabel?: readonly StepSpec[];
  readonly reweight?: StepSpec | null;
}

type Table<T> = Readonly<Record<string, () => Promise<(settings?: unknown) => T>>>;

/**
 * Makes one step.
 * @throws SPEC_INVALID for an unknown name, with the nearest one, or for settings that the step
 * does not have
 */
async function makeStep<T>(table: Table<T>, spec: StepSpec, what: string): Promise<T> {
  const { name, ...settings } = typeof spec === "string" ? { name: spec } : spec;
  const load = Object.hasOwn(table, name) ? table[name] : undefined;
  if (!load) {
    throw new DatawrightError({
      code: "SPEC_INVALID",
      message: `there is no ${what} ${JSON.stringify(name)}${didYouMean(name, Object.keys(table))}`,
      hint: `Valid names: ${Object.keys(table).sort().join(", ")}.`,
    });
  }
  return (await load())(Object.keys(settings).length === 0 ? undefined : settings);
}

/** Makes the steps of a curation from their names and settings, each loaded when it is named. */
export async function loadSteps(spec: StepsSpec): Promise<CurationSteps> {
  return {
    filters: await Promise.all(
      (spec.filters ?? []).map((step) => makeStep(FILTERS, step, "filter")),
    ),
    relabelers: await Promise.all(
      (spec.relabel ?? []).map((step) => makeStep(RELABELERS, step, "relabeler")),
    ),
    reweighter: spec.reweight ? await makeStep(REWEIGHTERS, spec.reweight, "reweighter") : null,
  };
}
