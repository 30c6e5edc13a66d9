import type { SampleUpdate } from "../../memory/contract.js";
import type { ReasonCode } from "../../schema/reasons.js";
import type { RunRuntime } from "../runtime/runtime.js";

/** Name of the steps that take out what a surplus (`curate.surplus`) leaves beyond the target. */
export const SURPLUS = "surplus";
const REASON: ReasonCode = "beyond-target";

/** Traces a write that takes such samples out as one step that names them; any other is written as it is. */
export function inSurplusSpan<T>(
  { tracer }: Pick<RunRuntime, "tracer">,
  updates: readonly SampleUpdate[],
  write: () => Promise<T>,
): Promise<T> {
  const sampleIds = updates
    .filter(({ sample }) => sample.history.at(-1)?.reason === REASON)
    .map(({ sample }) => sample.id);
  if (sampleIds.length === 0) return write();
  return tracer.span(
    { name: SURPLUS, operation: "step", sampleIds, attributes: { "datawright.step": SURPLUS } },
    write,
  );
}
