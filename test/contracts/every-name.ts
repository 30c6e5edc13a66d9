import type { Configurable } from "../../base/slots/configurable.js";
import type { Slot } from "../../base/slots/slot.js";
import type { Create } from "../../graphs/conformance/conformance-check.js";
import type { ConformanceCheck } from "../../tools/models/providers/chat-model-checks.js";

/** Runs a conformance suite over every built-in name of a slot. */
export function everyName<T>(
  slot: Slot<T>,
  suite: (create: Create<T>) => readonly ConformanceCheck[],
): void {
  describe.each(slot.names)(`${slot.title} %s`, (name) => {
    const create = (): Promise<T | Configurable<T>> => slot.load(name, []);
    for (const check of suite(create)) it(check.name, () => check.run());
  });
}
