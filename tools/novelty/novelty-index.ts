import { checkOptions } from "../../base/settings/check-options.js";
import { notationOf, NOTATIONS, type Notation } from "../../base/text/notation.js";
import { MatchMasks } from "./match-masks.js";
import { countLists } from "./count-lists.js";
import type { NoveltySearch, ReadText } from "./novelty-search.js";
import { NoveltyThreshold } from "./novelty-threshold.js";
import { OccurrenceUnits } from "./occurrence-units.js";
import { SharedCounts, type ChunkPlace } from "./shared-counts.js";
import { EntriesInMemory, type TextEntries, type TextEntry } from "./text-entries.js";
import { TokenTable } from "./token-table.js";
import { rougeTokens } from "./tokens-rouge.js";

const THRESHOLD = {
  expected: "a number from 0 to 1",
  holds: (value: unknown): boolean => typeof value === "number",
};

/** An indexed text that a query is too similar to. */
export interface NearestText {
  readonly id: string;
  /** ROUGE-L F of the two, above the threshold of the index. */
  readonly rougeL: number;
}

/** Which part of the index a query sees. */
export interface NoveltyQuery {
  /**
   * Entries of a later round are invisible, so that what a draft is compared with does not depend
   * on timing.
   */
  readonly maxRound?: number;
  /**
   * Entries that were added before so many others are passed over: the caller knows already that
   * none of them is too similar.
   */
  readonly from?: number;
}

/** A unit of more texts than this, and than one in FREQUENT, has a row of bits in place of a list. */
const FEW_TEXTS = 256;
const FREQUENT = 512;

/**
 * The novelty rule of Self-Instruct (Wang et al. 2023): a text is novel when its ROUGE-L F with
 * every text so far is at most the threshold. Decides exactly as comparing with all of them, but
 * looks only at texts that can be above it: of a fitting length, and sharing tokens enough.
 *
 * Texts that share a rare token of the query are counted by the lists of those tokens (the overlap
 * filter of Chaudhuri et al. 2006). A text that shares only frequent tokens must have enough of
 * these alone: where the query has so many, rows of bits tell which texts do, 32 at a time, so that
 * texts of a few hundred different words cost little too.
 *
 * Text without a token (blank) is novel, and nothing is like it.
 */
export class NoveltyIndex {
  readonly #threshold: NoveltyThreshold;
  readonly #tokens = new TokenTable();
  readonly #units = new OccurrenceUnits();
  readonly #masks = new MatchMasks();
  #entries: TextEntries;
  /** Unit -> numbers of the texts that have it, ascending; undefined once it has a row. */
  #lists: (number[] | undefined)[] = [];
  /** Unit -> its row, -1 for none. */
  #rowOf = new Int32Array(256).fill(-1);
  #rows = 0;
  #counts = new SharedCounts();
  /** By number of a text: its tokens, and the rare units that it shares with the query. */
  #lengths = new Int32Array(64);
  #shared = new Int32Array(64);
  #removed = 0;
  readonly #notation: Notation;
  #last: ReadText | undefined;

  /**
   * @param options.maxRougeL threshold in [0, 1] with at most four decimals, 0.7 by default.
   * @param options.notation what two texts must have in common beside their words to be compared at
   * all; "ignore", the published rule, by default. Its tokens are letters and digits alone, so that
   * "7 - 3" and "7 * 3" are one text to it: tasks of mathematics and code take "figures".
   * @param entries where the texts are; memory by default
   * @throws SHAPE if the threshold is neither
   */
  constructor(
    options: { readonly maxRougeL?: number; readonly notation?: Notation } = {},
    entries: TextEntries = new EntriesInMemory(),
  ) {
    checkOptions(options, {
      of: "the novelty rule",
      rules: { maxRougeL: THRESHOLD, notation: NOTATIONS },
    });
    this.#entries = entries;
    this.#notation = options.notation ?? "ignore";
    this.#threshold = new NoveltyThreshold(options.maxRougeL ?? 0.7);
  }

  /** How many texts are indexed. */
  get size(): number {
    return this.#entries.size;
  }

  /** The indexed texts by number. */
  get entries(): TextEntries {
    return this.#entries;
  }

  /**
   * Adds a text of a round (0 by default); an id that is known already is replaced, and then counts
   * as added last.
   */
  add(id: string, text: string, round = 0): void {
    this.remove(id);
    const { tokens, units, notation } = this.#read(text);
    this.#index({ id, round, tokens, notation }, units);
    this.#last = undefined;
  }

  /** Takes a text out again; false if there is none of that id. */
  remove(id: string): boolean {
    if (this.#entries.numberOf(id) === undefined) return false;
    this.#entries.remove(id);
    this.#removed++;
    if (this.#removed > 64 && this.#removed > this.#entries.size) this.#rebuild();
    return true;
  }

  /**
   * The most similar indexed text above the threshold, the one added first of equals; null where
   * the text is novel.
   */
  nearest(text: string, options: NoveltyQuery = {}): NearestText | null {
    return this.#search(text, options, false);
  }

  /** True where no visible text is above the threshold. */
  isNovel(text: string, options: NoveltyQuery = {}): boolean {
    return this.#search(text, options, true) === null;
  }

  #search(
    text: string,
    { maxRound = Infinity, from = 0 }: NoveltyQuery,
    firstWillDo: boolean,
  ): NearestText | null {
    const { tokens, units, notation } = this.#read(text);
    const length = tokens.length;
    const shortest = this.#threshold.shortest(length);
    const longest = this.#threshold.longest(length);
    if (length === 0 || this.size === 0 || shortest === Infinity) return null;
    const search: NoveltySearch = {
      ...{ length, shortest, longest, notation, maxRound, from, firstWillDo },
      ...{ best: -1, bestCommon: 0, bestSum: 1 },
    };
    this.#masks.set(tokens);
    const lists: number[][] = [];
    const rows: number[] = [];
    for (const unit of units) {
      const row = this.#rowOf[unit] ?? -1;
      const list = this.#lists[unit];
      if (row >= 0) rows.push(row);
      else if (list !== undefined) lists.push(list);
    }
    const least = this.#threshold.leastOverlap(length, shortest);
    if (lists.length + rows.length < least) return null;
    // A text that stands in none of the shortest lists cannot be in enough of the others.
    const longer = Math.min(lists.length, Math.max(0, least - rows.length - 1));
    if (longer > 0) lists.sort((a, b) => a.length - b.length).length -= longer;
    const touched = countLists(lists, { from, counts: this.#shared });
    const done = this.#lookAtTouched(touched, { rows, longer }, search);
    if (!done && rows.length >= least) this.#lookAtFrequent(rows, search);
    for (const number of touched) this.#shared[number] = 0;
    const { best, bestCommon, bestSum } = search;
    return best < 0 ? null : { id: this.#entries.id(best), rougeL: (2 * bestCommon) / bestSum };
  }

  /**
   * Texts that share a rare token: what else they must share may be frequent, or stand in one of the
   * longer lists that were not looked at.
   */
  #lookAtTouched(
    touched: readonly number[],
    { rows, longer }: { readonly rows: readonly number[]; readonly longer: number },
    search: NoveltySearch,
  ): boolean {
    const { length, shortest, longest } = search;
    const lengths = this.#lengths;
    const shared = this.#shared;
    const frequent = rows.length;
    for (let at = 0; at < touched.length; at++) {
      const number = touched[at] as number;
      const other = lengths[number] as number;
      if (other < shortest || other > longest) continue;
      const least = this.#threshold.leastOverlap(length, other);
      const left = least - (shared[number] as number) - longer;
      if (left > frequent) continue;
      if (left > 0) {
        if (this.#counts.countOf(this.#entries.place(number), rows, left) < left) continue;
      }
      if (this.#compare(number, search)) return true;
    }
    return false;
  }

  /** Texts that share frequent tokens alone. */
  #lookAtFrequent(rows: readonly number[], search: NoveltySearch): void {
    const { length, shortest, longest, from } = search;
    const found = (number: number): boolean =>
      number >= from && this.#shared[number] === 0 && this.#compare(number, search);
    for (const { least, chunks } of this.#counts.classes(shortest, longest)) {
      const needed = this.#threshold.leastOverlap(length, Math.max(least, shortest));
      if (needed > rows.length) continue;
      for (const chunk of chunks)
        if (this.#counts.atLeast(chunk, { rows, least: needed, from }, found)) return;
    }
  }

  /** Compares with one text; true where no other need be looked at. */
  #compare(number: number, search: NoveltySearch): boolean {
    const other = this.#lengths[number] as number;
    if (other < search.shortest || other > search.longest) return false;
    const entries = this.#entries;
    const round = entries.round(number);
    if (round > search.maxRound || round === Infinity) return false;
    if (entries.notation(number) !== search.notation) return false;
    const common = this.#masks.lcsWith(entries.tokens(number), 0, other);
    if (common < this.#threshold.leastOverlap(search.length, other)) return false;
    const sum = search.length + other;
    const difference = common * search.bestSum - search.bestCommon * sum;
    if (difference < 0 || (difference === 0 && number > search.best)) return false;
    search.best = number;
    search.bestCommon = common;
    search.bestSum = sum;
    return search.firstWillDo;
  }

  #index(entry: Omit<TextEntry, "place">, units: Int32Array): void {
    const number = this.#entries.count;
    const place = this.#counts.add(number, entry.tokens.length);
    this.#entries.add({ ...entry, place });
    if (number >= this.#shared.length) {
      this.#shared = new Int32Array(this.#shared.length * 2);
      const lengths = new Int32Array(this.#shared.length);
      lengths.set(this.#lengths);
      this.#lengths = lengths;
    }
    this.#lengths[number] = entry.tokens.length;
    if (this.#threshold.shortest(1) === Infinity) return;
    for (const unit of units) this.#enter(unit, number, place);
  }

  /** Puts a text into the list of a unit, or into its row. */
  #enter(unit: number, number: number, place: ChunkPlace): void {
    if (unit >= this.#rowOf.length) {
      const grown = new Int32Array(Math.max(unit + 1, this.#rowOf.length * 2)).fill(-1);
      grown.set(this.#rowOf);
      this.#rowOf = grown;
    }
    const row = this.#rowOf[unit] as number;
    if (row >= 0) {
      this.#counts.set(place, row);
      return;
    }
    while (this.#lists.length <= unit) this.#lists.push(undefined);
    const list = (this.#lists[unit] ??= []);
    // The occurrences that are not told apart are one unit, in the list once.
    if (list.at(-1) !== number) list.push(number);
    if (list.length <= FEW_TEXTS || list.length * FREQUENT <= this.#entries.count) return;
    const next = (this.#rowOf[unit] = this.#rows++);
    for (const each of list) this.#counts.set(this.#entries.place(each), next);
    this.#lists[unit] = undefined;
  }

  #read(text: string): ReadText {
    if (this.#last?.text === text) return this.#last;
    const tokens = this.#tokens.intern(rougeTokens(text));
    this.#masks.reserve(this.#tokens.size);
    const units = this.#units.of(tokens);
    this.#last = { text, tokens, units, notation: notationOf(text, this.#notation) };
    return this.#last;
  }

  #rebuild(): void {
    const before = this.#entries;
    this.#entries = before.empty();
    this.#lists = [];
    this.#rowOf.fill(-1);
    this.#rows = 0;
    this.#counts = new SharedCounts();
    this.#removed = 0;
    for (let number = 0; number < before.count; number++) {
      const round = before.round(number);
      if (round === Infinity) continue;
      const tokens = before.tokens(number);
      const [id, notation] = [before.id(number), before.notation(number)];
      this.#index({ id, round, tokens, notation }, this.#units.of(tokens));
    }
    before.close();
  }
}
