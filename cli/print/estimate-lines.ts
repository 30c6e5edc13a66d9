import type { RunEstimate } from "../../graphs/commands/estimate-run.js";
import type { BudgetSpec } from "../../schema/task-file/run-limits.js";
import { texts } from "../language/texts.js";
import { labelled } from "./labelled.js";
import { durationText, moneyText } from "./print-figures.js";

/** Calls, tokens, money and time that a run is going to take, a line each. */
export function estimateLines(
  {
    calls,
    tokens,
    costUsd,
    pricesListed = null,
    seconds,
    secondsFrom,
  }: Pick<RunEstimate, "calls" | "tokens" | "costUsd" | "seconds" | "secondsFrom"> &
    Partial<Pick<RunEstimate, "pricesListed">>,
  budget: BudgetSpec = {},
): string[] {
  const { words, estimate } = texts();
  const { labels, ...say } = estimate;
  const money =
    costUsd === null
      ? say.unknownPrice
      : costUsd === 0
        ? words.free
        : say.about(moneyText(costUsd)) + (pricesListed === null ? "" : say.listed(pricesListed));
  const limits = [
    ...(budget.usd === undefined ? [] : [moneyText(budget.usd)]),
    ...(budget.calls === undefined ? [] : [say.limits.calls(budget.calls)]),
    ...(budget.tokens === undefined ? [] : [say.limits.tokens(budget.tokens)]),
  ];
  return [
    labelled(labels.calls, say.calls(calls, tokens.input, tokens.output)),
    labelled(labels.cost, `${money}${limits.length > 0 ? say.stopsAt(limits) : ""}`),
    labelled(
      labels.time,
      say.about(durationText(seconds)) + (secondsFrom === "usual" ? say.usualSpeed : ""),
    ),
  ];
}
