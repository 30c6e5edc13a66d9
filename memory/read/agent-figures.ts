import { setImmediate as nextTurn } from "node:timers/promises";
import { sql, type RawBuilder } from "../database/query-builder.js";
import type { RunDatabase } from "../database/run-database.js";
import { isKindOf, ofVerdict } from "../verdict-scores.js";
import { tableSlices, unindexed } from "./table-slices.js";

/** Verdicts that are counted at once: some 20 milliseconds. */
const VERDICTS = 8000;

/** How the calls of one agent went: of a role, or of a stage by its name. */
export interface AgentTimes {
  readonly agent: string;
  readonly calls: number;
  readonly failed: number;
  /** Milliseconds that half of its calls took at most. */
  readonly p50: number;
  readonly p95: number;
}

/** Calls of every agent with their times: of a file slice by slice, as others wait for its thread. */
export async function agentTimes(database: Reads): Promise<AgentTimes[]> {
  return database.dialect.name === "sqlite" ? timesInSlices(database) : timesAtOnce(database);
}

async function timesInSlices(database: Reads): Promise<AgentTimes[]> {
  const found = new Map<string, { readonly durations: number[]; failed: number }>();
  for await (const slice of tableSlices(database, "spans")) {
    const rows = await database.read(
      database.query
        .selectFrom("spans")
        .select(["agent", "status", "duration_ms"])
        .where(unindexed(database, "operation"), "=", "invoke_agent")
        .where(slice),
    );
    for (const { agent, status, duration_ms: milliseconds } of rows) {
      const calls = found.get(agent) ?? { durations: [], failed: 0 };
      if (calls.durations.length === 0) found.set(agent, calls);
      calls.durations.push(milliseconds);
      if (status === "error") calls.failed++;
    }
  }
  return [...found]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([agent, { durations, failed }]) => {
      const sorted = Float64Array.from(durations).sort();
      const calls = sorted.length;
      const p50 = sorted[Math.floor((calls + 1) / 2) - 1]!;
      return { agent, calls, failed, p50, p95: sorted[Math.floor((calls * 19 + 19) / 20) - 1]! };
    });
}

async function timesAtOnce(database: Reads): Promise<AgentTimes[]> {
  const { query } = database;
  const ranked = query
    .selectFrom("spans")
    .select([
      "agent",
      "status",
      "duration_ms",
      sql<number>`count(*) over (partition by agent)`.as("alike"),
      sql<number>`row_number() over (partition by agent order by duration_ms, id)`.as("rank"),
    ])
    .where("operation", "=", "invoke_agent");
  const at = (rank: RawBuilder<unknown>): RawBuilder<number> =>
    sql<number>`max(case when rank = ${rank} then duration_ms end)`;
  const rows = await database.read(
    query
      .selectFrom(ranked.as("ranked"))
      .select(({ fn }) => [
        "agent",
        fn.countAll<number>().as("calls"),
        sql<number>`sum(case when status = 'error' then 1 else 0 end)`.as("failed"),
        at(sql`(alike + 1) / 2`).as("p50"),
        at(sql`(alike * 19 + 19) / 20`).as("p95"),
      ])
      .groupBy("agent")
      .orderBy("agent"),
  );
  return rows.map(({ agent, ...row }) => ({
    agent,
    calls: Number(row.calls),
    failed: Number(row.failed),
    p50: Number(row.p50),
    p95: Number(row.p95),
  }));
}

/** Versions of samples that were judged, and those of them that a verdict refused. */
export interface JudgedVersions {
  readonly judged: number;
  readonly refused: number;
}

/**
 * Counts versions of samples by their verdicts.
 * @param judges.only   of this judge alone
 * @param judges.except of all others than these
 */
export async function judgedVersions(
  database: Reads,
  judges: { readonly only?: string; readonly except?: readonly string[] } = {},
): Promise<JudgedVersions> {
  const { query, dialect } = database;
  const part = '"pass":false';
  const judge = ofVerdict(database, "judge");
  let verdicts = query
    .selectFrom("verdicts as v")
    .leftJoin("entries as k", (join) => join.on(isKindOf(database)))
    .select([
      "sample_id",
      "revision",
      sql<number>`max(case when ${dialect.position}(coalesce(k.value, v.record), ${part}) > 0 then 1 else 0 end)`.as(
        "refused",
      ),
    ])
    .groupBy(["sample_id", "revision"]);
  if (judges.only !== undefined) verdicts = verdicts.where(sql<boolean>`${judge} = ${judges.only}`);
  if (judges.except !== undefined && judges.except.length > 0)
    verdicts = verdicts.where(sql<boolean>`${judge} not in ${dialect.list(judges.except)}`);
  const versions = { judged: 0, refused: 0 };
  for await (const slice of verdictSlices(database)) {
    const [row] = await database.read(
      query
        .selectFrom(verdicts.where(slice).as("versions"))
        .select(({ fn }) => [
          fn.countAll<number>().as("judged"),
          fn.sum<number | null>("refused").as("refused"),
        ]),
    );
    versions.judged += Number(row?.judged ?? 0);
    versions.refused += Number(row?.refused ?? 0);
  }
  return versions;
}

/** Verdicts by their samples, as conditions: those of one are never apart. A server is asked once. */
async function* verdictSlices(database: Reads): AsyncGenerator<RawBuilder<boolean>> {
  if (database.dialect.name !== "sqlite") {
    yield sql<boolean>`true`;
    return;
  }
  const byId = database.query.selectFrom("verdicts").select("sample_id").orderBy("sample_id");
  for (let after = ""; ;) {
    const [last] = await database.read(
      byId.where("sample_id", ">", after).limit(1).offset(VERDICTS),
    );
    const behind = sql<boolean>`v.sample_id > ${after}`;
    yield last === undefined
      ? behind
      : sql<boolean>`${behind} and v.sample_id <= ${last.sample_id}`;
    if (last === undefined) return;
    after = last.sample_id;
    await nextTurn();
  }
}

type Reads = Pick<RunDatabase, "query" | "dialect" | "read">;
