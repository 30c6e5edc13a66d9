import {
  BudgetLedger,
  type BudgetLimits,
  type Ledger,
  type Spent,
} from "../../memory/budget-ledger.js";
import { checkRunDatabase } from "../../memory/database/check-run-database.js";
import type { RunFolder } from "../../memory/run-folder.js";
import type { RunStorage } from "../../memory/run-storage.js";
import { createRunLogger } from "../../memory/run-logger.js";
import { DatabaseRunStore } from "../../memory/run-store.js";
import { DatabaseSampleStore } from "../../memory/sample-store.js";
import { SpendJournal } from "../../memory/spend-journal.js";
import { removeRunLeftovers } from "../../memory/temporary-name.js";
import { DatabaseTraceStore } from "../../memory/trace-store.js";
import { Tracer } from "../../memory/tracer.js";
import { openSpanSender } from "../../tools/otlp/span-sender.js";
import type { TrialOptions } from "../runtime/run-options.js";
import { spentBefore, spentSoFar } from "../runtime/spent-before.js";
import { expectedStore } from "../run/expected-store.js";
import type { ConfiguredRun } from "./checked-run.js";
import type { Closers } from "./closers.js";

/** What a ledger is made from. */
interface LedgerParts {
  readonly folder: RunFolder;
  readonly trace: DatabaseTraceStore;
  readonly limits: BudgetLimits;
  readonly storage: Pick<RunStorage, "place">;
  readonly closers: Closers;
}
export type OpenLedger = (parts: LedgerParts) => Ledger | Promise<Ledger>;

/** The journal of what the run spent, with what was spent before. */
export async function openJournal({
  folder,
  trace,
  storage,
  closers,
}: LedgerParts): Promise<{ readonly journal: SpendJournal; readonly before: Spent }> {
  const traced = await spentBefore(trace);
  const journal = SpendJournal.open(folder.path("spending"), traced);
  closers.push(() => journal.close());
  return { journal, before: spentSoFar(traced, journal.before, storage) };
}

/** The ledger of a run that one process works on. */
export async function ownLedger(parts: LedgerParts): Promise<Ledger> {
  const { journal, before } = await openJournal(parts);
  return new BudgetLedger(parts.limits, before, journal);
}

/** What lasts of a run and what watches over it: log, database, trace, cache, budget. */
export type RunRecords = Awaited<ReturnType<typeof openRecords>>;

/** Opens what a run is recorded in; whatever opens is closed by `closers`, last first. */
export async function openRecords(
  { workspace, storage, folder, config }: ConfiguredRun,
  options: TrialOptions,
  closers: Closers,
  { openLedger, isOwner }: { readonly openLedger: OpenLedger; readonly isOwner: boolean },
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
  const samples = new DatabaseSampleStore(database);
  // One that another process writes to looks damaged between two of its transactions.
  if (isOwner) {
    if (options.onOpening !== undefined)
      options.onOpening({ step: "checking", done: 0, of: await samples.everAccepted() });
    await checkRunDatabase(database, expectedStore(config));
  }
  const trace = new DatabaseTraceStore(database, { logger: log });
  closers.push(() => trace.flush());
  const store = new DatabaseRunStore(database);
  const sender = options.isSent === false ? null : await openSpanSender(config);
  if (sender) closers.push(() => sender.flush());
  const tracer = new Tracer({
    runId: config.runId,
    store: trace,
    onSpan: sender === null ? undefined : (span, bodies) => sender.add(span, bodies),
  });
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
  const ledger = await openLedger({
    folder,
    trace,
    limits: config.spec.budget,
    storage,
    closers,
  });
  return { repairs, log, database, trace, store, samples, tracer, sender, cache, abort, ledger };
}
