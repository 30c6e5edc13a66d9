import type { Pieces } from "../../../base/workers/interruptible-work.js";
import { surfaceTokens, UNSPACED, type SurfaceToken, type TokenKind } from "./surface-tokens.js";
import { TokenTable } from "../../novelty/token-table.js";
import { append } from "../../../base/values/append.js";

const HANGUL = /\p{Script=Hangul}$/u;
const UNSPACED_LETTER = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;

/**
 * The coarse class of a token: marks and frequent words stand for themselves, other words for their
 * ending, figures for their size. Endings carry grammar in most scripts (-ing, -ed, particles after
 * a Korean noun), so pieces of one class fit one slot.
 */
function tokenClass(folded: string, kind: TokenKind, frequent: boolean): string {
  if (kind === "mark") return folded;
  if (kind === "number") return `#${Math.min(6, folded.length)}`;
  if (frequent) return `=${folded}`;
  if (HANGUL.test(folded)) return `~${folded.slice(-1)}`;
  if (UNSPACED_LETTER.test(folded)) return `^${folded.length > 1 ? folded.slice(-1) : "1"}`;
  const letters = Array.from(folded);
  if (letters.length <= 4) return letters.length <= 2 ? "-2" : "-4";
  const ending = letters.slice(-3).join("");
  return ENDINGS.find((known) => ending.endsWith(known)) ?? "-";
}

/**
 * Two- and three-letter endings that mark a word's part in a sentence in Latin-script languages.
 */
const ENDINGS: readonly string[] = [
  "ing",
  "ion",
  "ers",
  "ies",
  "ous",
  "ive",
  "ent",
  "ity",
  "ed",
  "ly",
  "er",
  "al",
  "es",
  "en",
  "te",
  "y",
  "s",
  "e",
];

const SHIFT = 2 ** 21;
/** Context lengths by which positions are found: pieces before, longest first. */
export const LONGEST_CONTEXT = 3;
export const START = 0;
export const END = 1;

/**
 * All positions of a small corpus, findable by the one to three pieces before them: an n-gram model
 * that forgets nothing, so the weight of every row can differ from one question to the next.
 *
 * Each row is laid out as START, its pieces, END. Contexts are compared folded, continuations keep
 * their surface.
 */
export class TokenIndex {
  readonly surfaces: string[] = ["", ""];
  readonly kinds: TokenKind[] = ["mark", "mark"];
  /** Per position. */
  readonly folded: Int32Array;
  readonly surface: Int32Array;
  readonly classes: Int32Array;
  readonly rowOf: Int32Array;
  /** Pieces from here to the END of the row. */
  readonly remaining: Int32Array;
  /** First position (START) per row. */
  readonly rowStart: Int32Array;
  readonly #folds = new TokenTable();
  readonly #classTable = new TokenTable();
  readonly #contexts: Map<number, number[]>[] = [new Map(), new Map(), new Map()];
  readonly #classContexts = new Map<number, number[]>();
  readonly #ofClass = new Map<number, number[]>();
  readonly #pairs = new Map<number, number>();
  readonly #frequent: ReadonlySet<string>;
  readonly #forms: number[] = [0, 0];

  static *inPieces(texts: readonly string[]): Pieces<TokenIndex> {
    const rows: (readonly SurfaceToken[])[] = [];
    for (const text of texts) {
      rows.push(surfaceTokens(text));
      yield;
    }
    return new TokenIndex(rows);
  }

  private constructor(rows: readonly (readonly SurfaceToken[])[]) {
    const total = rows.reduce((sum, row) => sum + row.length + 2, 0);
    this.folded = new Int32Array(total);
    this.surface = new Int32Array(total);
    this.classes = new Int32Array(total);
    this.rowOf = new Int32Array(total);
    this.remaining = new Int32Array(total);
    this.rowStart = new Int32Array(rows.length + 1);
    this.#frequent = frequentWords(rows);
    this.#folds.intern(["\u0002", "\u0003"]);
    this.#classTable.intern(["\u0002", "\u0003"]);
    const surfaceIds = new Map<string, number>();
    let at = 0;
    rows.forEach((row, number) => {
      this.rowStart[number] = at;
      for (let index = -1; index <= row.length; index++, at++) {
        this.rowOf[at] = number;
        this.remaining[at] = row.length - index;
        if (index === -1) continue;
        const token = row[index];
        this.folded[at] = token === undefined ? END : this.#fold(token.folded);
        this.classes[at] = token === undefined ? END : this.classOf(token);
        this.surface[at] = token === undefined ? END : this.#surfaceId(token, surfaceIds);
        this.#file(at, index + 1);
      }
    });
    this.rowStart[rows.length] = at;
  }

  get rows(): number {
    return this.rowStart.length - 1;
  }

  /** How many different folded pieces there are, START and END among them. */
  get vocabulary(): number {
    return this.#folds.size;
  }

  /**
   * Positions that follow the given folded ids (the last `order` of them); none where that context
   * never stood.
   */
  after(context: readonly number[], order: number): readonly number[] {
    const key = this.#key(context, context.length, order);
    return key < 0 ? NONE : (this.#contexts[order - 1]?.get(key) ?? NONE);
  }

  /** Positions whose two pieces before are of these classes. */
  afterClasses(first: number, second: number): readonly number[] {
    return this.#classContexts.get(first * SHIFT + second) ?? NONE;
  }

  /** Positions that are of this class themselves. */
  ofClass(id: number): readonly number[] {
    return this.#ofClass.get(id) ?? NONE;
  }

  /** Folded ids of a text's pieces; -1 for pieces never seen. */
  foldedIds(tokens: readonly SurfaceToken[]): Int32Array {
    return this.#folds.find(tokens.map((token) => token.folded));
  }

  classOf(token: SurfaceToken): number {
    return this.#classTable.intern([
      tokenClass(token.folded, token.kind, this.#frequent.has(token.folded)),
    ])[0] as number;
  }

  /** True for words that stand in so many rows that they carry grammar, not a topic. */
  isFrequent(folded: string): boolean {
    return this.#frequent.has(folded);
  }

  /**
   * What must agree for one piece to take the place of another: white space before it, and a
   * capital.
   */
  formAt(position: number): number {
    return this.#forms[this.surface[position] as number] as number;
  }

  kindAt(position: number): TokenKind {
    return this.kinds[this.surface[position] as number] as TokenKind;
  }

  surfaceAt(position: number): string {
    return this.surfaces[this.surface[position] as number] as string;
  }

  #file(at: number, before: number): void {
    for (let order = 1; order <= Math.min(LONGEST_CONTEXT, before); order++) {
      const key = this.#key(this.folded, at, order, true);
      append(this.#contexts[order - 1] as Map<number, number[]>, key, at);
    }
    append(this.#ofClass, this.classes[at] as number, at);
    if (before >= 2)
      append(
        this.#classContexts,
        (this.classes[at - 2] as number) * SHIFT + (this.classes[at - 1] as number),
        at,
      );
  }

  #key(ids: ArrayLike<number>, end: number, order: number, add = false): number {
    let key = ids[end - order] as number;
    if (end < order || key < 0) return -1;
    for (let back = order - 1; back >= 1; back--) {
      const next = ids[end - back] as number;
      if (next < 0) return -1;
      const pair = key * SHIFT + next;
      if (back === 1 && order === 2) return pair;
      let known = this.#pairs.get(pair);
      if (known === undefined) {
        if (!add) return -1;
        this.#pairs.set(pair, (known = this.#pairs.size));
      }
      key = known;
    }
    return key;
  }

  #fold(folded: string): number {
    return this.#folds.intern([folded])[0] as number;
  }

  #surfaceId(token: SurfaceToken, ids: Map<string, number>): number {
    let id = ids.get(token.surface);
    if (id === undefined) {
      id = this.surfaces.length;
      ids.set(token.surface, id);
      this.surfaces.push(token.surface);
      this.kinds.push(token.kind);
      this.#forms.push(formOf(token));
    }
    return id;
  }
}

/** Bits of a form. */
export const SPACED = 1;
const CAPITAL = 2;
/**
 * A word or figure of a script that has spaces: without one it would grow together with a word
 * before it.
 */
export const GROWS_TOGETHER = 4;

function formOf({ surface, folded, kind }: SurfaceToken): number {
  const core = surface.trimStart();
  const isSpacedScript = kind !== "mark" && !UNSPACED.test(folded);
  return (
    (core.length < surface.length ? SPACED : 0) |
    (core.slice(0, 1) !== folded.slice(0, 1) && kind === "word" ? CAPITAL : 0) |
    (isSpacedScript ? GROWS_TOGETHER : 0)
  );
}

const NONE: readonly number[] = [];

/** Words in at least 4 % of the rows (and three of them). */
function frequentWords(rows: readonly (readonly SurfaceToken[])[]): Set<string> {
  const counts = new Map<string, number>();
  for (const row of rows) {
    for (const word of new Set(
      row.filter((token) => token.kind === "word").map((token) => token.folded),
    ))
      counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const least = Math.max(3, rows.length * 0.04);
  return new Set([...counts].filter(([, count]) => count >= least).map(([word]) => word));
}
