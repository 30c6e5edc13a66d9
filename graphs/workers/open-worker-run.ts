import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { openStorage } from "../../memory/open-storage.js";
import { SharedBudget } from "../../memory/redis/shared-budget.js";
import { SharedLedger } from "../../memory/redis/shared-ledger.js";
import type { SharedLimits } from "../../memory/redis/shared-limits.js";
import type { RunNotice } from "../../memory/redis/run-board.js";
import { Workspace } from "../../memory/workspace.js";
import type { Redis } from "ioredis";
import { fillNovelty } from "../run/fill-novelty.js";
import { makeRuntime } from "../opening/make-runtime.js";
import { requireReady } from "../run/model-readiness.js";
import { closeAll, type Closers } from "../opening/closers.js";
import { openRecords, type OpenLedger } from "../opening/open-records.js";
import { checkStored } from "../run/resume-run.js";
import type { RunEvent } from "../runtime/events.js";
import type { ResumeOptions } from "../runtime/run-options.js";
import type { RunRuntime } from "../runtime/runtime.js";
import { learnedElsewhere } from "./learned-elsewhere.js";
import { WorkerRun } from "./worker-run.js";

/** What of a run a worker may be told: it asks for no budget and goes on with nothing. */
export type WorkerRunOptions = Pick<
  ResumeOptions,
  | "model"
  | "models"
  | "embeddings"
  | "baseUrl"
  | "middleware"
  | "plugins"
  | "agents"
  | "stages"
  | "agentModules"
  | "concurrency"
  | "workspace"
  | "store"
  | "knowledgeCache"
  | "cache"
  | "logLevel"
>;

/** A run that a worker has open. */
export interface OpenedWorkerRun {
  readonly run: WorkerRun;
  readonly runtime: RunRuntime;
  /** What was said since the last time that people should hear of. */
  said(): readonly RunEvent[];
  /** Tells what was spent here. */
  told(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens a run in a worker: agents, plug-ins and models of its configuration are loaded here, keys
 * come from this process's environment. Its folder of its own is gone when it is closed.
 *
 * @throws why this worker cannot work on the run
 */
export async function openWorkerRun(
  notice: RunNotice,
  {
    redis,
    limits,
    member,
    name,
  }: {
    readonly redis: Redis;
    readonly limits: SharedLimits;
    readonly member: string;
    readonly name: string;
  },
  options: WorkerRunOptions,
): Promise<OpenedWorkerRun> {
  const scratch = join(Workspace.open(options.workspace).folder, "workers", member);
  const closers: Closers = [() => rm(scratch, { recursive: true, force: true })];
  const close = closeAll(closers);
  try {
    const storage = await openStorage(options.store);
    closers.push(() => storage.close());
    const { options: merged, ...run } = await checkStored(notice.run, {
      storage,
      options: {
        ...options,
        workspace: scratch,
        models:
          options.model === undefined
            ? { ...(notice.models as ResumeOptions["models"]), ...options.models }
            : options.models,
        agentModules: options.agentModules ?? notice.agentModules,
      },
      change: (config) => config,
    });
    requireReady(run.checked);
    await mkdir(run.folder.folder, { recursive: true });
    const seconds = limits.lease / 1000;
    let ledger: SharedLedger | undefined;
    const openLedger: OpenLedger = async ({ limits: budget }) => {
      const shared = new SharedBudget(redis, { run: notice.run, member, seconds });
      // Opened by the process of the run only: the run may have ended while it was opened here, and
      // what Redis lost only that process knows.
      ledger = new SharedLedger(shared, budget, (await shared.beat()) ?? NOTHING);
      closers.push(() => ledger!.close());
      return ledger;
    };
    const records = await openRecords(run, merged, closers, { openLedger, isOwner: false });
    const runtime = await makeRuntime(run, records, merged, { learn: learnedElsewhere, limits });
    closers.push(() => runtime.novelty.close());
    await fillNovelty(runtime, [...runtime.task.support, ...runtime.validation], {
      supportOnly: true,
    });
    let heard: RunEvent[] = [];
    runtime.events.on((event) => {
      if (event.type === "agent-failed" || event.type === "warning") heard.push(event);
    });
    return {
      run: new WorkerRun(runtime, name),
      runtime,
      said: () => {
        const said = heard;
        heard = [];
        return said;
      },
      told: async () => void (await ledger!.beat()),
      close: async () => {
        runtime.abort.abort();
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

const NOTHING = { usd: 0, calls: 0, cachedCalls: 0, tokens: { input: 0, output: 0 } };
