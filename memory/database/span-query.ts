import { sql, type SelectQueryBuilder } from "./query-builder.js";
import type { Span } from "../../schema/span.js";
import type { SpanQuery } from "../contract.js";
import { unindexed } from "../read/table-slices.js";
import type { RunDatabase } from "./run-database.js";
import type { RunTables } from "./tables.js";

/** Steps that fit a query, in its order, of which columns are still to be selected. */
export function spansMatching(
  { query, dialect }: Pick<RunDatabase, "query" | "dialect">,
  { limit, offset, sample, ids, agent, operation, after, slowest }: SpanQuery,
): SelectQueryBuilder<RunTables, "spans", object> {
  let rows = query
    .selectFrom("spans")
    .limit(limit ?? Number.MAX_SAFE_INTEGER)
    .offset(offset ?? 0);
  if (sample !== undefined)
    rows = rows.where(
      "spans.id",
      "in",
      query.selectFrom("span_samples").select("span_id").where("sample_id", "=", sample),
    );
  if (ids !== undefined) rows = rows.where("spans.id", "in", dialect.list(ids));
  if (agent !== undefined) rows = rows.where("spans.agent", "=", agent);
  if (operation !== undefined)
    rows = rows.where(
      // Most steps have one of these: by its index all of them would be sorted by their length.
      slowest === true ? unindexed({ dialect }, "spans.operation") : sql<string>`spans.operation`,
      "in",
      dialect.list([operation].flat()),
    );
  if (after !== undefined)
    rows = rows.where((eb) =>
      eb.or([
        eb("spans.started_at", ">", after.startedAt),
        eb("spans.started_at", "=", after.startedAt).and("spans.id", ">", after.id),
      ]),
    );
  rows =
    slowest === true ? rows.orderBy("spans.duration_ms", "desc") : rows.orderBy("spans.started_at");
  return rows.orderBy("spans.id");
}

/**
 * The same steps as their columns tell them; the record of those that need more: failed ones say why
 * there alone, and those of earlier versions have no name beside it.
 */
export async function briefRows(
  database: Pick<RunDatabase, "query" | "dialect" | "read">,
  query: SpanQuery,
): Promise<(Span | { readonly record: string })[]> {
  const rows = await database.read(spansMatching(database, query).selectAll("spans"));
  return rows.map((row) => {
    const { name, parent_id: parent } = row;
    if (name === null || parent === null || row.status !== "ok") return { record: row.record };
    const attributes: Span["attributes"] = {};
    if (row.model !== "") attributes["gen_ai.request.model"] = row.model;
    if (row.input_tokens !== null) attributes["gen_ai.usage.input_tokens"] = row.input_tokens;
    if (row.output_tokens !== null) attributes["gen_ai.usage.output_tokens"] = row.output_tokens;
    if (row.cached !== 0) attributes["datawright.cached"] = true;
    if (row.cost_usd !== null) attributes["datawright.cost_usd"] = row.cost_usd;
    return {
      id: row.id,
      runId: "",
      parentId: parent === "" ? null : parent,
      name,
      operation: row.operation,
      agent: row.agent === "" ? null : row.agent,
      startedAt: row.started_at,
      durationMs: row.duration_ms,
      status: "ok",
      errorCode: null,
      sampleIds: [],
      attributes,
      inputHash: null,
      outputHash: null,
    };
  });
}
