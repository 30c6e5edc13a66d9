import type { ReviewReply } from "../finish/review-step.js";
import type { RunDatabase } from "../../memory/database/run-database.js";
import { DatabaseRunStore } from "../../memory/run-store.js";
import { openStorage } from "../../memory/open-storage.js";
import type { RunFolder } from "../../memory/run-folder.js";
import type { RunStorage } from "../../memory/run-storage.js";
import { Workspace } from "../../memory/workspace.js";
import { DatawrightError } from "../../base/errors.js";
import { checkTaskSpec } from "../../tools/task-file/read-task.js";
import type { PluginReference } from "../plugins/load-plugins.js";
import { slotsOfRun } from "../plugins/slots-of-run.js";
import { RunHandle } from "./run-handle.js";
import { checkRun, type ConfiguredRun } from "../opening/checked-run.js";
import { openRuntime, type OpenedRun } from "./open-runtime.js";
import { MIDDLEWARE, pluginMark, readRunConfig, type RunConfig } from "../runtime/run-config.js";
import { runEntries } from "../runtime/run-entries.js";
import type { ModelLike, ResumeOptions } from "../runtime/run-options.js";

/**
 * Opens a stored run for more work, with the models and agents of its configuration unless the
 * options name others.
 */
export async function reopenRun(
  run: string,
  options: ResumeOptions,
  change: (config: RunConfig) => RunConfig = (config) => config,
): Promise<{ opened: OpenedRun; config: RunConfig }> {
  const storage = await openStorage(options.store);
  let checked: Awaited<ReturnType<typeof checkStored>>;
  try {
    checked = await checkStored(run, { storage, options, change });
  } catch (error) {
    await storage.close();
    throw error;
  }
  const { options: merged, ...configured } = checked;
  return { opened: await openRuntime(configured, merged), config: checked.config };
}

/** Finds a stored run and checks its models and agents; nothing of it is taken or changed. */
export async function checkStored(
  run: string,
  {
    storage,
    options,
    change,
  }: {
    readonly storage: RunStorage;
    readonly options: ResumeOptions;
    readonly change: (config: RunConfig) => RunConfig;
  },
): Promise<ConfiguredRun & { readonly options: ResumeOptions }> {
  const workspace = Workspace.open(options.workspace);
  const folder = await storage.find(workspace, run);
  const stored = await readRunConfig(folder, storage);
  if (storage.place !== null && folder.configured) await requireSameRun(folder, stored);
  const config = change(stored);
  const missing = config.codeAgents.filter((name) =>
    name === MIDDLEWARE
      ? !options.middleware?.length
      : name.startsWith("plugin:")
        ? !(options.plugins ?? []).some((plugin) => isPluginNamed(plugin, name))
        : name.startsWith("stage:")
          ? !(options.stages ?? []).some((stage) => `stage:${stage.agent.name}` === name)
          : !options.agents?.[name],
  );
  if (missing.length > 0) {
    throw new DatawrightError({
      code: "CONFIG_MISMATCH",
      message:
        `run ${config.runId} was started from code with what is not given now: ` +
        `${missing.join(", ")}`,
      hint: "Pass the same `agents`, `stages`, `plugins` and `middleware` to resumeRun, or load agents and plug-ins by path.",
    });
  }
  const models = Object.fromEntries(
    Object.entries(config.models).map(([role, model]) => [role, model]),
  ) as Record<string, ModelLike>;
  const merged: ResumeOptions = {
    ...options,
    embeddings: options.embeddings ?? config.embeddings,
    models:
      options.model !== undefined
        ? { ...(options.models ?? {}) }
        : { ...models, ...(options.models ?? {}) },
  };
  const checked = await checkRun(
    { ...config, slots: await slotsOfRun(config, options.plugins) },
    merged,
  );
  const embeddings =
    typeof config.embeddings === "string" ? config.embeddings : config.embeddings.model;
  if (
    checked.embeddings.name !== embeddings &&
    !(embeddings === "embedded" && checked.embeddings.name.startsWith("embedded-"))
  ) {
    throw new DatawrightError({
      code: "CONFIG_MISMATCH",
      message:
        `run ${config.runId} was started with the embeddings ${embeddings}, not ` +
        `${checked.embeddings.name}`,
      hint: "Vectors of two models cannot be compared: give the same `embeddings` again.",
    });
  }
  return { workspace, storage, folder, config, checked, options: merged };
}

/**
 * Goes on with a run that was interrupted, killed, stopped by its budget or left by a provider:
 * from its checkpoints and its store.
 *
 * @param run     run id, or path of the run folder
 * @param answers for a run that waits for a review: some or all, or with `finish`
 * @throws RUN_NOT_FOUND, RUN_LOCKED, STORE_CORRUPT, CONFIG_MISMATCH
 */
export async function resumeRun(
  run: string,
  options: ResumeOptions = {},
  answers?: ReviewReply,
): Promise<RunHandle> {
  const { opened, config } = await reopenRun(run, options, (stored) => ({
    ...stored,
    spec: { ...stored.spec, budget: { ...stored.spec.budget, ...(options.budget ?? {}) } },
  }));
  const { storage, folder } = opened.runtime;
  if (options.budget) await storage.saveConfig(folder, config);
  return RunHandle.start(opened, { resumed: true, notes: [], answers });
}

/**
 * Goes on with a finished run towards a larger target; everything accepted stays, and what people
 * decided is gold.
 *
 * @throws USAGE when the target is not above what is accepted
 */
export async function extendRun(
  run: string,
  target: number,
  options: ResumeOptions = {},
): Promise<RunHandle> {
  const stored = await extendable(run, target, options);
  const { target: before } = stored.spec;
  const config = {
    ...stored,
    spec: checkTaskSpec({
      ...stored.spec,
      target,
      budget: { ...stored.spec.budget, ...(options.budget ?? {}) },
    }),
  };
  const { opened } = await reopenRun(run, options, () => config);
  try {
    const { store, storage, folder } = opened.runtime;
    const quotasFor = (await store.get(runEntries.quotasFor)) ?? before;
    await store.set(runEntries.quotasFor, quotasFor);
    // With it the extension is decided: the session carries it out.
    await storage.saveConfig(folder, config);
  } catch (error) {
    await opened.close();
    throw error;
  }
  return RunHandle.start(opened, {
    resumed: true,
    notes: target === before ? [] : [`target ${before} -> ${target}`],
  });
}

/** @throws USAGE where the folder for the outputs has another run of that id */
async function requireSameRun(folder: RunFolder, stored: RunConfig): Promise<void> {
  const local = await readRunConfig(folder);
  if (local.createdAt === stored.createdAt) return;
  throw new DatawrightError({
    code: "USAGE",
    message: `${folder.folder} has another run ${stored.runId} than ${stored.store ?? "the store"}`,
    hint: "Give --workspace with another folder, or remove one of the two.",
  });
}

/** Configuration of a run that a larger target is left for. @throws USAGE where none is */
async function extendable(run: string, target: number, options: ResumeOptions): Promise<RunConfig> {
  const storage = await openStorage(options.store);
  try {
    const folder = await storage.find(Workspace.open(options.workspace), run);
    const stored = await readRunConfig(folder, storage);
    const { target: before } = stored.spec;
    // The same command again, after it was killed, goes on; where all is done it asks for nothing.
    const isReached = async (): Promise<boolean> =>
      reached(await storage.open(folder, { readonly: true }), target);
    if (target < before || (target === before && (await isReached())))
      throw asksForNothing(stored, target);
    return stored;
  } finally {
    await storage.close();
  }
}

/** Whether a run has ended that has no larger target to go on to. */
async function reached(database: RunDatabase, target: number): Promise<boolean> {
  try {
    const store = new DatabaseRunStore(database);
    const quotasFor = (await store.get(runEntries.quotasFor)) ?? target;
    return quotasFor >= target && (await store.get(runEntries.finished)) !== null;
  } finally {
    await database.close();
  }
}

function asksForNothing({ runId, spec }: RunConfig, target: number): DatawrightError {
  return new DatawrightError({
    code: "USAGE",
    message:
      `the target of ${runId} is ${spec.target}; extending it to ${target} ` + "asks for nothing",
    hint: `Give --target a number above ${spec.target}.`,
  });
}

function isPluginNamed(plugin: PluginReference, name: string): boolean {
  return typeof plugin !== "string" && name === pluginMark(plugin);
}
