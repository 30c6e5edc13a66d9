import type { RunFolder } from "../../memory/run-folder.js";
import type { DatabaseRunStore } from "../../memory/run-store.js";
import type { SharedLimits } from "../../memory/redis/shared-limits.js";
import type { Workspace } from "../../memory/workspace.js";
import { KNOWLEDGE_TYPES } from "../../schema/task-file/knowledge-spec.js";
import { resolveTask } from "../../schema/task.js";
import { LimitsWatch } from "../../tools/models/limits/limits-now.js";
import { roundSizeOf } from "../../schema/round-size.js";
import { openSources } from "../../tools/knowledge/load-knowledge.js";
import { SharedEmbeddings } from "../../tools/embeddings/shared-embeddings.js";
import type { Slots } from "../plugins/launch-slots.js";
import { AgentFaults } from "../runtime/agent-faults.js";
import { CallAnnouncer } from "../runtime/call-announcer.js";
import { EventStream } from "../runtime/events.js";
import { logEvents } from "../runtime/log-events.js";
import { RunClock } from "../runtime/run-clock.js";
import type { RunConfig } from "../runtime/run-config.js";
import { RunKnowledge } from "../runtime/run-knowledge.js";
import { LabelerStates, LabelerMistakes } from "../runtime/labeler-states.js";
import { RoundLog } from "../runtime/round-log.js";
import { RunDemonstrations } from "../runtime/run-demonstrations.js";
import { runEntries } from "../runtime/run-entries.js";
import { RunNovelty } from "../runtime/run-novelty.js";
import type { LaunchOptions, TrialOptions } from "../runtime/run-options.js";
import type { RunRuntime } from "../runtime/runtime.js";
import { studentMistakes } from "../rounds/train-labeler.js";
import type { ConfiguredRun } from "./checked-run.js";
import type { RunRecords } from "./open-records.js";
import { modelsOf } from "../run/resolved-models.js";
import { createRoleModels, surroundEmbeddings } from "../run/role-models.js";

/** What of a run is the business of this process. */
export interface ProcessPart {
  /** Gives what the labeler learned at a round: trains it, or waits for who does. */
  readonly learn: (runtime: RunRuntime, round: number) => Promise<unknown>;
  /** Limits of providers that other processes keep too. */
  readonly limits?: SharedLimits | undefined;
}

/** Puts together what a run works with. */
export async function makeRuntime(
  { workspace, storage, folder, config, checked }: ConfiguredRun,
  { log, database, trace, store, samples, tracer, sender, cache, abort, ledger }: RunRecords,
  options: TrialOptions,
  part: ProcessPart,
): Promise<RunRuntime> {
  const concurrency = options.concurrency ?? config.concurrency;
  const limits = new LimitsWatch();
  const task = resolveTask(config.spec, await store.rows("support"));
  const embeddings = new SharedEmbeddings(
    surroundEmbeddings(checked.embeddings, {
      tracer,
      ...(cache === null ? {} : { cache }),
      ledger,
      concurrency,
      shared: part.limits,
      limits,
      chosen: options.embeddings ?? config.spec.models.embeddings,
    }),
    { signal: abort.signal },
  );
  const events = new EventStream((error) =>
    log.warn("a listener to the run's events failed", { error }),
  );
  logEvents(events, log);
  sender?.onTrouble((message) => events.emit({ type: "warning", message }));
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
      shared: part.limits,
      limits,
      signal: abort.signal,
      calls: new CallAnnouncer(ledger, events),
      middleware: options.middleware,
      warn: (message) => events.emit({ type: "warning", message }),
    }),
    limits,
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
    learning: new LabelerStates((round) => part.learn(runtime, round)),
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
