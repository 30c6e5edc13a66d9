import type { ReasonCode } from "../../schema/reasons.js";
import type { Report } from "../../schema/report.js";
import type { RunRuntime } from "../runtime/runtime.js";

const REASON = "agent-failed" satisfies ReasonCode;
/** Different failures that are listed; the funnel counts them all. */
const MOST = 20;

/**
 * What agents failed of by their own fault, the most frequent first: one line for each message and
 * place in the code, with how many samples it refused and one of them to look at.
 */
export async function agentFailures({
  samples,
}: Pick<RunRuntime, "samples">): Promise<Report["agentFailures"]> {
  const found = new Map<string, { message: string; samples: number; example: string }>();
  for await (const { id, history } of samples.stream({ status: "rejected", reason: REASON })) {
    const message = history.find(({ reason, note }) => reason === REASON && note)?.note ?? "";
    const failure = found.get(message) ?? { message, samples: 0, example: id };
    failure.samples += 1;
    found.set(message, failure);
  }
  return [...found.values()].sort((a, b) => b.samples - a.samples).slice(0, MOST);
}
