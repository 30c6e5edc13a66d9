import { sql } from "../../../memory/database/query-builder.js";
import { runEntries } from "../../../graphs/runtime/run-entries.js";
import { REASON_CODES, type ReasonCode } from "../../../schema/reasons.js";
import type { Report } from "../../../schema/report.js";
import type { ConceptNode } from "../../../schema/plan.js";
import { emptyCoverage } from "../../../tools/coverage/empty-coverage.js";
import { grownTree } from "../../../tools/coverage/grown-tree.js";
import type { RunDatabase } from "../../../memory/database/run-database.js";
import { existsSync } from "node:fs";
import type { RunDetail, RunTree } from "../../api/runs.js";
import type { RunReader } from "../run-readers.js";
import { coverageHeat } from "./coverage-heat.js";
import { lastSealed, roundRows } from "./round-rows.js";
import { runRow, runUsage } from "./run-state.js";

/** Milliseconds over which a rate is counted. */
const RATE = 30_000;

/** Everything that the page of one run shows. */
export async function runDetail(
  id: string,
  reader: RunReader,
  { startedHere }: { readonly startedHere: boolean },
): Promise<RunDetail> {
  const { config, samples, table, store, database, folder } = reader;
  const { spec } = config;
  const counts = await samples.countByReason();
  const row = await runRow(id, reader, { working: startedHere, counts });
  const coverage = (await lastSealed(database))?.coverage ?? emptyCoverage([]);
  const plans = await store.plans();
  const report = (await reader.report()) as Report | null;
  const rounds = await roundRows(database, coverage.cells);
  const budget = spec.budget as Readonly<Record<string, number | undefined>>;
  return {
    ...row,
    folder: folder.folder,
    kind: spec.kind,
    description: spec.description,
    labels: spec.labels?.map(({ name }) => name) ?? [],
    review: spec.review,
    stopDetail: report?.summary.stopDetail ?? null,
    funnel: {
      planned: rounds.reduce((sum, { orders }) => sum + orders, 0),
      drafted: counts
        .filter(({ status }) => status !== "planned")
        .reduce((sum, { count }) => sum + count, 0),
      revised: (await reader.lately("revised", () => table.revised())).samples,
      accepted: row.accepted,
      inReview: row.inReview,
      rejected: counts
        .filter(({ status }) => status === "rejected")
        .map(({ reason, count }) => ({
          reason,
          meaning: REASON_CODES[reason as ReasonCode] ?? "",
          count,
        }))
        .sort((a, b) => b.count - a.count),
    },
    usage: (await runUsage(reader)).map(({ agent, model, calls, cached, costUsd, ...use }) => ({
      agent,
      model,
      calls,
      cached,
      inputTokens: use.inputTokens,
      outputTokens: use.outputTokens,
      cost: costUsd,
      seconds: use.seconds,
    })),
    now: {
      ...(row.status === "working" ? await rates(database) : NO_RATES),
      ...(row.status === "working" ? await limitsNow(reader) : NO_LIMITS),
      concurrency: config.concurrency,
      budget: {
        usd: budget["usd"] ?? null,
        calls: budget["calls"] ?? null,
        tokens: budget["tokens"] ?? null,
      },
    },
    rounds,
    coverageMap: {
      cells: coverage.cells.map(
        ({ id, path, label, conditions, quota, accepted, rejected, duplicates, ...cell }) => ({
          id,
          path,
          label,
          conditions: conditions.map(({ name, value }) => ({ name, value })),
          quota,
          accepted,
          rejected,
          duplicates,
          inReview: cell.inReview,
          unseenMass: cell.unseenMass,
          studentError: cell.studentError,
          open: cell.open,
        }),
      ),
      heat: coverageHeat(coverage.cells),
      tree: plans.length === 0 ? null : treeOf(grownTree(plans[0]!.plan.tree, coverage.growth)),
    },
    models: Object.fromEntries(
      Object.entries({ ...config.models, embeddings: config.embeddings }).map(([role, model]) => [
        role,
        typeof model === "string" ? model : model.model,
      ]),
    ),
    seed: spec.seed,
    config: spec as unknown as Record<string, unknown>,
    startedHere,
    hasReport: existsSync(folder.path("report")),
  };
}

const NO_RATES = { perSecond: null, callsPerSecond: null } as const;

const NO_LIMITS = { inFlight: null, models: [] };
/** Milliseconds after which what a run said of its calls is no more true. */
const STALE = 15_000;

/** What the models may be asked now, and are, as the run's process last said. */
async function limitsNow({
  store,
}: RunReader): Promise<Pick<RunDetail["now"], "inFlight" | "models">> {
  const said = await store.get(runEntries.limits);
  if (said === null || Date.now() - said.at > STALE) return NO_LIMITS;
  const { models } = said;
  return { inFlight: models.reduce((sum, { inFlight }) => sum + inFlight, 0), models: [...models] };
}

/** What ended in the last half minute. */
async function rates(
  database: RunDatabase,
): Promise<{ perSecond: number; callsPerSecond: number }> {
  const since = Date.now() - RATE;
  const rows = await database.read(
    database.query
      .selectFrom("spans")
      .select(({ fn }) => ["operation", "agent", fn.countAll<number>().as("count")])
      // A step that takes longer than this is no part of a rate.
      .where("started_at", ">", since - 10 * RATE)
      .where(sql<boolean>`started_at + duration_ms > ${since}`)
      .where("cached", "=", 0)
      .groupBy(["operation", "agent"]),
  );
  const sum = (is: (row: (typeof rows)[number]) => boolean): number =>
    rows.filter(is).reduce((total, { count }) => total + count, 0) / (RATE / 1000);
  return {
    perSecond: sum(({ operation, agent }) => operation === "invoke_agent" && agent === "generator"),
    callsPerSecond: sum(({ operation }) => operation === "chat"),
  };
}

function treeOf({ id, name, cell, children }: ConceptNode): RunTree {
  return { id, name, cell: cell ?? null, children: children.map(treeOf) };
}
