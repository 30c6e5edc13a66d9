import { sha256Hex } from "../../base/statistics/hash.js";
import type { RunRuntime } from "../runtime/runtime.js";

/** Id of the step in which a round's drafts were decided: sealed again after a kill, it has the same. */
export function gateSpanId(round: number): string {
  return sha256Hex(`gate:${round}`).slice(0, 16);
}

/** Traces how a round is decided, as one step that names no sample: each knows its round. */
export function inGateSpan<T>(
  { tracer }: Pick<RunRuntime, "tracer">,
  round: number,
  decide: () => Promise<T>,
): Promise<T> {
  return tracer.span(
    {
      name: "gate",
      operation: "step",
      id: gateSpanId(round),
      attributes: { "datawright.step": "gate", "datawright.round": round },
    },
    decide,
  );
}
