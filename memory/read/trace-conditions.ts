import { expressionBuilder, sql, type RawBuilder } from "../database/query-builder.js";
import type { RunTables } from "../database/tables.js";
import type { TraceFilter } from "./trace-filter.js";

/** True of a step that fits every part of a filter, of any without one; `alias` is what the query calls its row. */
export function fits(filter: TraceFilter = {}, alias = "spans"): RawBuilder<boolean> {
  const of = (column: string): RawBuilder<unknown> => sql.ref(`${alias}.${column}`);
  const { agent, operation, model, status, slowerThan, sample } = filter;
  const parts: RawBuilder<boolean>[] = [];
  if (agent !== undefined) parts.push(sql`${of("agent")} = ${agent}`);
  if (operation !== undefined) parts.push(sql`${of("operation")} = ${operation}`);
  if (model !== undefined) parts.push(sql`${of("model")} = ${model}`);
  if (status !== undefined) parts.push(sql`${of("status")} = ${status}`);
  if (slowerThan !== undefined) parts.push(sql`${of("duration_ms")} > ${slowerThan}`);
  if (sample !== undefined)
    parts.push(
      sql`${of("id")} in ${expressionBuilder<RunTables>()
        .selectFrom("span_samples")
        .select("span_id")
        .where("sample_id", "=", sample)}`,
    );
  return parts.length === 0 ? sql<boolean>`1 = 1` : sql<boolean>`(${sql.join(parts, sql` and `)})`;
}

/**
 * True of a step that fits, or that has one below it which does. What is below is looked through until
 * the first one that fits; each step once, however its parents are written.
 */
export function leadsTo(filter: TraceFilter): RawBuilder<boolean> {
  const child = fits(filter, "child");
  // Named by the builder, which knows where a server has it.
  const spans = sql.table("spans");
  return sql<boolean>`(${fits(filter)} or exists (
    with recursive below (id, is_match) as (
      select child.id, ${child} from ${spans} as child where child.parent_id = spans.id
      union
      select child.id, ${child} from ${spans} as child
        join below on child.parent_id = below.id where not below.is_match
    )
    select 1 from below where below.is_match limit 1))`;
}
