import type { LaunchOptions } from "../graphs/runtime/run-options.js";
import { spokenLanguage } from "./language/texts.js";

/** Flags that every command has. */
export interface CommonFlags {
  readonly json: boolean;
  readonly workspace?: string;
  readonly store?: string;
}

/** Where the flags say that runs are; an empty variable says nothing. */
export function placeOf({ workspace, store }: Pick<CommonFlags, "workspace" | "store">): {
  readonly workspace?: string;
  readonly store?: string;
} {
  return {
    ...(workspace === undefined ? {} : { workspace }),
    ...(store ? { store } : {}),
  };
}

/** Flags of a command that goes on with runs, maybe by workers. */
export interface QueueFlags {
  readonly queue?: string;
  readonly lease?: number;
}

/** The queue that the flags name, whose workers get the chunks; an empty variable names none. */
export function queueOf({ queue, lease }: QueueFlags): {
  readonly queue?: string;
  readonly leaseSeconds?: number;
} {
  return queue ? { queue, ...(lease === undefined ? {} : { leaseSeconds: lease }) } : {};
}

/** Which model, and how much of it. */
export interface SpendingFlags extends CommonFlags {
  readonly model?: string;
  readonly baseUrl?: string;
  readonly concurrency?: number;
  readonly budget?: number;
  readonly maxCalls?: number;
  readonly maxTokens?: number;
}

export interface ModelFlags extends SpendingFlags, QueueFlags {
  readonly work?: boolean;
  readonly agents?: readonly string[];
  readonly verbose?: boolean;
}

export interface RunFlags extends ModelFlags {
  readonly recipe?: string;
  readonly asPublished?: boolean;
  readonly plugin?: readonly string[];
  readonly target?: number;
  readonly seed?: number;
  readonly set?: readonly string[];
  readonly out?: string;
  readonly force?: boolean;
  readonly yes?: boolean;
  readonly fresh?: boolean;
}

/** The limits that the flags name; undefined where they name none. */
export function budgetOf(
  flags: Pick<SpendingFlags, "budget" | "maxCalls" | "maxTokens">,
): LaunchOptions["budget"] {
  const budget = {
    ...(flags.budget === undefined ? {} : { usd: flags.budget }),
    ...(flags.maxCalls === undefined ? {} : { calls: flags.maxCalls }),
    ...(flags.maxTokens === undefined ? {} : { tokens: flags.maxTokens }),
  };
  return Object.keys(budget).length === 0 ? undefined : budget;
}

/** What the flags mean for a launch. */
export function launchOptions(flags: RunFlags): LaunchOptions {
  const budget = budgetOf(flags);
  return {
    model: flags.model,
    baseUrl: flags.baseUrl,
    concurrency: flags.concurrency,
    ...(budget === undefined ? {} : { budget }),
    ...(flags.agents && flags.agents.length > 0 ? { agentModules: flags.agents } : {}),
    recipe: flags.recipe,
    asPublished: flags.asPublished,
    plugins: flags.plugin,
    target: flags.target,
    seed: flags.seed,
    ...(flags.set && flags.set.length > 0 ? { set: flags.set } : {}),
    ...placeOf(flags),
    ...queueOf(flags),
    out: flags.out,
    force: flags.force,
    ...(flags.fresh ? { cache: false } : {}),
    logLevel: flags.verbose ? "info" : null,
    reportLanguage: spokenLanguage(),
  };
}
