import { DatawrightError } from "../../base/errors.js";
import { shellQuote } from "../../base/text/shell-quote.js";
import type { RunFolder } from "../../memory/run-folder.js";
import { DatabaseRunStore } from "../../memory/run-store.js";
import { RUN_FORMAT } from "../../memory/run-mark.js";
import { RUN_MARK } from "../../memory/database/check-run-database.js";
import type { RunStorage } from "../../memory/run-storage.js";
import type { TaskSpec } from "../../schema/task-file/task-spec.js";
import type { KnowledgeSource } from "../../tools/knowledge/contract.js";
import { KnowledgeReading } from "../../tools/knowledge/read-knowledge.js";
import { MIDDLEWARE, pluginMark, type RunConfig } from "../runtime/run-config.js";
import { runEntries } from "../runtime/run-entries.js";
import { saveKnowledge } from "../runtime/run-knowledge.js";
import type { LaunchOptions } from "../runtime/run-options.js";
import { providedNames } from "../plugins/launch-slots.js";
import type { NamedPlugin } from "../plugins/load-plugins.js";
import type { CheckedRun } from "../opening/checked-run.js";
import { BATCH_CONCURRENCY } from "../../tools/models/batches/batch-settings.js";
import { embeddingsConfig, modelConfig } from "./resolved-models.js";
import type { RunData } from "./run-data.js";

export interface NewRun {
  readonly spec: TaskSpec;
  readonly specFolder: string;
  readonly specFile: string | undefined;
  readonly runId: string;
  readonly storage: RunStorage;
  readonly folder: RunFolder;
  readonly data: RunData;
  readonly sources: readonly KnowledgeSource[];
  readonly checked: CheckedRun;
  readonly plugins: readonly NamedPlugin[];
}

/** @throws USAGE for a folder that holds a run already */
function refuseConfigured(folder: RunFolder): void {
  if (!folder.configured) return;
  throw new DatawrightError({
    code: "USAGE",
    message: `${folder.folder} holds a run already`,
    hint:
      `Go on with \`datawright resume ${shellQuote(folder.folder)}\`, remove it with \`datawright rm\`, ` +
      "or choose another folder.",
  });
}

/** Writes rows and configuration of a new run into its folder. */
export async function writeRun(
  { spec, specFolder, specFile, runId, storage, folder, data, sources, checked, plugins }: NewRun,
  options: LaunchOptions,
): Promise<RunConfig> {
  refuseConfigured(folder);
  const knowledge = new KnowledgeReading(sources);
  // Rows go into the store before the configuration: a folder with a configuration is a run that
  // can go on.
  const database = await storage.create(folder);
  try {
    const store = new DatabaseRunStore(database);
    await store.set(RUN_MARK, { id: runId });
    await store.saveRows("support", data.support);
    await store.saveRows("validation", data.validation);
    await store.saveRows("held-out", data.heldOut);
    await store.saveRows("inputs", data.inputs);
    await saveKnowledge(store, knowledge);
    await store.set(runEntries.quotasFor, spec.target);
  } finally {
    await database.close();
  }
  const config: RunConfig = {
    format: RUN_FORMAT,
    version: 1,
    runId,
    createdAt: new Date().toISOString(),
    store: storage.place ?? undefined,
    specFolder,
    specFile,
    spec,
    models: modelConfig(spec, options),
    embeddings: embeddingsConfig(spec, options, checked.embeddings),
    concurrency: options.concurrency ?? usualConcurrency(checked),
    agentModules: options.agentModules ?? [],
    codeAgents: [
      ...Object.keys(options.agents ?? {}),
      ...(options.stages ?? []).map((stage) => `stage:${stage.agent.name}`),
      ...(options.middleware?.length ? [MIDDLEWARE] : []),
      ...(options.plugins ?? []).flatMap((plugin) =>
        typeof plugin === "string" ? [] : [pluginMark(plugin)],
      ),
    ],
    plugins:
      plugins.length === 0
        ? undefined
        : plugins.map((plugin) => pluginConfig(plugin, spec.plugins)),
    data: {
      support: data.support.length,
      validation: data.validation.length,
      heldOut: data.heldOut.length,
      inputs: data.inputs.length,
      removedFromHeldOut: data.removedFromHeldOut,
      problems: [...data.notes, ...data.problems, ...knowledge.problems()],
      warnings: data.warnings.length === 0 ? undefined : data.warnings,
    },
  };
  await storage.saveConfig(folder, config);
  return config;
}

/** Answers that come together, hours later, are worth waiting for only with many others. */
function usualConcurrency({ models }: CheckedRun): number {
  const answersLater = Object.values(models).some(({ model }) => model.answersLater === true);
  return answersLater ? BATCH_CONCURRENCY : 8;
}

/** What a later process needs of a plug-in, and what people look up: its names, by slot. */
function pluginConfig(
  plugin: NamedPlugin,
  listed: readonly string[],
): NonNullable<RunConfig["plugins"]>[number] {
  const brings: Record<string, string[]> = {};
  for (const { slot, name } of providedNames([plugin])) (brings[slot] ??= []).push(name);
  const { name, from } = plugin;
  // Those that the task lists are found from its folder again.
  const given = from === null || listed.includes(from) ? undefined : (plugin.file ?? from);
  return { name, given, brings };
}
