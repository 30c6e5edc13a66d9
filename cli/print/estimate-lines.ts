import type { RunEstimate } from "../../graphs/commands/estimate-run.js";
import type { BudgetSpec } from "../../schema/task-file/run-limits.js";
import { durationText, moneyText } from "./print-figures.js";

/** Calls, tokens, money and time that a run is going to take, a line each. */
export function estimateLines(
  {
    calls,
    tokens,
    costUsd,
    seconds,
    secondsFrom,
  }: Pick<RunEstimate, "calls" | "tokens" | "costUsd" | "seconds" | "secondsFrom">,
  budget: BudgetSpec = {},
): string[] {
  const money =
    costUsd === null
      ? "unknown: no price is known for a model of this task"
      : costUsd === 0
        ? "free"
        : `about ${moneyText(costUsd)}`;
  const limits = [
    ...(budget.usd === undefined ? [] : [moneyText(budget.usd)]),
    ...(budget.calls === undefined ? [] : [`${budget.calls} calls`]),
    ...(budget.tokens === undefined ? [] : [`${budget.tokens} tokens`]),
  ];
  return [
    `model calls      about ${calls}; ${tokens.input} tokens in, ${tokens.output} out`,
    `cost             ${money}${limits.length > 0 ? `; stops at ${limits.join(" or ")}` : ""}`,
    `time             about ${durationText(seconds)}` +
      (secondsFrom === "usual" ? ", if the provider is as fast as most" : ""),
  ];
}
