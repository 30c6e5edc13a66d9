import type { Span } from "../../../schema/span.js";
import type { FoldKey, TraceTree } from "../../../memory/read/trace-tree.js";
import type { SpanRow } from "../../api/spans.js";
import { cursorOf, positionOf } from "../cursor.js";
import type { RunReader } from "../run-readers.js";

/** So many steps alike below one step are one row. */
export const FOLD = 8;

/** Steps with their records, by their ids. */
export async function spansById(
  { trace }: Pick<RunReader, "trace">,
  ids: readonly string[],
): Promise<Map<string, Span>> {
  const spans = await trace.spans({ ids: ids });
  return new Map(spans.map((span) => [span.id, span]));
}

/** Steps of these ids as rows, in their order. */
export async function rowsOf(
  reader: RunReader,
  tree: TraceTree,
  ids: readonly string[],
): Promise<SpanRow[]> {
  if (ids.length === 0) return [];
  const spans = await spansById(reader, ids);
  const counts = await tree.childCounts(ids);
  return ids.flatMap((id) => {
    const span = spans.get(id);
    return span === undefined ? [] : [spanRow(span, counts.get(id) ?? 0)];
  });
}

/** A step as a row. */
export function spanRow(span: Span, children: number): SpanRow {
  const number = (name: string): number | null => {
    const value = span.attributes[name];
    return typeof value === "number" ? value : null;
  };
  const model = span.attributes["gen_ai.request.model"];
  return {
    id: span.id,
    parentId: span.parentId,
    name: span.name,
    operation: span.operation,
    agent: span.agent,
    model: typeof model === "string" ? model : null,
    status: span.status,
    errorCode: span.errorCode,
    startedAt: span.startedAt,
    durationMs: span.durationMs,
    children,
    samples: span.sampleIds.length,
    promptTokens: number("gen_ai.usage.input_tokens"),
    answerTokens: number("gen_ai.usage.output_tokens"),
    cost: number("datawright.cost_usd"),
    cached: span.attributes["datawright.cached"] === true,
    context: false,
    fold: null,
    folded: null,
  };
}

/** Steps alike below one step as a row; `piece` is where the search began that found them. */
export function foldedRow(
  { key, parent, piece }: FoldPlace & { readonly parent: string | null },
  group: Pick<SpanRow, "startedAt" | "durationMs" | "context"> & {
    readonly folded: NonNullable<SpanRow["folded"]>;
    readonly cached?: boolean;
    readonly inputTokens?: number | null;
    readonly outputTokens?: number | null;
    readonly costUsd?: number | null;
  },
): SpanRow {
  const fold = cursorOf(piece === "" ? key : [...key, piece]);
  const [name, operation, agent] = key;
  const { startedAt, durationMs, context, folded } = group;
  return {
    id: `fold:${parent ?? ""}:${fold}`,
    parentId: parent,
    name,
    operation,
    agent: agent === "" ? null : agent,
    model: null,
    status: folded.failed > 0 ? "error" : "ok",
    errorCode: null,
    startedAt,
    durationMs,
    children: folded.count,
    samples: 0,
    promptTokens: group.inputTokens ?? null,
    answerTokens: group.outputTokens ?? null,
    cost: group.costUsd ?? null,
    cached: group.cached ?? false,
    context,
    fold,
    folded,
  };
}

/** What of a trace a folded row stands for. */
export interface FoldPlace {
  readonly key: FoldKey;
  /** Empty but for a search, which is answered in pieces. */
  readonly piece: string;
}

/** What a folded row asked for. @throws USAGE for what no row was given */
export function foldPlaceOf(fold: string): FoldPlace {
  const [name = "", operation = "", agent = "", piece = ""] = positionOf(fold) ?? [];
  return { key: [String(name), String(operation), String(agent)], piece: String(piece) };
}
