import { AgentRegistry } from "../../agents/registry.js";
import { BudgetLedger } from "../../memory/budget-ledger.js";
import { checkRunDatabase } from "../../memory/database/check-run-database.js";
import { removeRunLeftovers } from "../../memory/temporary-name.js";
import type { RunFolder } from "../../memory/run-folder.js";
import type { RunLock } from "../../memory/run-lock.js";
import { createRunLogger } from "../../memory/run-logger.js";
import { DatabaseRunStore } from "../../memory/run-store.js";
import type { RunStorage } from "../../memory/run-storage.js";
import { DatabaseSampleStore } from "../../memory/sample-store.js";
import { SpendJournal } from "../../memory/spend-journal.js";
import { DatabaseTraceStore } from "../../memory/trace-store.js";
import { Tracer } from "../../memory/tracer.js";
import type { Workspace } from "../../memory/workspace.js";
import { KNOWLEDGE_TYPES } from "../../schema/task-file/knowledge-spec.js";
import { resolveTask } from "../../schema/task.js";
import { openSources } from "../../tools/knowledge/load-knowledge.js";
import { SharedEmbeddings } from "../../tools/embeddings/shared-embeddings.js";
import type { Slots } from "../plugins/launch-slots.js";
import { AgentFaults } from "../runtime/agent-faults.js";
import { CallAnnouncer } from "../runtime/call-announcer.js";
import { EventStream } from "../runtime/events.js";
import { logEvents } from "../runtime/log-events.js";
import { resolveRoleModels, resolveRunEmbeddings, modelsOf } from "./resolved-models.js";
import { createRoleModels, surroundEmbeddings } from "./role-models.js";
import { RunClock } from "../runtime/run-clock.js";
import type { RunConfig } from "../runtime/run-config.js";
import { RunKnowledge } from "../runtime/run-knowledge.js";
import { LabelerStates, LabelerMistakes } from "../runtime/labeler-states.js";
import { RoundLog } from "../runtime/round-log.js";
import { RunDemonstrations } from "../runtime/run-demonstrations.js";
import { runEntries } from "../runtime/run-entries.js";
import { RunNovelty } from "../runtime/run-novelty.js";
import type { LaunchOptions, TrialOptions } from "../runtime/run-options.js";
import { roundSizeOf } from "../../schema/round-size.js";
import type { RunRuntime } from "../runtime/runtime.js";
import { spentBefore, spentSoFar } from "../runtime/spent-before.js";
import { expectedStore } from "./expected-store.js";
import { fillNovelty } from "./fill-novelty.js";
import { mendVectors } from "./mend-vectors.js";
import { studentMistakes, trainLabeler } from "../rounds/train-labeler.js";

export interface OpenedRun {
  readonly runtime: RunRuntime;
  /** What was found damaged and mended, one sentence each; told as warnings of the run too. */
  readonly repairs: readonly string[];
  /** Ends everything that the run holds: calls in flight, log, cache, database, lock. */
  close(): Promise<void>;
}

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

/**
 * Opens a run folder for work: lock, database, stores, models, and the novelty indexes rebuilt in
 * the order of acceptance.
 */
export async function openRuntime(run: ConfiguredRun, options: TrialOptions): Promise<OpenedRun> {
  const closers: Closers = [() => run.storage.close()];
  const close = async (): Promise<void> => {
    for (const closer of closers.reverse()) await closer();
    closers.length = 0;
  };
  try {
    const lock = run.lock ?? (await run.storage.lock(run.folder));
    closers.push(() => lock.release());
    const records = await openMemory(run, options, closers);
    const runtime = await makeRuntime(run, records, options);
    run.storage.onTrouble((message) => runtime.events.emit({ type: "warning", message }));
    const repairs = [...records.repairs, ...(await mendVectors(runtime))];
    for (const message of repairs) runtime.events.emit({ type: "warning", message });
    await fillNovelty(runtime, [...runtime.task.support, ...runtime.validation]);
    return { runtime, repairs, close };
  } catch (error) {
    await close();
    throw error;
  }
}

type Closers = (() => void | Promise<void>)[];

/** What lasts of a run and what watches over it: log, database, trace, cache, budget. */
type RunRecords = Awaited<ReturnType<typeof openMemory>>;

/** Opens what a run is recorded in; whatever opens is closed by `closers`, last first. */
async function openMemory(
  { workspace, storage, folder, config }: ConfiguredRun,
  options: TrialOptions,
  closers: Closers,
) {
  // The lock is held: nobody else writes here.
  await removeRunLeftovers(folder.folder);
  const repairs: string[] = [];
  const log = createRunLogger({
    folder: folder.folder,
    level: options.logLevel ?? "warn",
    stream: options.logLevel === null ? null : undefined,
  });
  closers.push(() => log.close());
  // One that was begun on another machine has no folder here yet.
  if (!folder.configured) await folder.writeJson("config", config);
  const database = await storage.open(folder);
  closers.push(() => database.close());
  await checkRunDatabase(database, expectedStore(config));
  const trace = new DatabaseTraceStore(database, { logger: log });
  closers.push(() => trace.flush());
  const store = new DatabaseRunStore(database);
  const samples = new DatabaseSampleStore(database);
  const tracer = new Tracer({ runId: config.runId, store: trace });
  const cache =
    options.cache === false
      ? null
      : await storage.openCache(options.cachePath ?? workspace.cachePath, {
          onSetAside: (message) => {
            repairs.push(message);
            log.warn(message);
          },
        });
  if (cache) closers.push(() => cache.close());
  const abort = new AbortController();
  closers.push(() => abort.abort());
  const traced = await spentBefore(trace);
  const journal = SpendJournal.open(folder.path("spending"), traced);
  closers.push(() => journal.close());
  const spent = spentSoFar(traced, journal.before, storage);
  const ledger = new BudgetLedger(config.spec.budget, spent, journal);
  return { repairs, log, database, trace, store, samples, tracer, cache, abort, ledger };
}

async function makeRuntime(
  { workspace, storage, folder, config, checked }: ConfiguredRun,
  { log, database, trace, store, samples, tracer, cache, abort, ledger }: RunRecords,
  options: TrialOptions,
): Promise<RunRuntime> {
  const concurrency = options.concurrency ?? config.concurrency;
  const task = resolveTask(config.spec, await store.rows("support"));
  const embeddings = new SharedEmbeddings(
    surroundEmbeddings(checked.embeddings, {
      tracer,
      ...(cache === null ? {} : { cache }),
      ledger,
      concurrency,
      chosen: options.embeddings ?? config.spec.models.embeddings,
    }),
    { signal: abort.signal },
  );
  const events = new EventStream((error) =>
    log.warn("a listener to the run's events failed", { error }),
  );
  logEvents(events, log);
  for (const model of new Set(Object.values(checked.models).flatMap(modelsOf)))
    model.keep?.({
      file: folder.path("batches"),
      told: (message) => events.emit({ type: "model-told", model: model.info.name, message }),
    });
  const runtime: RunRuntime = {
    runId: config.runId,
    storage,
    folder,
    task,
    registry: checked.registry,
    database,
    samples,
    store,
    trace,
    tracer,
    ledger,
    log,
    events,
    novelty: new RunNovelty(config.spec, checked.embeddings.dimension),
    knowledge: await openKnowledge(
      {
        config,
        workspace,
        folder,
        store,
        embeddings,
        signal: abort.signal,
        slots: checked.slots,
      },
      options,
    ),
    embeddings,
    models: createRoleModels({
      resolved: checked.models,
      spec: config.spec,
      tracer,
      cache,
      ledger,
      concurrency,
      signal: abort.signal,
      calls: new CallAnnouncer(ledger, events),
      middleware: options.middleware,
    }),
    inputs: await store.rows("inputs"),
    validation: await store.rows("validation"),
    heldOut: async () => ({
      rows: await store.rows("held-out"),
      removed: config.data.removedFromHeldOut,
    }),
    abort,
    callbacks: options.callbacks,
    checkpointer: options.checkpointer ?? (await database.checkpointer()),
    reportLanguage: options.reportLanguage ?? "en",
    concurrency,
    roundSize: roundSizeOf(config.spec),
    mostOrders: options.mostOrders ?? null,
    learning: new LabelerStates((round) => trainLabeler(runtime, round)),
    mistakes: new LabelerMistakes((round) => studentMistakes(runtime, round)),
    faults: new AgentFaults(),
    clock: new RunClock((await store.get(runEntries.secondsBefore)) ?? 0),
    cancelled: new Set(),
    rounds: new RoundLog({
      store,
      samples,
      demonstrations: new RunDemonstrations({ store, support: task.support, embeddings }),
      learned: (round) => runtime.learning.state(round),
      mistakes: (round) => runtime.mistakes.after(round),
    }),
  };
  return runtime;
}

interface KnowledgeParts {
  readonly config: RunConfig;
  readonly workspace: Workspace;
  readonly folder: RunFolder;
  readonly store: DatabaseRunStore;
  readonly embeddings: SharedEmbeddings;
  readonly signal: AbortSignal;
  readonly slots: Slots;
}

/**
 * The knowledge as it was read when the run began; only sources that are searched on the way are
 * opened again.
 */
async function openKnowledge(
  { config, workspace, folder, store, embeddings, signal, slots }: KnowledgeParts,
  options: LaunchOptions,
): Promise<RunKnowledge> {
  const asked = config.spec.knowledge.filter((source) =>
    Object.hasOwn(KNOWLEDGE_TYPES, source.name) ? KNOWLEDGE_TYPES[source.name]?.asked : true,
  );
  const sources = await openSources(asked, {
    folder: config.specFolder,
    language: config.spec.language,
    cacheFolder: options.knowledgeCache ?? workspace.knowledgeFolder,
    signal,
    slots,
  });
  return RunKnowledge.open({
    store,
    embed: (texts) => embeddings.embed(texts),
    finders: sources,
    vectorFile: folder.path("knowledge"),
    textFile: folder.path("passages"),
    signal,
  });
}
