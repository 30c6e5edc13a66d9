import { sql, type RawBuilder } from "./database/query-builder.js";
import type { RunDatabase } from "./database/run-database.js";
import { VERDICT_KIND } from "./database/verdict-kinds.js";

/** How many samples of a status have a score of a criterion in a bin. */
export interface ScoreCount {
  readonly criterion: string;
  readonly status: string;
  /** From 0. */
  readonly bin: number;
  readonly samples: number;
}

const scoreOf = ({ dialect }: RunDatabase): RawBuilder<number | null> =>
  dialect.jsonNumber("v.record", "score");
/** Verdicts on the version of a sample that there is, not on one that was revised. */
const ofLastVersion = ({ dialect }: RunDatabase): RawBuilder<boolean> =>
  sql<boolean>`v.revision = coalesce(${dialect.jsonNumber("s.record", "revisions")}, 0)`;
/** What a verdict `v` says beside its record stands in its kind `k`; in runs of earlier versions in its record. */
export const ofVerdict = (
  { dialect }: Pick<RunDatabase, "dialect">,
  name: "criterion" | "judge",
): RawBuilder<string> =>
  sql<string>`coalesce(${dialect.jsonText("k.value", name)}, ${dialect.jsonText("v.record", name)})`;
/** Joins the entry `k` of a verdict's kind to the verdict `v`. */
export const isKindOf = ({ dialect }: Pick<RunDatabase, "dialect">): RawBuilder<boolean> =>
  sql<boolean>`k.name = ${sql.lit(VERDICT_KIND)} || ${dialect.jsonText("v.record", "kind")}`;

/** The scores of a round's samples by criterion and status, counted in bins over 0 to 1. */
export async function scoreCounts(
  database: RunDatabase,
  { round, bins }: { readonly round: number; readonly bins: number },
): Promise<ScoreCount[]> {
  const score = scoreOf(database);
  // Scores below 0 and from 1 on are in the first bin and in the last.
  const bin = sql<number>`case when ${score} <= 0 then 0 when ${score} >= 1 then ${sql.lit(bins - 1)} else cast(floor(${score} * ${sql.lit(bins)}) as integer) end`;
  return await database.read(
    database.query
      .selectFrom("verdicts as v")
      .innerJoin("samples as s", "s.id", "v.sample_id")
      .leftJoin("entries as k", (join) => join.on(isKindOf(database)))
      .where("s.round", "=", round)
      .where(ofLastVersion(database))
      .where(score, "is not", null)
      .select([
        ofVerdict(database, "criterion").as("criterion"),
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
  const score = scoreOf(database);
  return await database.read(
    database.query
      .selectFrom("verdicts as v")
      .innerJoin("samples as s", "s.id", "v.sample_id")
      .where("s.round", "=", round)
      .where("s.status", "=", "accepted")
      .where(ofLastVersion(database))
      .where(score, "is not", null)
      .select(["s.id", sql<number>`avg(${score})`.as("score")])
      .groupBy("s.id")
      .orderBy("score")
      .orderBy("s.id")
      .limit(limit),
  );
}
