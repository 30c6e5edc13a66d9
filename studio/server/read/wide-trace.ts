import type { TraceFilter } from "../../../memory/read/trace-filter.js";
import type {
  AlikeSpans,
  FoldKey,
  FoundPlace,
  TraceTree,
} from "../../../memory/read/trace-tree.js";
import type { FoundFold, FoundRow, FoundTrace } from "./filtered-trace.js";

/** Members of a fold that are read at once. */
const PAGE = 200;

/**
 * What a filter finds where that is much: rows are read from the store level by level, no further than
 * they are asked for, and those that were read are kept.
 */
export class WideTrace implements FoundTrace {
  readonly #tree: TraceTree;
  readonly #filter: TraceFilter;
  readonly #fold: number;
  readonly #walks = new Map<string, Walk>();

  /** @param options `fold`: so many steps alike below one step are one row */
  constructor(
    tree: TraceTree,
    { filter, fold }: { readonly filter: TraceFilter; readonly fold: number },
  ) {
    this.#tree = tree;
    this.#filter = filter;
    this.#fold = fold;
  }

  top(most: number): Promise<readonly FoundRow[]> {
    return this.#read("", { most, begin: () => this.#below(null) });
  }

  members(parent: string, key: FoldKey, most: number): Promise<readonly FoundRow[]> {
    return this.#read(JSON.stringify([parent, key]), {
      most,
      begin: () => this.#members(parent === "" ? null : parent, key),
    });
  }

  async #read(
    name: string,
    { most, begin }: { readonly most: number; readonly begin: () => AsyncGenerator<FoundRow> },
  ): Promise<readonly FoundRow[]> {
    const walk = this.#walks.get(name) ?? new Walk(begin());
    this.#walks.set(name, walk);
    try {
      return await walk.upTo(most);
    } catch (error) {
      // One that broke off has an end where there is none: it is begun anew.
      this.#walks.delete(name);
      throw error;
    }
  }

  async *#below(parent: string | null): AsyncGenerator<FoundRow> {
    const { groups, single } = await this.#tree.below(parent, {
      fold: this.#fold,
      filter: this.#filter,
    });
    const all = [
      ...groups.map((group) => ({ at: group.from, group })),
      ...single.map((span) => ({ at: span.startedAt, span })),
    ].sort((a, b) => a.at - b.at);
    for (const one of all)
      if ("group" in one) yield foldOf(one.group, parent);
      else yield* this.#withBelow(one.span);
  }

  async *#members(parent: string | null, key: FoldKey): AsyncGenerator<FoundRow> {
    let after: FoundPlace | null = null;
    for (;;) {
      const page: FoundPlace[] = await this.#tree.members(parent, key, {
        ...{ limit: PAGE, after, filter: this.#filter },
      });
      for (const span of page) yield* this.#withBelow(span);
      if (page.length < PAGE) return;
      after = page.at(-1)!;
    }
  }

  async *#withBelow(span: FoundPlace): AsyncGenerator<FoundRow> {
    yield span;
    yield* this.#below(span.id);
  }
}

/** Rows as they are read, those before kept. */
class Walk {
  readonly #rows: FoundRow[] = [];
  readonly #source: AsyncGenerator<FoundRow>;
  #reading: Promise<void> = Promise.resolve();

  constructor(source: AsyncGenerator<FoundRow>) {
    this.#source = source;
  }

  /** At least so many rows, fewer at the end. */
  async upTo(most: number): Promise<readonly FoundRow[]> {
    // One behind the other: two that read at once would read twice as far.
    const read = this.#reading.then(() => this.#read(most));
    this.#reading = read.catch(() => undefined);
    await read;
    return this.#rows;
  }

  async #read(most: number): Promise<void> {
    while (this.#rows.length < most) {
      const { done, value } = await this.#source.next();
      if (done === true) return;
      this.#rows.push(value);
    }
  }
}

function foldOf(group: AlikeSpans, parent: string | null): FoundFold {
  const { name, operation, agent, count, failed, p50, p95, from, to, matches } = group;
  return {
    key: [name, operation, agent],
    parent: parent ?? "",
    startedAt: from,
    durationMs: to - from,
    isMatch: matches > 0,
    folded: { count, p50, p95, failed },
  };
}
