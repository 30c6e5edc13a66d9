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

/**
 * What a run has spent: by the journal of its folder, which has lost answers too; where its records
 * are on a server the larger of that and of the trace, each, since it may have worked on another
 * machine, of which the journal here knows nothing.
 */
export function spentSoFar(
  traced: Spent,
  journal: Omit<Spent, "cachedCalls">,
  { place }: { readonly place: string | null },
): Spent {
  if (place === null) return { ...traced, ...journal };
  const { usd, calls, tokens } = journal;
  return {
    usd: traced.usd === null || usd === null ? null : Math.max(traced.usd, usd),
    calls: Math.max(traced.calls, calls),
    cachedCalls: traced.cachedCalls,
    tokens: {
      input: Math.max(traced.tokens.input, tokens.input),
      output: Math.max(traced.tokens.output, tokens.output),
    },
  };
}
