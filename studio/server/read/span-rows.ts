import type { AlikeSpans, TraceTree } from "../../../memory/read/trace-tree.js";
import type { PlacedSpan } from "../../../memory/read/placed-span.js";
import type { TraceFilter } from "../../../memory/read/trace-filter.js";
import type { SpanRow, Spans, SpansQuery } from "../../api/spans.js";
import { cursorOf, positionOf } from "../cursor.js";
import type { RunReader } from "../run-readers.js";
import { foundSpans } from "./found-spans.js";
import { FOLD, foldedRow, foldPlaceOf, rowsOf } from "./span-row.js";

/** A page of a trace: what stands below a step, members of a folded row, or what fits a filter. */
export async function spanRows(reader: RunReader, query: SpansQuery): Promise<Spans> {
  const tree = await reader.tree();
  const extent = await reader.lately("extent", () => tree.extent());
  const { agent, operation, model, status, slowerThan, sample, text } = query;
  const filter: TraceFilter = { agent, operation, model, status, slowerThan, sample };
  const isFiltered = Object.values({ ...filter, text }).some((value) => value !== undefined);
  const found = isFiltered
    ? await foundSpans(reader, tree, { filter, query })
    : query.fold !== undefined
      ? await memberPage(reader, tree, query)
      : await childPage(reader, tree, query);
  return { ...found, from: extent?.from ?? null, to: extent?.to ?? null };
}

type Page = Omit<Spans, "from" | "to">;

async function childPage(reader: RunReader, tree: TraceTree, query: SpansQuery): Promise<Page> {
  const parent = query.parent ?? null;
  const { groups, single } = await tree.below(parent, { fold: FOLD });
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
        page.flatMap((one) => ("span" in one ? [one.span.id] : [])),
      )
    ).map((row) => [row.id, row]),
  );
  return {
    rows: page.flatMap((one) =>
      "group" in one ? [alikeRow(one.group, parent)] : (rows.get(one.span.id) ?? []),
    ),
    total: all.length,
    next: offset + query.limit < all.length ? cursorOf([offset + query.limit]) : null,
    looked: null,
  };
}

async function memberPage(reader: RunReader, tree: TraceTree, query: SpansQuery): Promise<Page> {
  const after = afterOf(query);
  const { key } = foldPlaceOf(query.fold!);
  const members = await tree.members(query.parent ?? null, key, { limit: query.limit + 1, after });
  const page = members.slice(0, query.limit);
  return {
    rows: await rowsOf(
      reader,
      tree,
      page.map(({ id }) => id),
    ),
    total: null,
    next: members.length > query.limit ? nextOf(page) : null,
    looked: null,
  };
}

function alikeRow(group: AlikeSpans, parent: string | null): SpanRow {
  const { name, operation, agent, count, p50, p95, failed, from, to } = group;
  const { inputTokens, outputTokens, costUsd, cached } = group;
  return foldedRow(
    { key: [name, operation, agent], parent, piece: "" },
    {
      ...{ inputTokens, outputTokens, costUsd },
      cached: cached === count,
      startedAt: from,
      durationMs: to - from,
      context: false,
      folded: { count, p50, p95, failed },
    },
  );
}

function afterOf({ cursor }: SpansQuery): { startedAt: number; id: string } | null {
  const position = positionOf(cursor);
  return position === null ? null : { startedAt: Number(position[0]), id: String(position[1]) };
}

function nextOf(page: readonly PlacedSpan[]): string | null {
  const last = page.at(-1);
  return last === undefined ? null : cursorOf([last.startedAt, last.id]);
}
