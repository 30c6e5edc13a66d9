import { createInterface } from "node:readline/promises";
import { estimateRead, type RunEstimate } from "../graphs/commands/estimate-run.js";
import type { ReadSpec } from "../graphs/run/read-spec.js";
import { paidModels } from "../graphs/opening/paid-models.js";
import { DatawrightError, isDatawrightError } from "../base/errors.js";
import { launchOptions, type RunFlags } from "./flags.js";
import { inEnglish, texts } from "./language/texts.js";
import { estimateLines } from "./print/estimate-lines.js";
import { labelled } from "./print/labelled.js";
import { printable } from "./print/print-table.js";
import { whileWorking } from "./while-working.js";

/**
 * Shows what a run is going to take and asks, before a model is asked that costs money or whose
 * price is not known. Nothing is asked of a model for it.
 *
 * @returns false where a person says no
 * @throws USAGE with the estimate where nobody can answer and `--yes` was not given
 */
export async function confirmSpending(read: ReadSpec, flags: RunFlags): Promise<boolean> {
  return confirm(read, flags, (estimate) => estimate);
}

/** Names of models as people read them; null for none. */
export function namesText(names: readonly string[]): string | null {
  return names.length === 0 ? null : names.map(printable).join(", ");
}

/** Questions of a plan that are asked without a word. */
const FEW_QUESTIONS = 20;

/**
 * The same before `plan` or `preview` asks the planner's model, where it is to be asked more than a
 * few questions.
 */
export async function confirmPlanning(read: ReadSpec, flags: RunFlags): Promise<boolean> {
  return confirm(read, flags, planningOf);
}

function planningOf(estimate: RunEstimate): RunEstimate | null {
  return estimate.planning.calls <= FEW_QUESTIONS ? null : { ...estimate, ...estimate.planning };
}

/** @param part what is to be confirmed of the estimate; null for nothing */
async function confirm(
  read: ReadSpec,
  flags: RunFlags,
  part: (estimate: RunEstimate) => RunEstimate | null,
): Promise<boolean> {
  if (flags.yes) return true;
  const options = launchOptions(flags);
  const paid = namesText(await paidModels(read, options));
  if (paid === null) return true;
  const whole = await whileWorking(texts().work.estimating, flags, () =>
    estimateRead(read, { ...options, askPlanner: false, logLevel: null }),
  ).catch((error: unknown) => {
    // a plan that is refused for its questions is no matter of an estimate
    if (!isDatawrightError(error) || error.code === "PLAN_INVALID") throw error;
    return error;
  });
  // what keeps a plan from being counted is told by the plan itself
  if (isDatawrightError(whole) && part === planningOf) return true;
  const estimate = isDatawrightError(whole) ? whole : part(whole);
  if (estimate === null) return true;
  const lines = (): string[] =>
    isDatawrightError(estimate)
      ? [labelled(texts().estimate.labels.estimate, texts().estimate.none(estimate.message))]
      : estimateLines(estimate, read.spec.budget);
  return confirmCost(
    {
      names: paid,
      lines,
      details: isDatawrightError(estimate)
        ? {}
        : {
            estimate: {
              calls: estimate.calls,
              tokens: estimate.tokens,
              costUsd: estimate.costUsd,
              seconds: estimate.seconds,
            },
          },
    },
    flags,
  );
}

/**
 * Shows what something costs, and asks.
 *
 * @returns false where a person says no
 * @throws USAGE with the same where nobody can answer
 */
export async function confirmCost(
  cost: {
    /** The models that are paid for. */
    readonly names: string;
    /** What it takes, a line each. */
    readonly lines: () => readonly string[];
    /** The same for programs. */
    readonly details: Readonly<Record<string, unknown>>;
  },
  flags: Pick<RunFlags, "json">,
): Promise<boolean> {
  const { names, lines, details } = cost;
  // The message of an error is English in every language: programs read it too.
  if (flags.json || !process.stdin.isTTY || !process.stderr.isTTY)
    throw unconfirmed({ names, lines: inEnglish(lines), details });
  const { estimate: say } = texts();
  process.stderr.write(`${say.mayCost(names)}\n${lines().join("\n")}\n`);
  return askedYes(say.start);
}

/** Asks a person on the terminal; anything but yes is no. */
export async function askedYes(question: string): Promise<boolean> {
  const { words } = texts();
  const reader = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return words.yes.test((await reader.question(`${question} ${words.yesNo} `)).trim());
  } finally {
    reader.close();
  }
}

function unconfirmed({
  names,
  lines,
  details,
}: {
  readonly names: string;
  readonly lines: readonly string[];
  readonly details: Readonly<Record<string, unknown>>;
}): DatawrightError {
  return new DatawrightError({
    code: "USAGE",
    message: [`${names}: this may cost money, and nobody can be asked here`, ...lines].join("\n"),
    hint:
      "Give --yes to start (--budget, --max-calls and --max-tokens limit it). A server of your " +
      "own that costs nothing: `price: { input: 0, output: 0 }` beside its `model`.",
    details,
  });
}
