import { AgentRegistry } from "../../agents/registry.js";
import type { RunFolder } from "../../memory/run-folder.js";
import type { RunLock } from "../../memory/run-lock.js";
import type { RunStorage } from "../../memory/run-storage.js";
import type { Workspace } from "../../memory/workspace.js";
import type { Slots } from "../plugins/launch-slots.js";
import type { RunConfig } from "../runtime/run-config.js";
import type { LaunchOptions } from "../runtime/run-options.js";
import { resolveRoleModels, resolveRunEmbeddings } from "../run/resolved-models.js";

/** What was resolved and checked before a run folder was touched. */
export interface CheckedRun {
  readonly registry: AgentRegistry;
  /** What names of the task stand for. */
  readonly slots: Slots;
  readonly models: Awaited<ReturnType<typeof resolveRoleModels>>;
  readonly embeddings: Awaited<ReturnType<typeof resolveRunEmbeddings>>;
}

/** Resolves agents and models, and checks them, before anything is written or asked. */
export async function checkRun(
  config: Pick<RunConfig, "spec" | "specFolder" | "agentModules"> & { readonly slots: Slots },
  options: LaunchOptions,
): Promise<CheckedRun> {
  const registry = await AgentRegistry.create({
    spec: config.spec,
    folder: config.specFolder,
    modules: options.agentModules ?? config.agentModules,
    agents: options.agents,
    stages: options.stages,
    slots: config.slots,
  });
  return {
    registry,
    slots: config.slots,
    models: await resolveRoleModels(config.spec, options),
    embeddings: await resolveRunEmbeddings(config.spec, options),
  };
}

/** A run in its folder, checked and ready to be opened. */
export interface ConfiguredRun {
  readonly workspace: Workspace;
  /** Closed with the run, and where it cannot be opened. */
  readonly storage: RunStorage;
  readonly folder: RunFolder;
  readonly config: RunConfig;
  readonly checked: CheckedRun;
  /** Held since before the first file was written, where the run is new. */
  readonly lock?: RunLock;
}
