import type { Span } from "../../schema/span.js";
import type { RunRuntime } from "../runtime/runtime.js";

/** Operation of the steps in which rounds are decided. */
export const GATE = "gate";

/** Traces how a round is decided, as one step that names no sample: each knows its round. */
export function inGateSpan<T>(
  { tracer }: Pick<RunRuntime, "tracer">,
  round: number,
  decide: () => Promise<T>,
): Promise<T> {
  return tracer.span(
    {
      name: GATE,
      operation: GATE,
      attributes: { "datawright.step": GATE, "datawright.round": round },
    },
    decide,
  );
}

/** The step that decided a round, of all steps of that operation; the last where a kill made it begin again. */
export function gateOf(steps: readonly Span[], round: number): Span | null {
  return steps.findLast(({ attributes }) => attributes["datawright.round"] === round) ?? null;
}
