import { sql } from "kysely";
import type { RunDatabase } from "../database/run-database.js";
import { PLACE, PLACE_COLUMNS, placedFromJson, type PlacedSpan } from "./placed-span.js";
import { spanKinds, type SpanKind } from "./span-kinds.js";
import { topSteps, traceExtent } from "./trace-top.js";
import type { TraceFilter } from "./trace-filter.js";

/** Steps of one name and agent below one parent. */
export interface AlikeSpans {
  readonly name: string;
  readonly operation: string;
  readonly agent: string;
  readonly count: number;
  readonly failed: number;
  readonly from: number;
  readonly to: number;
  readonly p50: number;
  readonly p95: number;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly costUsd: number | null;
  readonly cached: number;
}

/** Which steps of one parent are alike. */
export type FoldKey = readonly [name: string, operation: string, agent: string];

interface Position {
  readonly startedAt: number;
  readonly id: string;
}

/**
 * A stored trace as a tree that is read level by level: nothing is unpacked, and nothing of a run that
 * works is held up. Steps whose parent is not written yet stand at the top.
 */
export class TraceTree {
  readonly #database: RunDatabase;

  constructor(database: RunDatabase) {
    this.#database = database;
  }

  /** False for a trace of which an earlier version wrote a part: it has no tree. */
  async isWhole(): Promise<boolean> {
    try {
      const { query } = this.#database;
      const [old] = await this.#database.read(
        query.selectFrom("spans").select("id").where("parent_id", "is", null).limit(1),
      );
      return old === undefined;
    } catch {
      return false;
    }
  }

  /** When the trace begins and ends, in milliseconds since 1970; null for an empty one. */
  extent(): Promise<{ readonly from: number; readonly to: number } | null> {
    return traceExtent(this.#database);
  }

  /**
   * What stands below a step, `null` for the top: groups of at least `fold` steps alike, and the ids of
   * all others, both by start.
   */
  async below(
    parent: string | null,
    fold: number,
  ): Promise<{ readonly groups: AlikeSpans[]; readonly single: PlacedSpan[] }> {
    const { query } = this.#database;
    const alike = sql<number>`count(*) over (partition by name, operation, agent)`;
    const rank = sql<number>`row_number() over (partition by name, operation, agent order by duration_ms, id)`;
    const ranked = (await this.#under(parent)).select([
      ...PLACE,
      alike.as("alike"),
      rank.as("rank"),
    ]);
    const rows = await this.#database.read(
      query
        .selectFrom(ranked.as("ranked"))
        .selectAll()
        .where(({ eb, or }) =>
          or([
            eb("alike", "<", fold),
            sql<boolean>`rank = (alike + 1) / 2`,
            sql<boolean>`rank = (alike * 19 + 19) / 20`,
          ]),
        )
        .orderBy("startedAt")
        .orderBy("id"),
    );
    const single = rows.filter((row) => Number(row.alike) < fold);
    const folded = rows.filter((row) => Number(row.alike) >= fold);
    if (folded.length === 0) return { groups: [], single };
    const sums = await this.#database.read(
      (await this.#under(parent))
        .select(({ fn }) => [
          "name",
          "operation",
          "agent",
          fn.countAll<number>().as("count"),
          sql<number>`sum(case when status = 'error' then 1 else 0 end)`.as("failed"),
          fn.min<number>("started_at").as("from"),
          sql<number>`max(started_at + duration_ms)`.as("to"),
          fn.sum<number | null>("input_tokens").as("inputTokens"),
          fn.sum<number | null>("output_tokens").as("outputTokens"),
          fn.sum<number | null>("cost_usd").as("costUsd"),
          fn.sum<number>("cached").as("cached"),
        ])
        .groupBy(["name", "operation", "agent"])
        .having(({ fn, eb }) => eb(fn.countAll(), ">=", fold))
        .orderBy("from"),
    );
    const groups = sums.map(({ name, count, ...sum }) => {
      const own = folded
        .filter(
          (row) => row.name === name && row.operation === sum.operation && row.agent === sum.agent,
        )
        .sort((a, b) => Number(a.rank) - Number(b.rank));
      return {
        ...sum,
        name: name ?? "",
        count,
        p50: own[0]?.durationMs ?? 0,
        p95: own.at(-1)?.durationMs ?? 0,
      };
    });
    return { groups, single };
  }

  /** Members of a group, by start. */
  async members(
    parent: string | null,
    [name, operation, agent]: FoldKey,
    { limit, after }: { readonly limit: number; readonly after: Position | null },
  ): Promise<PlacedSpan[]> {
    let rows = (await this.#under(parent))
      .select(PLACE)
      .where("name", "=", name)
      .where("operation", "=", operation)
      .where("agent", "=", agent);
    if (after !== null)
      rows = rows.where(sql<boolean>`(started_at, id) > (${after.startedAt}, ${after.id})`);
    return this.#database.read(rows.orderBy("started_at").orderBy("id").limit(limit));
  }

  /** Steps that fit a filter, by start. */
  async matching(
    filter: TraceFilter,
    { limit, after }: { readonly limit: number; readonly after: Position | null },
  ): Promise<PlacedSpan[]> {
    let rows = this.#filtered(filter).select(PLACE);
    if (after !== null)
      rows = rows.where(sql<boolean>`(started_at, id) > (${after.startedAt}, ${after.id})`);
    return this.#database.read(rows.orderBy("started_at").orderBy("id").limit(limit));
  }

  async count(filter: TraceFilter = {}, before: Position | null = null): Promise<number> {
    let rows = this.#filtered(filter);
    if (before !== null)
      rows = rows.where(sql<boolean>`(started_at, id) <= (${before.startedAt}, ${before.id})`);
    const [row] = await this.#database.read(
      rows.select(({ fn }) => fn.countAll<number>().as("count")),
    );
    return row?.count ?? 0;
  }

  /** All that fit a filter, and what stands right above them, in any order. */
  async every(filter: TraceFilter): Promise<{
    readonly matches: PlacedSpan[];
    readonly above: PlacedSpan[];
  }> {
    const { query, dialect } = this.#database;
    const rows = dialect.jsonRows(PLACE_COLUMNS).as("rows");
    const [own] = await this.#database.read(this.#filtered(filter).select(rows));
    const [above] = await this.#database.read(
      query
        .selectFrom("spans")
        .select(rows)
        .where("id", "in", this.#filtered(filter).select("parent_id")),
    );
    return {
      matches: placedFromJson(own?.rows ?? null),
      above: placedFromJson(above?.rows ?? null),
    };
  }

  /** Steps by their ids, in any order. */
  async placed(ids: readonly string[]): Promise<PlacedSpan[]> {
    return this.#database.read(
      this.#database.query
        .selectFrom("spans")
        .select(PLACE)
        .where("id", "in", this.#database.dialect.list(ids)),
    );
  }

  /** How many steps stand below each of these. */
  async childCounts(ids: readonly string[]): Promise<Map<string, number>> {
    const rows = await this.#database.read(
      this.#database.query
        .selectFrom("spans")
        .select(({ fn }) => ["parent_id", fn.countAll<number>().as("count")])
        .where("parent_id", "in", this.#database.dialect.list(ids))
        .groupBy("parent_id"),
    );
    return new Map(rows.map((row) => [row.parent_id ?? "", row.count]));
  }

  /** Every agent, operation and model with how often they occur. */
  kinds(): Promise<SpanKind[]> {
    return spanKinds(this.#database);
  }

  /** How often each agent was asked to work. */
  async calls(): Promise<{ agent: string; count: number }[]> {
    return this.#database.read(
      this.#database.query
        .selectFrom("spans")
        .select(({ fn }) => ["agent", fn.countAll<number>().as("count")])
        .where("operation", "=", "invoke_agent")
        .groupBy("agent"),
    );
  }

  async #under(parent: string | null) {
    if (parent === null) return topSteps(this.#database);
    return this.#database.query.selectFrom("spans").where("parent_id", "=", parent);
  }

  #filtered(filter: TraceFilter) {
    const { query } = this.#database;
    let rows = query.selectFrom("spans");
    if (filter.agent !== undefined) rows = rows.where("agent", "=", filter.agent);
    if (filter.operation !== undefined) rows = rows.where("operation", "=", filter.operation);
    if (filter.model !== undefined) rows = rows.where("model", "=", filter.model);
    if (filter.status !== undefined) rows = rows.where("status", "=", filter.status);
    if (filter.slowerThan !== undefined) rows = rows.where("duration_ms", ">", filter.slowerThan);
    if (filter.sample !== undefined)
      rows = rows.where(
        "id",
        "in",
        query.selectFrom("span_samples").select("span_id").where("sample_id", "=", filter.sample),
      );
    return rows;
  }
}
