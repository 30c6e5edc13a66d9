import { sql } from "kysely";
import type { RunDatabase } from "./sqlite/database.js";

/** How many samples of a status have a score of a criterion in a bin. */
export interface ScoreCount {
  readonly criterion: string;
  readonly status: string;
  /** From 0. */
  readonly bin: number;
  readonly samples: number;
}

const SCORE = sql<number>`json_extract(v.record, '$.score')`;
/** Verdicts on the version of a sample that there is, not on one that was revised. */
const OF_LAST_VERSION = sql<boolean>`v.revision = json_extract(s.record, '$.revisions')`;

/** The scores of a round's samples by criterion and status, counted in bins over 0 to 1. */
export async function scoreCounts(
  database: RunDatabase,
  { round, bins }: { readonly round: number; readonly bins: number },
): Promise<ScoreCount[]> {
  const bin = sql<number>`max(0, min(${sql.lit(bins - 1)}, cast(${SCORE} * ${sql.lit(bins)} as integer)))`;
  return await database.read(
    database.query
      .selectFrom("verdicts as v")
      .innerJoin("samples as s", "s.id", "v.sample_id")
      .where("s.round", "=", round)
      .where(OF_LAST_VERSION)
      .where(SCORE, "is not", null)
      .select([
        sql<string>`json_extract(v.record, '$.criterion')`.as("criterion"),
        "s.status",
        bin.as("bin"),
        sql<number>`count(*)`.as("samples"),
      ])
      .groupBy(["criterion", "s.status", "bin"])
      .orderBy("criterion"),
  );
}

/** The accepted samples of a round with the lowest mean score, lowest first. */
export async function lowestScored(
  database: RunDatabase,
  { round, limit }: { readonly round: number; readonly limit: number },
): Promise<{ id: string; score: number }[]> {
  return await database.read(
    database.query
      .selectFrom("verdicts as v")
      .innerJoin("samples as s", "s.id", "v.sample_id")
      .where("s.round", "=", round)
      .where("s.status", "=", "accepted")
      .where(OF_LAST_VERSION)
      .where(SCORE, "is not", null)
      .select(["s.id", sql<number>`avg(${SCORE})`.as("score")])
      .groupBy("s.id")
      .orderBy("score")
      .orderBy("s.id")
      .limit(limit),
  );
}
