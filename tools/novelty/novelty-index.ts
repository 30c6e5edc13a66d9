import { DatawrightError } from "../../base/errors.js";
import { checkOptions } from "../../base/settings/check-options.js";
import { notationOf, NOTATIONS, type Notation } from "../../base/text/notation.js";
import { MatchMasks } from "./match-masks.js";
import { PrefixPostings } from "./prefix-postings.js";
import { TokenTable } from "./token-table.js";
import { rougeTokens } from "./tokens-rouge.js";

// Local names: looking up a global costs more than these loops where modules run in a sandbox.
const { floor } = Math;

const SCALE = 10_000;
const THRESHOLD = {
  expected: "a number from 0 to 1",
  holds: (value: unknown): boolean => typeof value === "number",
};

/**
 * The rule "ROUGE-L F above t" in whole numbers, 2 LCS / (m + n) > t, so that 7 of 10 tokens are
 * never above 0.7 by rounding.
 *
 * @throws SHAPE if t is outside [0, 1] or has more than four decimals
 */
export class NoveltyThreshold {
  readonly #scaled: number;

  constructor(threshold: number) {
    this.#scaled = Math.round(threshold * SCALE);
    if (!(threshold >= 0 && threshold <= 1) || Math.abs(this.#scaled / SCALE - threshold) > 1e-9) {
      throw new DatawrightError({
        code: "SHAPE",
        message: `a ROUGE-L threshold of ${threshold} must be in [0, 1] with at most four decimals`,
      });
    }
  }

  /**
   * The smallest LCS that lies above the threshold for lists of m and n tokens; may be longer than
   * both.
   */
  leastOverlap(m: number, n: number): number {
    return floor((this.#scaled * (m + n)) / (2 * SCALE)) + 1;
  }

  /**
   * The shortest list that a list of m tokens can be above the threshold with; Infinity where none
   * can.
   */
  shortest(m: number): number {
    return this.#scaled === SCALE
      ? Infinity
      : floor((this.#scaled * m) / (2 * SCALE - this.#scaled)) + 1;
  }

  /** The longest list that a list of m tokens can be above the threshold with. */
  longest(m: number): number {
    return this.#scaled === 0
      ? Infinity
      : Math.ceil(((2 * SCALE - this.#scaled) * m) / this.#scaled) - 1;
  }
}

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

interface Entry {
  readonly id: string;
  readonly round: number;
  readonly tokens: Int32Array;
  readonly notation: string;
  alive: boolean;
}

/**
 * The novelty rule of Self-Instruct (Wang et al. 2023): a text is novel when its ROUGE-L F with
 * every text so far is at most the threshold. Decides exactly as comparing with all of them, but
 * looks only at texts that can be above it: of a fitting length, and sharing one of the rarest
 * tokens (see PrefixPostings).
 *
 * Text without a token (blank) is novel, and nothing is like it.
 */
export class NoveltyIndex {
  readonly #threshold: NoveltyThreshold;
  readonly #tokens = new TokenTable();
  readonly #masks = new MatchMasks();
  readonly #numberOf = new Map<string, number>();
  #entries: Entry[] = [];
  readonly #postings = new PrefixPostings();
  #reorderAt = 64;
  #seen = new Int32Array(64);
  #query = 0;
  #removed = 0;
  readonly #notation: Notation;
  #last: { text: string; tokens: Int32Array; notation: string } | undefined;

  /**
   * @param options.maxRougeL threshold in [0, 1] with at most four decimals, 0.7 by default.
   * @param options.notation what two texts must have in common beside their words to be compared at
   * all; "ignore", the published rule, by default. Its tokens are letters and digits alone, so that
   * "7 - 3" and "7 * 3" are one text to it: tasks of mathematics and code take "figures".
   * @throws SHAPE if the threshold is neither
   */
  constructor(options: { readonly maxRougeL?: number; readonly notation?: Notation } = {}) {
    checkOptions(options, {
      of: "the novelty rule",
      rules: { maxRougeL: THRESHOLD, notation: NOTATIONS },
    });
    this.#notation = options.notation ?? "ignore";
    this.#threshold = new NoveltyThreshold(options.maxRougeL ?? 0.7);
  }

  /** How many texts are indexed. */
  get size(): number {
    return this.#numberOf.size;
  }

  /**
   * Adds a text of a round (0 by default); an id that is known already is replaced, and then counts
   * as added last.
   */
  add(id: string, text: string, round = 0): void {
    this.remove(id);
    const number = this.#entries.length;
    const { tokens, notation } = this.#read(text);
    this.#numberOf.set(id, number);
    this.#index({ id, round, tokens, notation, alive: true }, number);
    // Frequencies drift as texts come; ordering anew at each doubling costs a constant factor only.
    if (this.#entries.length >= this.#reorderAt) this.#rebuild();
    this.#last = undefined;
  }

  /** Takes a text out again; false if there is none of that id. */
  remove(id: string): boolean {
    const number = this.#numberOf.get(id);
    if (number === undefined) return false;
    (this.#entries[number] as Entry).alive = false;
    this.#numberOf.delete(id);
    this.#removed++;
    if (this.#removed > 64 && this.#removed > this.#numberOf.size) this.#rebuild();
    return true;
  }

  /**
   * The most similar indexed text above the threshold, the one added first of equals; null where
   * the text is novel.
   */
  nearest(text: string, options: NoveltyQuery = {}): NearestText | null {
    return this.#search(text, options.maxRound ?? Infinity, false, options.from);
  }

  /** True where no visible text is above the threshold. */
  isNovel(text: string, options: NoveltyQuery = {}): boolean {
    return this.#search(text, options.maxRound ?? Infinity, true) === null;
  }

  #search(text: string, maxRound: number, firstWillDo: boolean, from = 0): NearestText | null {
    const { tokens: query, notation } = this.#read(text);
    const length = query.length;
    const shortest = this.#threshold.shortest(length);
    const longest = this.#threshold.longest(length);
    if (length === 0 || this.size === 0 || shortest === Infinity) return null;
    const prefix = this.#prefixLength(length);
    const rarest = this.#postings.rarestFirst(query);
    this.#masks.set(query);
    const stamp = ++this.#query;
    const seen = this.#seen;
    let best = -1;
    let bestCommon = 0;
    let bestSum = 1;
    for (let position = 0; position < prefix && !(firstWillDo && best >= 0); position++) {
      const postings = this.#postings.at(rarest[position] as number);
      if (postings === undefined) continue;
      const { lists, positions } = postings;
      for (let index = from === 0 ? 0 : firstAtLeast(lists, from); index < lists.length; index++) {
        const number = lists[index] as number;
        if (seen[number] === stamp) continue;
        seen[number] = stamp;
        const entry = this.#entries[number] as Entry;
        const { tokens, alive, round } = entry;
        const other = tokens.length;
        if (entry.notation !== notation) continue;
        if (other < shortest || other > longest || !alive || round > maxRound) continue;
        // Here is the first token that both share, so all that is shared stands from here on.
        const least = this.#threshold.leastOverlap(length, other);
        if (length - position < least || other - (positions[index] as number) < least) continue;
        const common = this.#masks.lcsWith(tokens, 0, other);
        if (common < least) continue;
        const difference = common * bestSum - bestCommon * (length + other);
        if (difference < 0 || (difference === 0 && number > best)) continue;
        best = number;
        bestCommon = common;
        bestSum = length + other;
        if (firstWillDo) break;
      }
    }
    return best < 0
      ? null
      : { id: (this.#entries[best] as Entry).id, rougeL: (2 * bestCommon) / bestSum };
  }

  /**
   * How many of its rarest tokens a text of this length must show, whatever it is compared with.
   */
  #prefixLength(length: number): number {
    return length - this.#threshold.leastOverlap(length, this.#threshold.shortest(length)) + 1;
  }

  #index(entry: Entry, number: number): void {
    this.#entries.push(entry);
    if (number >= this.#seen.length) {
      const grown = new Int32Array(this.#seen.length * 2);
      grown.set(this.#seen);
      this.#seen = grown;
    }
    if (entry.tokens.length > 0 && this.#threshold.shortest(1) !== Infinity) {
      this.#postings.add(number, entry.tokens, this.#prefixLength(entry.tokens.length));
    }
  }

  #read(text: string): { readonly tokens: Int32Array; readonly notation: string } {
    if (this.#last?.text === text) return this.#last;
    const tokens = this.#tokens.intern(rougeTokens(text));
    this.#postings.know(this.#tokens.size);
    this.#masks.reserve(this.#tokens.size);
    this.#last = { text, tokens, notation: notationOf(text, this.#notation) };
    return this.#last;
  }

  #rebuild(): void {
    const kept = this.#entries.filter((entry) => entry.alive);
    this.#entries = [];
    this.#postings.reorder();
    this.#seen.fill(0);
    this.#removed = 0;
    this.#reorderAt = Math.max(64, 2 * kept.length);
    for (const entry of kept) {
      this.#numberOf.set(entry.id, this.#entries.length);
      this.#index(entry, this.#entries.length);
    }
  }
}

/** Where the numbers of a rising list begin that are at least so large. */
function firstAtLeast(list: ArrayLike<number>, least: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle] as number) < least) low = middle + 1;
    else high = middle;
  }
  return low;
}
