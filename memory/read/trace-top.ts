import { sql } from "../database/query-builder.js";
import type { RunDatabase } from "../database/run-database.js";

type Reads = Pick<RunDatabase, "dialect" | "query" | "read">;

/** Steps that are looked at for the end of a trace. */
const LATEST = 1000;
/** Steps of which each parent is looked up, in a tenth of a second; of more, those that can be left over. */
const FEW = 100_000;
/** Processes of a run whose times are told apart. */
const MOST_GAPS = 200;

/**
 * When a trace begins and ends, in milliseconds since 1970; null for an empty one. Only steps are read that
 * may be the last to end, however many there are.
 */
export async function traceExtent(
  database: Reads,
): Promise<{ readonly from: number; readonly to: number } | null> {
  const { query } = database;
  const [first] = await database.read(
    query.selectFrom("spans").select("started_at").orderBy("started_at").limit(1),
  );
  if (first === undefined) return null;
  const latest = await database.read(
    query
      .selectFrom("spans")
      .select(["started_at", "duration_ms"])
      .orderBy("started_at", "desc")
      .limit(LATEST),
  );
  const end = [...latest, ...(await processesOf(database))].reduce(
    (to, row) => Math.max(to, row.started_at + row.duration_ms),
    first.started_at,
  );
  // Of those that began before, only one that took longer than this can have ended later.
  const [longest] = await database.read(
    query
      .selectFrom("spans")
      .select(sql<number | null>`max(started_at + duration_ms)`.as("to"))
      .where("duration_ms", ">", end - latest.at(-1)!.started_at),
  );
  return { from: first.started_at, to: Math.max(end, longest?.to ?? end) };
}

/** Steps at the top: one of each process that worked on the run, and what a killed one left. */
export async function topSteps(database: Reads) {
  const { query } = database;
  const rows = query.selectFrom("spans");
  const gaps = await gapsOf(database);
  if (gaps === null)
    // By the index of parents: few steps are looked at one by one.
    return rows.where(
      "parent_id",
      "in",
      query
        .selectFrom("spans as own")
        .select("own.parent_id")
        .distinct()
        .where(({ eb, or, not, exists, selectFrom }) =>
          or([
            eb("own.parent_id", "=", ""),
            not(
              exists(
                selectFrom("spans as above")
                  .select("above.id")
                  .whereRef("above.id", "=", "own.parent_id"),
              ),
            ),
          ]),
        ),
    );
  const isLeft = sql<boolean>`not exists (select 1 from spans as above where above.id = spans.parent_id)`;
  let ids = query.selectFrom("spans").select("id").where("parent_id", "=", "");
  for (const [from, to] of gaps)
    ids = ids.union(
      query
        .selectFrom("spans")
        .select("id")
        .where("started_at", ">", from)
        .where("started_at", "<", to)
        .where(isLeft),
    );
  return rows.where("id", "in", ids);
}

/**
 * The times outside of every process that came to its end, in a file, on which one works at a time: only
 * then can a step have begun whose parent was never written, unless the clock was set back between them.
 * Null where that does not help, or is not needed.
 */
async function gapsOf(
  database: Reads,
): Promise<readonly (readonly [from: number, to: number])[] | null> {
  if (database.dialect.name !== "sqlite") return null;
  const [further] = await database.read(
    database.query.selectFrom("spans").select("id").limit(1).offset(FEW),
  );
  if (further === undefined) return null;
  const processes = (await processesOf(database)).sort((a, b) => a.started_at - b.started_at);
  if (processes.length > MOST_GAPS) return null;
  const gaps: [number, number][] = [];
  let end = -Number.MAX_VALUE;
  for (const { started_at: from, duration_ms: milliseconds } of processes) {
    if (from > end) gaps.push([end, from]);
    end = Math.max(end, from + milliseconds);
  }
  return [...gaps, [end, Number.MAX_VALUE]];
}

function processesOf(
  database: Reads,
): Promise<{ readonly started_at: number; readonly duration_ms: number }[]> {
  return database.read(
    database.query
      .selectFrom("spans")
      .select(["started_at", "duration_ms"])
      .where("parent_id", "=", "")
      .limit(MOST_GAPS + 1),
  );
}
