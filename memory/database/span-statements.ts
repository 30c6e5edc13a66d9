import type { Kysely } from "./query-builder.js";
import type { Span } from "../../schema/span.js";
import type { CompiledStatement } from "../contract.js";
import type { BlockPlace } from "../trace-blocks.js";
import { statementTemplate } from "./statement-template.js";
import type { RunTables, SpanRow } from "./tables.js";

const KEPT_TOKENS = "gen_ai.usage.cache_read.input_tokens";

/** Statements that write spans and bodies, whose JSON stands in a block. */
export interface SpanStatements {
  span(span: Span, place: BlockPlace): CompiledStatement[];
  body(hash: string, place: BlockPlace): CompiledStatement;
}

export function spanStatements(query: Kysely<RunTables>): SpanStatements {
  const setSpan = statementTemplate<SpanRow>((slot) =>
    query
      .insertInto("spans")
      .values({
        id: slot("id"),
        operation: slot("operation"),
        agent: slot("agent"),
        started_at: slot("started_at"),
        duration_ms: slot("duration_ms"),
        status: slot("status"),
        model: slot("model"),
        input_tokens: slot("input_tokens"),
        output_tokens: slot("output_tokens"),
        cached: slot("cached"),
        cost_usd: slot("cost_usd"),
        record: slot("record"),
        parent_id: slot("parent_id"),
        name: slot("name"),
      })
      .onConflict((conflict) =>
        conflict.column("id").doUpdateSet((row) => ({
          operation: row.ref("excluded.operation"),
          agent: row.ref("excluded.agent"),
          started_at: row.ref("excluded.started_at"),
          duration_ms: row.ref("excluded.duration_ms"),
          status: row.ref("excluded.status"),
          model: row.ref("excluded.model"),
          input_tokens: row.ref("excluded.input_tokens"),
          output_tokens: row.ref("excluded.output_tokens"),
          cached: row.ref("excluded.cached"),
          cost_usd: row.ref("excluded.cost_usd"),
          record: row.ref("excluded.record"),
          parent_id: row.ref("excluded.parent_id"),
          name: row.ref("excluded.name"),
        })),
      ),
  );
  const addSample = statementTemplate<RunTables["span_samples"]>((slot) =>
    query
      .insertInto("span_samples")
      .values({ sample_id: slot("sample_id"), span_id: slot("span_id") })
      .onConflict((conflict) => conflict.doNothing()),
  );
  const addBody = statementTemplate<RunTables["bodies"]>((slot) =>
    query
      .insertInto("bodies")
      .values({ hash: slot("hash"), body: slot("body") })
      .onConflict((conflict) => conflict.doNothing()),
  );
  return {
    span: (span, place) => [
      setSpan(rowOf(span, place)),
      ...[...new Set(span.sampleIds)].map((sample) =>
        addSample({ sample_id: sample, span_id: span.id }),
      ),
    ],
    body: (hash, { block, line }) => addBody({ hash, body: `@${block}.${line}` }),
  };
}

/** Where a body stands; null for one that is its own JSON, which never begins with an at sign. */
export function placeOfBody(body: string): BlockPlace | null {
  const [, block, line] = /^@([\w-]+)\.(\d+)$/u.exec(body) ?? [];
  return block === undefined ? null : { block, line: Number(line) };
}

function rowOf(span: Span, place: BlockPlace): SpanRow {
  const number = (name: string): number | null => {
    const value = span.attributes[name];
    return typeof value === "number" && Number.isFinite(value) ? value : null;
  };
  const model = span.attributes["gen_ai.request.model"];
  const keptTokens = number(KEPT_TOKENS);
  return {
    id: span.id,
    operation: span.operation,
    agent: span.agent ?? "",
    started_at: span.startedAt,
    duration_ms: span.durationMs,
    status: span.status,
    model: typeof model === "string" ? model : "",
    input_tokens: number("gen_ai.usage.input_tokens"),
    output_tokens: number("gen_ai.usage.output_tokens"),
    cached: span.attributes["datawright.cached"] === true ? 1 : 0,
    cost_usd: number("datawright.cost_usd"),
    parent_id: span.parentId ?? "",
    name: span.name,
    // Where `usage` looks for it, as in a span that is kept whole.
    record: JSON.stringify(
      keptTokens === null
        ? [place.block, place.line]
        : { ...place, attributes: { [KEPT_TOKENS]: keptTokens } },
    ),
  };
}
