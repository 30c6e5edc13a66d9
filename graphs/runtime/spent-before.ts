import type { Spent } from "../../memory/budget-ledger.js";
import type { TraceStore } from "../../memory/contract.js";

/** What a trace says was spent: where a budget goes on after a kill. */
export async function spentBefore(trace: Pick<TraceStore, "usage">): Promise<Spent> {
  const usage = await trace.usage();
  return {
    usd: usage.some((row) => row.costUsd === null)
      ? null
      : usage.reduce((sum, row) => sum + (row.costUsd ?? 0), 0),
    calls: usage.reduce((sum, row) => sum + row.calls, 0),
    cachedCalls: usage.reduce((sum, row) => sum + row.cached, 0),
    tokens: {
      input: usage.reduce((sum, row) => sum + row.inputTokens, 0),
      output: usage.reduce((sum, row) => sum + row.outputTokens, 0),
    },
  };
}
