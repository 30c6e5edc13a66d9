import { z } from "zod";
import { DatawrightError, isDatawrightError } from "../../base/errors.js";
import { sha256Hex } from "../../base/statistics/hash.js";
import { readSpec, type ReadSpec } from "../../graphs/run/read-spec.js";
import type { LaunchOptions } from "../../graphs/runtime/run-options.js";
import type { BudgetSpec } from "../../schema/task-file/run-limits.js";
import { launchOptions, type RunFlags } from "../flags.js";
import type { ToolContext } from "./tool.js";

/** What a task is read with, as the command line has it. */
export const taskInput = {
  task: z.string().min(1).describe("Path of the task file (YAML or JSON)."),
  model: z.string().optional().describe("Model of every role: embedded, openai:NAME …"),
  baseUrl: z.string().optional().describe("Base URL of an OpenAI-compatible server."),
  recipe: z.string().optional().describe("Published method below the task's own settings."),
  target: z.number().int().min(1).optional().describe("Accepted samples wanted."),
  seed: z.number().int().optional().describe("The same seed gives the same dataset."),
  set: z
    .array(z.string())
    .optional()
    .describe("PATH=VALUE overrides of the task file, for example support.path=my.csv."),
};

/** Most that may be spent. */
export const budgetInput = z
  .strictObject({
    usd: z.number().positive().optional().describe("US dollars."),
    calls: z.number().int().positive().optional().describe("Model calls."),
    tokens: z.number().int().positive().optional().describe("Tokens, input and output together."),
  })
  .optional()
  .describe("Most that may be spent; goes before the task's own budget.");

type TaskInput = z.infer<z.ZodObject<typeof taskInput>> & {
  readonly budget?: z.infer<typeof budgetInput>;
};

/** The flags that the same would be on the command line, where nobody can be asked. */
export function flagsOf(
  input: TaskInput,
  { workspace, store, queue, leaseSeconds }: ToolContext,
): RunFlags {
  const { model, baseUrl, recipe, target, seed, set, budget } = input;
  return {
    json: true,
    workspace,
    store,
    queue,
    lease: leaseSeconds,
    model,
    baseUrl,
    recipe,
    target,
    seed,
    set,
    budget: budget?.usd,
    maxCalls: budget?.calls,
    maxTokens: budget?.tokens,
  };
}

/** A task as the tools work on it. */
export interface ToolTask {
  readonly flags: RunFlags;
  readonly options: LaunchOptions;
  readonly read: ReadSpec;
}

/** Reads the task of a call. @throws as `readSpec` */
export async function readToolTask(input: TaskInput, context: ToolContext): Promise<ToolTask> {
  const flags = flagsOf(input, context);
  const options = launchOptions(flags);
  return { flags, options, read: await readSpec(input.task, options) };
}

/** True where something limits what is spent. */
function isLimited({ usd, calls, tokens }: BudgetSpec): boolean {
  return usd !== undefined || calls !== undefined || tokens !== undefined;
}

/** @throws USAGE where nothing limits what models that may cost money are asked */
export function requireBudget(budget: BudgetSpec, paid: string): void {
  if (isLimited(budget)) return;
  throw new DatawrightError({
    code: "USAGE",
    message: `${paid}: this may cost money, and neither the task nor the call has a budget`,
    hint: "Give `budget: { usd, calls, tokens }`, one of them at least, or `budget` in the task file.",
  });
}

/**
 * Holds a call to the rule of the command line, that nothing which may cost money begins before its
 * estimate was seen: the refusal tells the estimate with a word that stands for it, and the same
 * call with that word is let through.
 *
 * @param ask the command line's own question, which throws USAGE where nobody can be asked
 * @throws USAGE with the estimate and `details.confirm`
 */
export async function requireConfirmed(
  task: ToolTask,
  { confirm, purpose }: { readonly confirm: string | undefined; readonly purpose: string },
  ask: (read: ReadSpec, flags: RunFlags) => Promise<boolean>,
): Promise<void> {
  const word = sha256Hex(JSON.stringify([purpose, task.read.spec, task.flags])).slice(0, 12);
  if (confirm === word) return;
  try {
    await ask(task.read, task.flags);
  } catch (error) {
    if (!isDatawrightError(error) || error.code !== "USAGE") throw error;
    throw new DatawrightError({
      code: "USAGE",
      message: error.message,
      hint: `Show this to the person who pays. If they agree, call again with confirm: "${word}".`,
      details: { ...error.details, confirm: word },
    });
  }
}
