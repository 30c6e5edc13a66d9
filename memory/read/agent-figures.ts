import { sql, type RawBuilder } from "../database/query-builder.js";
import type { RunDatabase } from "../database/run-database.js";
import { isKindOf, ofVerdict } from "../verdict-scores.js";

/** How the calls of one agent went: of a role, or of a stage by its name. */
export interface AgentTimes {
  readonly agent: string;
  readonly calls: number;
  readonly failed: number;
  /** Milliseconds that half of its calls took at most. */
  readonly p50: number;
  readonly p95: number;
}

/** Calls of every agent with their times, counted in the database. */
export async function agentTimes(database: Reads): Promise<AgentTimes[]> {
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
  const at = dialect.name === "sqlite" ? sql`instr` : sql`strpos`;
  const judge = ofVerdict(database, "judge");
  let verdicts = query
    .selectFrom("verdicts as v")
    .leftJoin("entries as k", (join) => join.on(isKindOf(database)))
    .select([
      "sample_id",
      "revision",
      sql<number>`max(case when ${at}(coalesce(k.value, v.record), ${part}) > 0 then 1 else 0 end)`.as(
        "refused",
      ),
    ])
    .groupBy(["sample_id", "revision"]);
  if (judges.only !== undefined) verdicts = verdicts.where(sql<boolean>`${judge} = ${judges.only}`);
  if (judges.except !== undefined && judges.except.length > 0)
    verdicts = verdicts.where(sql<boolean>`${judge} not in ${dialect.list(judges.except)}`);
  const [row] = await database.read(
    query
      .selectFrom(verdicts.as("versions"))
      .select(({ fn }) => [
        fn.countAll<number>().as("judged"),
        fn.sum<number | null>("refused").as("refused"),
      ]),
  );
  return { judged: Number(row?.judged ?? 0), refused: Number(row?.refused ?? 0) };
}

type Reads = Pick<RunDatabase, "query" | "dialect" | "read">;
