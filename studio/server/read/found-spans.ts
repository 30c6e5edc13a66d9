import { LRUCache } from "lru-cache";
import type { TraceTree } from "../../../memory/read/trace-tree.js";
import type { TraceFilter } from "../../../memory/read/trace-filter.js";
import type { SpanRow, Spans, SpansQuery } from "../../api/spans.js";
import { cursorOf, positionOf } from "../cursor.js";
import type { RunReader } from "../run-readers.js";
import { FilteredTrace, type FoundFold, type FoundRow, type FoundTrace } from "./filtered-trace.js";
import { FOLD, foldedRow, foldPlaceOf, rowsOf, spansById } from "./span-row.js";
import { spanSpeaksOf } from "./span-text.js";
import { WideTrace } from "./wide-trace.js";

/** Steps that a text is looked for in at once, and milliseconds until a page is answered. */
const SLICE = 200;
const PATIENCE = 500;
/** What was found last is kept for its next pages and its folds, of a run so many. */
const MOST_KEPT = 3;
/** So many are taken into memory with what is above them; of more only what is looked at is read. */
const FEW = 5000;

type Page = Omit<Spans, "from" | "to">;

/** What a filter or a text found; a search is cut into pieces of the time that a page waits. */
interface Found {
  readonly trace: FoundTrace;
  /** Steps of the run when it was looked through. */
  readonly of: number;
  readonly total: number | null;
  readonly next: string | null;
  readonly looked: Spans["looked"];
}

interface Asked {
  readonly filter: TraceFilter;
  readonly query: SpansQuery;
}

const kept = new WeakMap<RunReader, LRUCache<string, Found>>();

/** A page of what fits a filter, with the steps around it, wide fan-outs folded. */
export async function foundSpans(reader: RunReader, tree: TraceTree, asked: Asked): Promise<Page> {
  const { query } = asked;
  const { parent = "", cursor } = query;
  const fold = query.fold === undefined ? null : foldPlaceOf(query.fold);
  const isSearch = query.text !== undefined;
  const piece = fold?.piece ?? (isSearch ? (cursor ?? "") : "");
  // Pages after the first, and members, are of what the first one was of.
  const isBegun = fold !== null || (!isSearch && cursor !== undefined);
  const found = await foundFor(reader, tree, { ...asked, piece, isBegun });
  // A piece of a search is answered whole: its cursor asks for the piece behind it.
  const isPiece = isSearch && fold === null;
  const from = isPiece ? 0 : Number(positionOf(cursor)?.[0] ?? 0);
  const to = isPiece ? Infinity : from + query.limit;
  const rows =
    fold === null
      ? await found.trace.top(to + 1)
      : await found.trace.members(parent, fold.key, to + 1);
  const next = to < rows.length ? cursorOf([to]) : null;
  return {
    rows: await drawn(reader, tree, { rows: rows.slice(from, to), piece }),
    total: fold === null ? found.total : null,
    next: isPiece ? found.next : next,
    looked: fold === null ? found.looked : null,
  };
}

async function foundFor(
  reader: RunReader,
  tree: TraceTree,
  { filter, query, piece, isBegun }: Asked & { readonly piece: string; readonly isBegun: boolean },
): Promise<Found> {
  const own = kept.get(reader) ?? new LRUCache<string, Found>({ max: MOST_KEPT });
  kept.set(reader, own);
  const name = JSON.stringify([filter, query.text ?? null, piece]);
  const known = own.get(name);
  const of = await tree.count();
  if (known !== undefined && (isBegun || known.of === of)) return known;
  const found =
    query.text === undefined
      ? await filtered(tree, { filter, of })
      : await searched(reader, tree, { filter, text: query.text, limit: query.limit, piece, of });
  own.set(name, found);
  return found;
}

async function filtered(
  tree: TraceTree,
  { filter, of }: { readonly filter: TraceFilter; readonly of: number },
): Promise<Found> {
  const total = await tree.count(filter);
  if (total > FEW) {
    const trace = new WideTrace(tree, { filter, fold: FOLD });
    return { trace, of, total, next: null, looked: null };
  }
  const trace = new FilteredTrace(FOLD);
  const { matches, above } = await tree.every(filter);
  for (const span of matches) trace.add(span, { isMatch: true });
  for (const span of above) trace.add(span, { isMatch: false });
  await trace.around((ids) => tree.placed(ids));
  return { trace, of, total: trace.matches, next: null, looked: null };
}

/** Messages are compressed: a text is looked for in step after step, for as long as a page waits. */
async function searched(
  reader: RunReader,
  tree: TraceTree,
  {
    filter,
    text,
    limit,
    piece,
    of,
  }: {
    readonly filter: TraceFilter;
    readonly text: string;
    readonly limit: number;
    readonly piece: string;
    readonly of: number;
  },
): Promise<Found> {
  const end = performance.now() + PATIENCE;
  const trace = new FilteredTrace(FOLD);
  const position = positionOf(piece === "" ? undefined : piece);
  let after =
    position === null ? null : { startedAt: Number(position[0]), id: String(position[1]) };
  let isWhole = false;
  while (trace.matches < limit && performance.now() < end) {
    const slice = await tree.matching(filter, { limit: SLICE, after });
    const spans = await spansById(
      reader,
      slice.map(({ id }) => id),
    );
    let last: (typeof slice)[number] | undefined;
    for (const placed of slice) {
      const span = spans.get(placed.id);
      if (span !== undefined && (await spanSpeaksOf(span, text, reader.trace)))
        trace.add(placed, { isMatch: true });
      last = placed;
      if (trace.matches >= limit || performance.now() >= end) break;
    }
    if (last !== undefined) after = { startedAt: last.startedAt, id: last.id };
    if (slice.length < SLICE && last === slice.at(-1)) {
      isWhole = true;
      break;
    }
  }
  await trace.around((ids) => tree.placed(ids));
  return {
    trace,
    of,
    total: null,
    next: isWhole || after === null ? null : cursorOf([after.startedAt, after.id]),
    looked: isWhole
      ? null
      : { spans: await tree.count(filter, after), of: await tree.count(filter) },
  };
}

async function drawn(
  reader: RunReader,
  tree: TraceTree,
  { rows, piece }: { readonly rows: readonly FoundRow[]; readonly piece: string },
): Promise<SpanRow[]> {
  const ids = rows.flatMap((row) => ("folded" in row ? [] : [row.id]));
  const byId = new Map((await rowsOf(reader, tree, ids)).map((row) => [row.id, row]));
  return rows.flatMap((row) => {
    if ("folded" in row) return [foldRow(row, piece)];
    const known = byId.get(row.id);
    return known === undefined ? [] : [{ ...known, context: !row.isMatch }];
  });
}

function foldRow({ key, parent, isMatch, ...row }: FoundFold, piece: string): SpanRow {
  return foldedRow(
    { key, parent: parent === "" ? null : parent, piece },
    { ...row, context: !isMatch },
  );
}
