import { AGENT_SLOTS } from "../../agents/slots.js";
import type { Configurable } from "../../base/slots/configurable.js";
import type { Slot, SlotEntry } from "../../base/slots/slot.js";
import { didYouMean } from "../../base/text/nearest-name.js";
import { BENCHMARKS } from "../../tools/benchmarks/benchmarks.js";
import { ALLOCATORS } from "../../tools/curation/allocation/allocators.js";
import { EXPORTERS } from "../../tools/export/exporters.js";
import { KNOWLEDGE_SOURCES } from "../../tools/knowledge/sources.js";
import { TUNERS } from "../../tools/tuning/tuners.js";
import { RECIPES } from "../recipes/recipes.js";
import { invalidPlugin, type NamedPlugin } from "./load-plugins.js";

/** Everything that is chosen by name, as it is built in. Loads no implementation. */
export const BUILT_IN_SLOTS = {
  ...AGENT_SLOTS,
  allocators: ALLOCATORS,
  benchmarks: BENCHMARKS,
  exporters: EXPORTERS,
  knowledgeSources: KNOWLEDGE_SOURCES,
  tuners: TUNERS,
  recipes: RECIPES,
} as const;

/** The slots of one launch: what is built in, and what its plug-ins bring. */
export type Slots = typeof BUILT_IN_SLOTS;
export type SlotKey = keyof Slots;
export const SLOT_KEYS = Object.keys(BUILT_IN_SLOTS) as SlotKey[];

/** One implementation of a plug-in. */
export interface ProvidedName {
  readonly plugin: string;
  readonly slot: SlotKey;
  readonly name: string;
  readonly about: string;
  readonly value: object;
}

/**
 * Everything that plug-ins bring, in their order.
 * @throws PLUGIN_INVALID for a slot that there is not, with the nearest one, or a value that is
 *         none
 */
export function providedNames(plugins: readonly NamedPlugin[]): ProvidedName[] {
  return plugins.flatMap(({ name: plugin, plugin: brought }) =>
    Object.entries(brought)
      .filter(([key]) => key !== "name")
      .flatMap(([slot, names]) => {
        if (!Object.hasOwn(BUILT_IN_SLOTS, slot))
          throw invalidPlugin(
            `"${plugin}" brings ${JSON.stringify(slot)}, which is no slot${didYouMean(slot, SLOT_KEYS)}`,
            `Slots: ${SLOT_KEYS.join(", ")}.`,
          );
        return Object.entries((names ?? {}) as Readonly<Record<string, unknown>>).map(
          ([name, value]): ProvidedName => {
            if ((typeof value !== "object" && typeof value !== "function") || value === null)
              throw invalidPlugin(
                `"${plugin}": ${slot}.${name} is ${value === null ? "null" : typeof value}, not an object`,
                "Bring an implementation of the slot's contract, or configurable({ settings, make }).",
              );
            const { about } = value as { readonly about?: unknown };
            return {
              plugin,
              slot: slot as SlotKey,
              name,
              about: typeof about === "string" ? about : `Of the plug-in ${plugin}.`,
              value,
            };
          },
        );
      }),
  );
}

/**
 * The slots of a launch with these plug-ins.
 * @throws PLUGIN_INVALID as `providedNames`, and for a name that is taken
 */
export function slotsWith(plugins: readonly NamedPlugin[]): Slots {
  const slots: Record<string, Slot<unknown>> = { ...BUILT_IN_SLOTS };
  for (const { plugin, slot, name, about, value } of providedNames(plugins)) {
    const entry: SlotEntry<unknown> = {
      about,
      plugin,
      load: () => Promise.resolve(value as Configurable<unknown>),
    };
    slots[slot] = slots[slot]!.with({ [name]: entry });
  }
  return slots as unknown as Slots;
}
