import { Buffer } from "node:buffer";
import type { Span } from "../../../schema/span.js";
import type { AlikeSpans, FoldKey, PlacedSpan } from "../../../memory/read/trace-tree.js";
import type { TraceFilter } from "../../../memory/read/trace-filter.js";
import type { TraceTree } from "../../../memory/read/trace-tree.js";
import type { SpanRow, Spans, SpansQuery } from "../../api/spans.js";
import { cursorOf, positionOf } from "../cursor.js";
import type { RunReader } from "../run-readers.js";
import { spanSpeaksOf } from "./span-text.js";

/** So many steps alike below one step are one row. */
const FOLD = 8;
/** Steps that a text is looked for in at once, and milliseconds until a page is answered. */
const SLICE = 200;
const PATIENCE = 1200;

/** A page of a trace: what stands below a step, members of a folded row, or what fits a filter. */
export async function spanRows(reader: RunReader, query: SpansQuery): Promise<Spans> {
  const tree = await reader.tree();
  const extent = await reader.lately("extent", () => tree.extent());
  const { agent, operation, model, status, slowerThan, sample, text } = query;
  const filter: TraceFilter = { agent, operation, model, status, slowerThan, sample };
  const isFiltered = Object.values({ ...filter, text }).some((value) => value !== undefined);
  const found = isFiltered
    ? text === undefined
      ? await filteredPage(reader, tree, filter, query)
      : await searchedPage(reader, tree, { filter, text, query })
    : query.fold !== undefined
      ? await memberPage(reader, tree, query)
      : await childPage(reader, tree, query);
  return { ...found, from: extent?.from ?? null, to: extent?.to ?? null };
}

type Page = Omit<Spans, "from" | "to">;

async function childPage(reader: RunReader, tree: TraceTree, query: SpansQuery): Promise<Page> {
  const parent = query.parent ?? null;
  const { groups, single } = await tree.below(parent, FOLD);
  const all = [
    ...groups.map((group) => ({ at: group.from, group })),
    ...single.map((span) => ({ at: span.startedAt, span })),
  ].sort((a, b) => a.at - b.at);
  const offset = Number(positionOf(query.cursor)?.[0] ?? 0);
  const page = all.slice(offset, offset + query.limit);
  const rows = new Map(
    (
      await rowsOf(
        reader,
        tree,
        page.flatMap((one) => ("span" in one ? [one.span] : [])),
      )
    ).map((row) => [row.id, row]),
  );
  return {
    rows: page.flatMap((one) =>
      "group" in one ? [foldedRow(one.group, parent)] : (rows.get(one.span.id) ?? []),
    ),
    total: all.length,
    next: offset + query.limit < all.length ? cursorOf([offset + query.limit]) : null,
    looked: null,
  };
}

async function memberPage(reader: RunReader, tree: TraceTree, query: SpansQuery): Promise<Page> {
  const after = afterOf(query);
  const key = foldKeyOf(query.fold!);
  const members = await tree.members(query.parent ?? null, key, { limit: query.limit + 1, after });
  const page = members.slice(0, query.limit);
  return {
    rows: await rowsOf(reader, tree, page),
    total: null,
    next: members.length > query.limit ? nextOf(page) : null,
    looked: null,
  };
}

async function filteredPage(
  reader: RunReader,
  tree: TraceTree,
  filter: TraceFilter,
  query: SpansQuery,
): Promise<Page> {
  const matches = await tree.matching(filter, { limit: query.limit + 1, after: afterOf(query) });
  const page = matches.slice(0, query.limit);
  return {
    rows: await withAncestors(reader, tree, page),
    total: await tree.count(filter),
    next: matches.length > query.limit ? nextOf(page) : null,
    looked: null,
  };
}

/** Messages are compressed: a text is looked for in step after step, for as long as a page waits. */
async function searchedPage(
  reader: RunReader,
  tree: TraceTree,
  {
    filter,
    text,
    query,
  }: { readonly filter: TraceFilter; readonly text: string; readonly query: SpansQuery },
): Promise<Page> {
  const end = performance.now() + PATIENCE;
  const found: PlacedSpan[] = [];
  let after = afterOf(query);
  let isWhole = false;
  while (found.length < query.limit && performance.now() < end) {
    const slice = await tree.matching(filter, { limit: SLICE, after });
    const spans = await spansById(reader, slice);
    let last: PlacedSpan | undefined;
    for (const placed of slice) {
      const span = spans.get(placed.id);
      if (span !== undefined && (await spanSpeaksOf(span, text, reader.trace))) found.push(placed);
      last = placed;
      if (found.length >= query.limit || performance.now() >= end) break;
    }
    if (last !== undefined) after = { startedAt: last.startedAt, id: last.id };
    if (slice.length < SLICE && last === slice.at(-1)) {
      isWhole = true;
      break;
    }
  }
  return {
    rows: await withAncestors(reader, tree, found),
    total: null,
    next: isWhole || after === null ? null : cursorOf([after.startedAt, after.id]),
    looked: isWhole
      ? null
      : { spans: await tree.count(filter, after), of: await tree.count(filter) },
  };
}

/** Matches with the steps around them, parents before children. */
async function withAncestors(
  reader: RunReader,
  tree: TraceTree,
  matches: readonly PlacedSpan[],
): Promise<SpanRow[]> {
  const around = await tree.around(matches);
  const context = new Set(around.map(({ id }) => id));
  const rows = new Map(
    (await rowsOf(reader, tree, [...around, ...matches])).map((row) => [row.id, row]),
  );
  const children = new Map<string | null, SpanRow[]>();
  for (const row of rows.values()) {
    const parent = row.parentId !== null && rows.has(row.parentId) ? row.parentId : null;
    children.set(parent, [...(children.get(parent) ?? []), row]);
  }
  const flat: SpanRow[] = [];
  const add = (parent: string | null): void => {
    for (const row of (children.get(parent) ?? []).sort((a, b) => a.startedAt - b.startedAt)) {
      flat.push(context.has(row.id) ? { ...row, context: true } : row);
      add(row.id);
    }
  };
  add(null);
  return flat;
}

async function spansById(
  { trace }: Pick<RunReader, "trace">,
  placed: readonly PlacedSpan[],
): Promise<Map<string, Span>> {
  const spans = await trace.spans({ ids: placed.map(({ id }) => id) });
  return new Map(spans.map((span) => [span.id, span]));
}

async function rowsOf(
  reader: RunReader,
  tree: TraceTree,
  placed: readonly PlacedSpan[],
): Promise<SpanRow[]> {
  if (placed.length === 0) return [];
  const spans = await spansById(reader, placed);
  const counts = await tree.childCounts(placed.map(({ id }) => id));
  return placed.flatMap(({ id }) => {
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

function foldedRow(group: AlikeSpans, parent: string | null): SpanRow {
  const fold = Buffer.from(
    JSON.stringify([group.name, group.operation, group.agent] satisfies FoldKey),
  ).toString("base64url");
  return {
    id: `fold:${parent ?? ""}:${fold}`,
    parentId: parent,
    name: group.name,
    operation: group.operation,
    agent: group.agent === "" ? null : group.agent,
    model: null,
    status: group.failed > 0 ? "error" : "ok",
    errorCode: null,
    startedAt: group.from,
    durationMs: group.to - group.from,
    children: group.count,
    samples: 0,
    promptTokens: group.inputTokens,
    answerTokens: group.outputTokens,
    cost: group.costUsd,
    cached: group.cached === group.count,
    context: false,
    fold,
    folded: { count: group.count, p50: group.p50, p95: group.p95, failed: group.failed },
  };
}

function foldKeyOf(fold: string): FoldKey {
  const key: unknown = positionOf(fold);
  return Array.isArray(key) && key.length === 3
    ? [String(key[0]), String(key[1]), String(key[2])]
    : ["", "", ""];
}

function afterOf({ cursor }: SpansQuery): { startedAt: number; id: string } | null {
  const position = positionOf(cursor);
  return position === null ? null : { startedAt: Number(position[0]), id: String(position[1]) };
}

function nextOf(page: readonly PlacedSpan[]): string | null {
  const last = page.at(-1);
  return last === undefined ? null : cursorOf([last.startedAt, last.id]);
}
