import type { BudgetSpec } from "../schema/task-file/run-limits.js";
import { confirmCost } from "./confirm-spending.js";
import { texts } from "./language/texts.js";
import { estimateLines } from "./print/estimate-lines.js";
import { printable } from "./print/print-table.js";

/** Calls, tokens, money and time of work on models that may cost money. */
interface WorkEstimate {
  readonly models: readonly string[];
  readonly calls: number;
  readonly tokens: { readonly input: number; readonly output: number };
  readonly costUsd: number | null;
  readonly seconds: number;
}

/** Asks whether work of that size is to be done. @throws as `confirmCost` */
export function confirmEstimate(
  estimate: WorkEstimate,
  flags: { readonly json: boolean },
  budget: BudgetSpec = {},
): Promise<boolean> {
  const { models, calls, tokens, costUsd, seconds } = estimate;
  return confirmCost(
    {
      names: models.map(printable).join(", "),
      lines: () => {
        const lines = estimateLines({ ...estimate, secondsFrom: "usual" }, budget);
        // Where a provider trains, nobody is asked anything.
        return calls > 0 ? lines : [texts().tune.trains(tokens.input), ...lines.slice(1)];
      },
      details: { estimate: { calls, tokens, costUsd, seconds } },
    },
    flags,
  );
}
