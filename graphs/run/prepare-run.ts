import type { RunFolder } from "../../memory/run-folder.js";
import { openStorage } from "../../memory/open-storage.js";
import type { RunLock } from "../../memory/run-lock.js";
import type { RunStorage } from "../../memory/run-storage.js";
import { Workspace } from "../../memory/workspace.js";
import { openSources } from "../../tools/knowledge/load-knowledge.js";
import type { RunConfig } from "../runtime/run-config.js";
import type { LaunchOptions } from "../runtime/run-options.js";
import { checkRun, type CheckedRun } from "../opening/checked-run.js";
import type { ReadSpec } from "./read-spec.js";
import { newRunId } from "./new-run-id.js";
import { readRunData } from "./run-data.js";
import { requireStore } from "../opening/require-store.js";
import { requireReady } from "./model-readiness.js";
import { writeRun } from "./write-run.js";

/**
 * A run whose task is checked, whose rows are stored and whose folder is configured: ready to be
 * opened.
 */
export interface PreparedRun {
  readonly workspace: Workspace;
  /** Open; openRuntime takes it over. */
  readonly storage: RunStorage;
  readonly folder: RunFolder;
  readonly config: RunConfig;
  readonly checked: CheckedRun;
  /** Held since before the first file was written; openRuntime takes it over. */
  readonly lock: RunLock;
}

/** Checks everything and makes the run folder; asks no model. */
export async function prepareRun(
  { spec, folder: specFolder, file: specFile, plugins, slots }: ReadSpec,
  options: LaunchOptions,
): Promise<PreparedRun> {
  requireStore(options);
  const checked = await checkRun(
    { spec, specFolder, agentModules: options.agentModules ?? [], slots },
    options,
  );
  requireReady(checked);
  const data = await readRunData(spec, specFolder);
  const workspace = Workspace.open(options.workspace);
  const sources = await openSources(spec.knowledge, {
    folder: specFolder,
    language: spec.language,
    cacheFolder: options.knowledgeCache ?? workspace.knowledgeFolder,
    slots,
  });
  const runId = options.runId ?? newRunId(spec.name);
  const storage = await openStorage(options.store);
  let lock: RunLock | undefined;
  let folder: RunFolder | undefined;
  try {
    folder = storage.addressed(
      workspace.createRunFolder(runId, options.out, { force: options.force }),
    );
    lock = await storage.lock(folder);
    return {
      workspace,
      storage,
      folder,
      config: await writeRun(
        { spec, specFolder, specFile, runId, storage, folder, data, sources, checked, plugins },
        options,
      ),
      checked,
      lock,
    };
  } catch (error) {
    await lock?.release();
    await storage.close();
    // A source that cannot be read leaves no half-made run behind.
    if (lock !== undefined && folder?.configured === false)
      await workspace.removeRun(runId, { force: true }).catch(() => undefined);
    throw error;
  }
}
