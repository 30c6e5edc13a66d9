import type { FoldKey } from "../../../memory/read/trace-tree.js";
import type { PlacedSpan } from "../../../memory/read/placed-span.js";
import type { SpanRow } from "../../api/spans.js";

/** A step that fits a filter, or stands above one that does. */
export interface FoundSpan {
  readonly id: string;
  readonly startedAt: number;
  readonly durationMs: number;
  readonly isMatch: boolean;
}

/** Steps of one name and agent below one step, as one row. */
export interface FoundFold {
  readonly key: FoldKey;
  /** Empty at the top. */
  readonly parent: string;
  readonly startedAt: number;
  readonly durationMs: number;
  /** True if one of them fits the filter. */
  readonly isMatch: boolean;
  readonly folded: NonNullable<SpanRow["folded"]>;
}

/** A row of what was found, from above to below. */
export type FoundRow = FoundSpan | FoundFold;

/** What a filter finds, with the steps around it, wide fan-outs folded. */
export interface FoundTrace {
  /** The rows of the whole, folds closed: at least the first `most`, all where they are known. */
  top(most: number): Promise<readonly FoundRow[]>;
  /** The same of a fold that is opened: its members, and what was found below each. */
  members(parent: string, key: FoldKey, most: number): Promise<readonly FoundRow[]>;
}

/** A step in memory. */
interface KeptSpan extends FoundSpan {
  readonly kind: FoldKey;
  readonly failed: boolean;
  isMatch: boolean;
}

const TOP = "";
/** Steps that are read at once: others are answered between two readings. */
const READ_AT_ONCE = 5000;

/**
 * What a filter finds where that is little, with the steps around it: a tree whose wide fan-outs are folded, read from above
 * to below. Steps are kept without their records, some 200 bytes each.
 */
export class FilteredTrace implements FoundTrace {
  readonly #fold: number;
  readonly #kinds = new Map<string, FoldKey>();
  readonly #spans = new Map<string, KeptSpan>();
  readonly #below = new Map<string, KeptSpan[]>();
  /** Steps above some that are not there. */
  readonly #wanted = new Set<string>();
  readonly #rows = new Map<string, readonly FoundRow[]>();
  #top: KeptSpan[] | undefined;
  #matches = 0;

  /** @param fold so many steps alike below one step are one row */
  constructor(fold: number) {
    this.#fold = fold;
  }

  /** Steps that fit the filter. */
  get matches(): number {
    return this.#matches;
  }

  /** Takes in a step, before any rows are read. */
  add(span: PlacedSpan, { isMatch }: { readonly isMatch: boolean }): void {
    const known = this.#spans.get(span.id);
    if (isMatch && known?.isMatch !== true) this.#matches += 1;
    if (known !== undefined) {
      known.isMatch ||= isMatch;
      return;
    }
    const { id, startedAt, durationMs, status } = span;
    const parent = span.parent ?? TOP;
    const found: KeptSpan = {
      id,
      kind: this.#kindOf(span),
      startedAt,
      durationMs,
      failed: status === "error",
      isMatch,
    };
    this.#spans.set(id, found);
    this.#wanted.delete(id);
    const siblings = this.#below.get(parent);
    if (siblings !== undefined) siblings.push(found);
    else {
      this.#below.set(parent, [found]);
      if (parent !== TOP && !this.#spans.has(parent)) this.#wanted.add(parent);
    }
  }

  /** Takes in what stands around the steps that it has, up to the top. */
  async around(read: (ids: readonly string[]) => Promise<readonly PlacedSpan[]>): Promise<void> {
    while (this.#wanted.size > 0) {
      const ids = [...this.#wanted].slice(0, READ_AT_ONCE);
      // One that is not written yet is not asked for again.
      for (const id of ids) this.#wanted.delete(id);
      for (const span of await read(ids)) this.add(span, { isMatch: false });
    }
  }

  async top(): Promise<readonly FoundRow[]> {
    return this.#once("", () => this.#rowsOf(this.#under(TOP), TOP));
  }

  async members(parent: string, key: FoldKey): Promise<readonly FoundRow[]> {
    return this.#once(`${parent}\n${keyOf(key)}`, () => {
      const kind = this.#kinds.get(keyOf(key));
      const members = this.#under(parent).filter((span) => span.kind === kind);
      return members.sort(byStart).flatMap((span) => this.#withBelow(span));
    });
  }

  /** A step whose parent is not written yet stands at the top. */
  #under(parent: string): readonly KeptSpan[] {
    if (parent !== TOP) return this.#below.get(parent) ?? [];
    this.#top ??= [...this.#below].flatMap(([id, spans]) => (this.#spans.has(id) ? [] : spans));
    return this.#top;
  }

  #once(name: string, make: () => readonly FoundRow[]): readonly FoundRow[] {
    const known = this.#rows.get(name) ?? make();
    this.#rows.set(name, known);
    return known;
  }

  #kindOf({ name, operation, agent }: PlacedSpan): FoldKey {
    const text = keyOf([name ?? "", operation, agent]);
    let kind = this.#kinds.get(text);
    if (kind === undefined) {
      kind = [name ?? "", operation, agent];
      this.#kinds.set(text, kind);
    }
    return kind;
  }

  #withBelow(span: KeptSpan): FoundRow[] {
    return [span, ...this.#rowsOf(this.#under(span.id), span.id)];
  }

  #rowsOf(spans: readonly KeptSpan[], parent: string): FoundRow[] {
    const alike = new Map<FoldKey, KeptSpan[]>();
    for (const span of spans) {
      const own = alike.get(span.kind);
      if (own === undefined) alike.set(span.kind, [span]);
      else own.push(span);
    }
    const rows: { readonly first: KeptSpan; readonly fold: FoundFold | null }[] = [];
    for (const [key, members] of alike) {
      members.sort(byStart);
      if (members.length >= this.#fold)
        rows.push({ first: members[0]!, fold: foldOf(members, { key, parent }) });
      else for (const span of members) rows.push({ first: span, fold: null });
    }
    return rows
      .sort((a, b) => byStart(a.first, b.first))
      .flatMap(({ first, fold }) => (fold === null ? this.#withBelow(first) : [fold]));
  }
}

function foldOf(
  members: readonly KeptSpan[],
  { key, parent }: Pick<FoundFold, "key" | "parent">,
): FoundFold {
  const from = members[0]!.startedAt;
  const to = members.reduce((end, span) => Math.max(end, span.startedAt + span.durationMs), from);
  return {
    key,
    parent,
    startedAt: from,
    durationMs: to - from,
    isMatch: members.some(({ isMatch }) => isMatch),
    folded: {
      count: members.length,
      ...percentilesOf(members),
      failed: members.filter(({ failed }) => failed).length,
    },
  };
}

/** Of durations the two that half of them, and 95 in 100, do not pass. */
function percentilesOf(spans: readonly KeptSpan[]): {
  readonly p50: number;
  readonly p95: number;
} {
  const sorted = Float64Array.from(spans, ({ durationMs }) => durationMs).sort();
  const count = sorted.length;
  const at = (rank: number): number => sorted[Math.floor(rank) - 1] ?? 0;
  return { p50: at((count + 1) / 2), p95: at((count * 19 + 19) / 20) };
}

function keyOf([name, operation, agent]: FoldKey): string {
  return `${name}\n${operation}\n${agent}`;
}

function byStart(a: KeptSpan, b: KeptSpan): number {
  return a.startedAt - b.startedAt || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}
