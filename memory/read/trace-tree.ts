import { sql, type RawBuilder } from "../database/query-builder.js";
import type { RunDatabase } from "../database/run-database.js";
import { PLACE, PLACE_COLUMNS, placedFromJson, type PlacedSpan } from "./placed-span.js";
import { spanKinds, type SpanKind } from "./span-kinds.js";
import { fits, leadsTo } from "./trace-conditions.js";
import { topSteps, traceExtent } from "./trace-top.js";
import type { TraceFilter } from "./trace-filter.js";

/** Steps of one name and agent below one parent. */
export interface AlikeSpans {
  readonly name: string;
  readonly operation: string;
  readonly agent: string;
  readonly count: number;
  readonly failed: number;
  /** How many of them fit the filter; without one all. */
  readonly matches: number;
  readonly from: number;
  readonly to: number;
  readonly p50: number;
  readonly p95: number;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly costUsd: number | null;
  readonly cached: number;
}

/** A step that fits a filter, or only leads to one that does. */
export interface FoundPlace extends PlacedSpan {
  readonly isMatch: boolean;
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
   * What stands below a step, `null` for the top: groups of at least `fold` steps alike, and all others,
   * both by start. With a filter only what fits it, and what leads to such a step.
   */
  async below(
    parent: string | null,
    { fold, filter }: { readonly fold: number; readonly filter?: TraceFilter },
  ): Promise<{ readonly groups: AlikeSpans[]; readonly single: FoundPlace[] }> {
    const { query } = this.#database;
    const over = sql`over (partition by name, operation, agent)`;
    const ranked = (await this.#under(parent, filter)).select([
      ...PLACE,
      fits(filter).as("isMatch"),
      sql<number>`row_number() over (partition by name, operation, agent order by duration_ms, id)`.as(
        "rank",
      ),
      sql<number>`count(*) ${over}`.as("alike"),
      sql<number>`sum(case when status = 'error' then 1 else 0 end) ${over}`.as("failed"),
      sql<number>`sum(case when ${fits(filter)} then 1 else 0 end) ${over}`.as("matches"),
      sql<number>`min(started_at) ${over}`.as("from"),
      sql<number>`max(started_at + duration_ms) ${over}`.as("to"),
      sql<number | null>`sum(input_tokens) ${over}`.as("inputTokens"),
      sql<number | null>`sum(output_tokens) ${over}`.as("outputTokens"),
      sql<number | null>`sum(cost_usd) ${over}`.as("costUsd"),
      sql<number>`sum(cached) ${over}`.as("cached"),
    ]);
    const rows = await this.#database.read(
      query
        .selectFrom(ranked.as("ranked"))
        .selectAll()
        .where(({ eb, or }) =>
          or([
            eb("alike", "<", fold),
            // Of a group the two whose durations are its p50 and its p95.
            sql<boolean>`rank = (alike + 1) / 2`,
            sql<boolean>`rank = (alike * 19 + 19) / 20`,
          ]),
        )
        .orderBy("startedAt")
        .orderBy("id"),
    );
    const single: FoundPlace[] = [];
    const groups = new Map<string, AlikeSpans>();
    for (const { rank, alike, isMatch: matches, ...row } of rows) {
      if (Number(alike) < fold) {
        single.push({ ...placeOf(row), isMatch: Boolean(matches) });
        continue;
      }
      const { name, operation, agent, from, to, durationMs } = row;
      const kind = JSON.stringify([name, operation, agent]);
      const half = groups.get(kind);
      const isHalf = Number(rank) === Math.floor((Number(alike) + 1) / 2);
      groups.set(kind, {
        ...{ name: name ?? "", operation, agent, from, to },
        count: Number(alike),
        failed: Number(row.failed),
        matches: Number(row.matches),
        // The one row can be both.
        p50: isHalf || half === undefined ? durationMs : half.p50,
        p95: isHalf && half !== undefined ? half.p95 : durationMs,
        inputTokens: row.inputTokens,
        outputTokens: row.outputTokens,
        costUsd: row.costUsd,
        cached: Number(row.cached),
      });
    }
    return { groups: [...groups.values()].sort((a, b) => a.from - b.from), single };
  }

  /** Members of a group, by start; with a filter those that `below` counted. */
  async members(
    parent: string | null,
    [name, operation, agent]: FoldKey,
    page: {
      readonly limit: number;
      readonly after: Position | null;
      readonly filter?: TraceFilter;
    },
  ): Promise<FoundPlace[]> {
    let rows = (await this.#under(parent, page.filter))
      .select([...PLACE, fits(page.filter).as("isMatch")])
      .where("name", "=", name)
      .where("operation", "=", operation)
      .where("agent", "=", agent);
    if (page.after !== null) rows = rows.where(isBehind(page.after));
    const found = await this.#database.read(
      rows.orderBy("started_at").orderBy("id").limit(page.limit),
    );
    return found.map((row) => ({ ...row, isMatch: Boolean(row.isMatch) }));
  }

  /** Steps that fit a filter, by start. */
  async matching(
    filter: TraceFilter,
    { limit, after }: { readonly limit: number; readonly after: Position | null },
  ): Promise<PlacedSpan[]> {
    let rows = this.#filtered(filter).select(PLACE);
    if (after !== null) rows = rows.where(isBehind(after));
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

  async #under(parent: string | null, filter?: TraceFilter) {
    const rows =
      parent === null
        ? await topSteps(this.#database)
        : this.#database.query.selectFrom("spans").where("parent_id", "=", parent);
    return filter === undefined ? rows : rows.where(leadsTo(filter));
  }

  #filtered(filter: TraceFilter) {
    return this.#database.query.selectFrom("spans").where(fits(filter));
  }
}

function isBehind({ startedAt, id }: Position): RawBuilder<boolean> {
  return sql<boolean>`(started_at, id) > (${startedAt}, ${id})`;
}

function placeOf({ id, parent, name, operation, agent, ...time }: PlacedSpan): PlacedSpan {
  const { startedAt, durationMs, status } = time;
  return { id, parent, name, operation, agent, startedAt, durationMs, status };
}
