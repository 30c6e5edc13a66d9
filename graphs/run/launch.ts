import { RunFolder } from "../../memory/run-folder.js";
import { acquireRunLock, type RunLock } from "../../memory/run-lock.js";
import { Workspace } from "../../memory/workspace.js";
import { DatawrightError } from "../../base/errors.js";
import type { Row } from "../../schema/sample.js";
import { resolveTask } from "../../schema/task.js";
import type { TaskSpec, TaskSpecInput } from "../../schema/task-file/task-spec.js";
import { readTaskRows, type TaskRows } from "../../tools/rows/read-task-rows.js";
import { checkTaskSpec } from "../../tools/task-file/read-task.js";
import { splitSupport } from "../../tools/rows/split-support.js";
import { splitValidation } from "../../tools/rows/split-validation.js";
import type { KnowledgeSource } from "../../tools/knowledge/contract.js";
import { openSources } from "../../tools/knowledge/load-knowledge.js";
import { KnowledgeReading } from "../../tools/knowledge/read-knowledge.js";
import { inlineChecker } from "../../tools/sandbox/inline-checker.js";
import { openRunDatabase } from "../../memory/sqlite/database.js";
import { SqliteRunStore } from "../../memory/run-store.js";
import { checkTask, readTaskFile } from "../recipes/read-task.js";
import { RunHandle } from "./run-handle.js";
import { checkRun, openRuntime, type CheckedRun } from "./open-runtime.js";
import { embeddingsConfig, modelConfig } from "./role-models.js";
import { MIDDLEWARE, type RunConfig } from "../runtime/run-config.js";
import { saveKnowledge } from "../runtime/run-knowledge.js";
import type { LaunchOptions } from "../runtime/run-options.js";

/** The task with what the options change, checked as a whole. */
export async function readSpec(
  spec: string | TaskSpecInput,
  options: LaunchOptions,
): Promise<{ spec: TaskSpec; folder: string }> {
  const read =
    typeof spec === "string"
      ? await readTaskFile(spec, [
          ...(options.set ?? []),
          ...(options.recipe === undefined ? [] : [`recipe=${options.recipe}`]),
        ])
      : {
          spec: await checkTask(
            options.recipe === undefined ? spec : { ...spec, recipe: options.recipe },
          ),
          folder: options.folder ?? process.cwd(),
        };
  const changed: TaskSpec = {
    ...read.spec,
    ...(options.target === undefined ? {} : { target: options.target }),
    ...(options.seed === undefined ? {} : { seed: options.seed }),
    ...(options.review === undefined ? {} : { review: options.review }),
    budget: { ...read.spec.budget, ...(options.budget ?? {}) },
  };
  const checked =
    options.target === undefined && options.budget === undefined
      ? changed
      : { ...changed, ...checkTaskSpec(changed) };
  return { spec: await inlineChecker(checked, read.folder), folder: read.folder };
}

/** Rows of a run as they are read once, at its start. */
export interface RunData {
  readonly support: readonly Row[];
  /** Support rows that only show what the small model gets wrong. */
  readonly validation: readonly Row[];
  readonly heldOut: readonly Row[];
  readonly inputs: readonly Row[];
  readonly removedFromHeldOut: number;
  readonly problems: readonly string[];
}

/**
 * Reads support and inputs, splits the held-out rows off. Malformed rows are counted and named,
 * never dropped in silence.
 */
export async function readRunData(spec: TaskSpec, folder: string): Promise<RunData> {
  const problems: string[] = [];
  const task = resolveTask(spec, []);
  let support: readonly Row[] = [];
  let validation: readonly Row[] = [];
  let heldOut: readonly Row[] = [];
  let removed = 0;
  if (spec.support) {
    const read = await readTaskRows({ source: spec.support, task, folder, set: "support" });
    problems.push(...problemLines("support", read));
    const split = splitSupport(read.rows, spec.support, spec.seed);
    const apart = splitValidation(split.support, spec);
    ({ support, validation } = apart);
    if (apart.removed > 0)
      problems.push(
        `support: ${apart.removed} rows of the validation part equal a support row and were ` +
          "left out",
      );
    heldOut = split.heldOut;
    removed = split.removedFromHeldOut;
  }
  let inputs: readonly Row[] = [];
  if (spec.inputs) {
    const read = await readTaskRows({ source: spec.inputs, task, folder, set: "inputs" });
    problems.push(...problemLines("inputs", read));
    inputs = read.rows;
  }
  return { support, validation, heldOut, inputs, removedFromHeldOut: removed, problems };
}

function problemLines(set: string, read: Pick<TaskRows, "problems" | "problemCount">): string[] {
  const lines = read.problems.map((problem) => `${set}, line ${problem.line}: ${problem.message}`);
  if (read.problemCount > lines.length)
    lines.push(`${set}: ${read.problemCount - lines.length} more rows could not be used`);
  return lines;
}

function newRunId(spec: TaskSpec): string {
  const slug =
    spec.name
      .normalize("NFKC")
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, "-")
      .replace(/^-+|-+$/gu, "")
      .slice(0, 40) || "run";
  const stamp = new Date().toISOString().replace(/[-:]/gu, "").replace("T", "-").slice(0, 15);
  return `${slug}-${stamp}-${Math.floor(performance.now() * 1000)
    .toString(36)
    .slice(-4)}`;
}

/**
 * A run whose task is checked, whose rows are stored and whose folder is configured: ready to be
 * opened.
 */
export interface PreparedRun {
  readonly workspace: Workspace;
  readonly folder: RunFolder;
  readonly config: RunConfig;
  readonly checked: CheckedRun;
  /** Held since before the first file was written; openRuntime takes it over. */
  readonly lock: RunLock;
}

/** Checks everything and makes the run folder; asks no model. */
export async function prepareRun(
  task: string | TaskSpecInput,
  options: LaunchOptions,
): Promise<PreparedRun> {
  const { spec, folder: specFolder } = await readSpec(task, options);
  const checked = await checkRun(
    { spec, specFolder, agentModules: options.agentModules ?? [] },
    options,
  );
  const data = await readRunData(spec, specFolder);
  const workspace = Workspace.open(options.workspace);
  const sources = await openSources(spec.knowledge, {
    folder: specFolder,
    language: spec.language,
    cacheFolder: options.knowledgeCache ?? workspace.knowledgeFolder,
  });
  const runId = options.runId ?? newRunId(spec);
  // Before anything is written: a folder that holds a run is not remembered under a second name.
  if (options.out !== undefined) refuseConfigured(new RunFolder(options.out));
  const folder = workspace.createRunFolder(runId, options.out);
  const lock = acquireRunLock(folder.folder);
  try {
    return {
      workspace,
      folder,
      config: await writeRun({ spec, specFolder, runId, folder, data, sources, checked }, options),
      checked,
      lock,
    };
  } catch (error) {
    lock.release();
    // A source that cannot be read leaves no half-made run behind.
    if (!folder.configured) await workspace.removeRun(folder.folder).catch(() => undefined);
    throw error;
  }
}

interface NewRun {
  readonly spec: TaskSpec;
  readonly specFolder: string;
  readonly runId: string;
  readonly folder: RunFolder;
  readonly data: RunData;
  readonly sources: readonly KnowledgeSource[];
  readonly checked: CheckedRun;
}

function refuseConfigured(folder: RunFolder): void {
  if (!folder.configured) return;
  throw new DatawrightError({
    code: "USAGE",
    message: `${folder.folder} holds a run already`,
    hint:
      `Go on with \`datawright resume ${folder.folder}\`, remove it with \`datawright rm\`, ` +
      "or choose another folder.",
  });
}

/** Writes rows and configuration of a new run into its folder. */
async function writeRun(
  { spec, specFolder, runId, folder, data, sources, checked }: NewRun,
  options: LaunchOptions,
): Promise<RunConfig> {
  refuseConfigured(folder);
  const knowledge = new KnowledgeReading(sources);
  // Rows go into the store before the configuration: a folder with a configuration is a run that
  // can go on.
  const database = openRunDatabase(folder.path("database"));
  try {
    const store = new SqliteRunStore(database);
    await store.saveRows("support", data.support);
    await store.saveRows("validation", data.validation);
    await store.saveRows("held-out", data.heldOut);
    await store.saveRows("inputs", data.inputs);
    await saveKnowledge(store, knowledge);
  } finally {
    database.close();
  }
  const config: RunConfig = {
    version: 1,
    runId,
    createdAt: new Date().toISOString(),
    specFolder,
    spec,
    models: modelConfig(spec, options),
    embeddings: embeddingsConfig(spec, options, checked.embeddings),
    concurrency: options.concurrency ?? 8,
    agentModules: options.agentModules ?? [],
    codeAgents: [
      ...Object.keys(options.agents ?? {}),
      ...(options.stages ?? []).map((stage) => `stage:${stage.agent.name}`),
      ...(options.middleware?.length ? [MIDDLEWARE] : []),
    ],
    data: {
      support: data.support.length,
      validation: data.validation.length,
      heldOut: data.heldOut.length,
      inputs: data.inputs.length,
      removedFromHeldOut: data.removedFromHeldOut,
      problems: [...data.problems, ...knowledge.problems()],
    },
  };
  await folder.writeJson("config", config);
  return config;
}

/**
 * Starts a run: from a task file or a task object to an accepted, traced and evaluated dataset in a
 * run folder.
 *
 * Resolves as soon as everything is checked and the folder exists; the work goes on behind the
 * handle.
 *
 * @returns a handle: `id`, `folder`, `events` (async iterable), `result`, `resume(answers)`,
 *            `stop()`
 * @throws  before any model call: SPEC_*, DATA_*, PROMPT_SLOT, PLAN_INVALID, AGENT_*,
 *                 MODEL_UNKNOWN, NO_PRICE, RUN_LOCKED, USAGE; FETCH_* and PACKAGE_MISSING
 *          for knowledge sources that cannot be had
 * @example
 * const run = await launch("examples/support-tickets/task.yaml", { target: 50 });
 * for await (const event of run.events) if (event.type === "round-sealed")
 * console.log(event.total);
 * const { summary } = await run.result;
 */
export async function launch(
  task: string | TaskSpecInput,
  options: LaunchOptions = {},
): Promise<RunHandle> {
  const { workspace, folder, config, checked, lock } = await prepareRun(task, options);
  const opened = await openRuntime(workspace, folder, config, checked, options, lock);
  return RunHandle.start(opened, { resumed: false, notes: config.data.problems });
}
