import type { LaunchOptions } from "../graphs/runtime/run-options.js";

/** Flags that every command has. */
export interface CommonFlags {
  readonly json: boolean;
  readonly workspace?: string;
}

export interface ModelFlags extends CommonFlags {
  readonly model?: string;
  readonly baseUrl?: string;
  readonly concurrency?: number;
  readonly budget?: number;
  readonly maxCalls?: number;
  readonly maxTokens?: number;
  readonly agents?: readonly string[];
  readonly verbose?: boolean;
}

export interface RunFlags extends ModelFlags {
  readonly recipe?: string;
  readonly target?: number;
  readonly seed?: number;
  readonly set?: readonly string[];
  readonly out?: string;
  readonly yes?: boolean;
  readonly fresh?: boolean;
}

/** What the flags mean for a launch. */
export function launchOptions(flags: RunFlags): LaunchOptions {
  const budget = {
    usd: flags.budget,
    calls: flags.maxCalls,
    tokens: flags.maxTokens,
  };
  return {
    model: flags.model,
    baseUrl: flags.baseUrl,
    concurrency: flags.concurrency,
    budget: Object.keys(budget).length === 0 ? undefined : budget,
    agentModules: flags.agents && flags.agents.length > 0 ? flags.agents : undefined,
    recipe: flags.recipe,
    target: flags.target,
    seed: flags.seed,
    set: flags.set && flags.set.length > 0 ? flags.set : undefined,
    workspace: flags.workspace,
    out: flags.out,
    cache: flags.fresh ? false : undefined,
    logLevel: flags.verbose ? "info" : null,
  };
}
