import {
  WASM,
  WASM_PAGE,
  wasmFunctions,
  type Code,
  type WasmFunction,
  type WasmMemory,
} from "../../base/wasm/assembler.js";

const { get, set, constant, load32, loadVector, storeVector, splat, loop } = WASM;
const { add, and, shiftRight, subtract, atLeast } = WASM;
const { notVector, andVector, orVector, xorVector } = WASM;

/** Bits of a row at most, and of a vector of them. */
export const MOST_BITS = 4096;
export const VECTOR_BITS = 128;
/** More rows are counted bit by bit. */
const MOST_ADDED = 63;
/** Numbers of texts are counted in as many bits. */
const MOST_LEVELS = 31;
/** In the first page: which rows are counted, where enough of them have a bit, and a row of none. */
const [LIST, HITS, NONE] = [1024, 2048, 4096];

interface CountFunctions {
  /** Says which bits of the rows of a list are set in at least so many, from a byte to a byte. */
  count(list: number, end: number, from: number, to: number, least: number, hits: number): void;
}

/**
 * Rows of bits in one memory, and which bits are set in so many of them: 128 at a time by the vector
 * instructions of WebAssembly, by full adders (Harley and Seal, in Warren, Hacker's Delight).
 */
export class BitRows {
  readonly #count: CountFunctions["count"] | null;
  readonly #memory: WasmMemory | null;
  readonly #levels = new Int32Array(MOST_LEVELS);
  #words: Int32Array;
  /** Bytes that are given away. */
  #used = WASM_PAGE;

  constructor() {
    const made = wasmFunctions<CountFunctions>([COUNT]);
    this.#count = made?.count ?? null;
    this.#memory = made?.memory ?? null;
    this.#words = new Int32Array(made?.memory.buffer ?? new ArrayBuffer(WASM_PAGE));
  }

  /** A row of so many bits, none of them set: the address to name it by, never 0. */
  allocate(bits: number): number {
    const row = this.#used;
    this.#used += Math.ceil(bits / VECTOR_BITS) * (VECTOR_BITS / 8);
    const missing = this.#used - this.#words.length * 4;
    if (missing > 0) this.#grow(Math.ceil(Math.max(missing, this.#words.length / 2) / WASM_PAGE));
    return row;
  }

  /** Sets a bit of a row. */
  set(row: number, at: number): void {
    const word = (row >> 2) + (at >> 5);
    this.#words[word] = (this.#words[word] as number) | (1 << (at & 31));
  }

  has(row: number, at: number): boolean {
    return ((this.#words[(row >> 2) + (at >> 5)] as number) & (1 << (at & 31))) !== 0;
  }

  /** The word of the last count that has the bits from 32 * word on. */
  hits(word: number): number {
    return this.#words[(HITS >> 2) + word] as number;
  }

  /**
   * Counts which bits are set in at least `least` of the rows, in words from `first` up to `used`:
   * `hits` tells.
   */
  count(
    rows: readonly number[],
    {
      first,
      used,
      least,
    }: { readonly first: number; readonly used: number; readonly least: number },
  ): void {
    if (this.#count === null || rows.length > MOST_ADDED)
      return this.#countOneByOne(rows, { first, used, least });
    const words = this.#words;
    let end = LIST >> 2;
    for (let index = 0; index < rows.length; index++) words[end++] = rows[index] as number;
    while (end & 3) words[end++] = NONE;
    this.#count(LIST, end << 2, (first >> 2) << 4, ((used + 3) >> 2) << 4, least, HITS);
  }

  #countOneByOne(
    rows: readonly number[],
    {
      first,
      used,
      least,
    }: { readonly first: number; readonly used: number; readonly least: number },
  ): void {
    const words = this.#words;
    const levels = this.#levels;
    const height = 32 - Math.clz32(Math.max(rows.length, least));
    for (let word = first; word < used; word++) {
      levels.fill(0);
      for (let index = 0; index < rows.length; index++) {
        let carry = words[((rows[index] as number) >> 2) + word] as number;
        for (let level = 0; carry !== 0 && level < height; level++) {
          const value = levels[level] as number;
          levels[level] = value ^ carry;
          carry &= value;
        }
      }
      let enough = -1;
      for (let level = 0; level < height; level++) {
        const value = levels[level] as number;
        enough = (least >> level) & 1 ? value & enough : value | enough;
      }
      words[(HITS >> 2) + word] = enough;
    }
  }

  #grow(pages: number): void {
    if (this.#memory === null) {
      const grown = new Int32Array(this.#words.length + (pages * WASM_PAGE) / 4);
      grown.set(this.#words);
      this.#words = grown;
      return;
    }
    this.#memory.grow(pages);
    this.#words = new Int32Array(this.#memory.buffer);
  }
}

/** Locals of the function, by what they hold. */
const [LIST_AT, LIST_END, FROM, TO, LEAST, HITS_AT, ROW] = [0, 1, 2, 3, 4, 5, 6] as const;
const [ONES, TWOS, FOURS, EIGHTS, SIXTEENS, MORE] = [7, 8, 9, 10, 11, 12] as const;
const PLANES = [ONES, TWOS, FOURS, EIGHTS, SIXTEENS, MORE] as const;
/** By plane: all bits set where the least number has its bit. */
const MASKS = [13, 14, 15, 16, 17, 18] as const;
const [A, B, SUM, TWO, OTHER, FOUR, EIGHT, SIXTEEN, ENOUGH] = [
  19, 20, 21, 22, 23, 24, 25, 26, 27,
] as const;

const both = (one: Code, other: Code): Code => [...one, ...other, ...andVector];
const either = (one: Code, other: Code): Code => [...one, ...other, ...orVector];
const unlike = (one: Code, other: Code): Code => [...one, ...other, ...xorVector];
const flip = (local: number, by: Code): Code => [...unlike(get(local), by), ...set(local)];

/** Adds two rows to the ones: what carries over is left in `carry`. */
function addTwo(at: number, carry: number): Code {
  const row = (offset: number, into: number): Code => [
    ...[...get(ROW), ...load32(offset), ...get(FROM), ...add, ...loadVector(), ...set(into)],
  ];
  return [
    ...[...row(at, A), ...row(at + 4, B), ...unlike(get(A), get(B)), ...set(SUM)],
    ...[...either(both(get(A), get(B)), both(get(SUM), get(ONES))), ...set(carry)],
    ...flip(ONES, get(SUM)),
  ];
}

const ADD_FOUR: Code = [
  ...[...addTwo(0, TWO), ...addTwo(8, OTHER)],
  ...[...unlike(get(TWO), get(OTHER)), ...set(SUM)],
  ...[...either(both(get(TWO), get(OTHER)), both(get(SUM), get(TWOS))), ...set(FOUR)],
  ...flip(TWOS, get(SUM)),
  ...[...both(get(FOURS), get(FOUR)), ...set(EIGHT), ...flip(FOURS, get(FOUR))],
  ...[...both(get(EIGHTS), get(EIGHT)), ...set(SIXTEEN), ...flip(EIGHTS, get(EIGHT))],
  ...[...flip(MORE, both(get(SIXTEENS), get(SIXTEEN))), ...flip(SIXTEENS, get(SIXTEEN))],
];

/** Compares with the least from the lowest bit on: what differs higher up decides. */
const COMPARE: Code = PLANES.flatMap((plane, index) => {
  const isUnasked: Code = [...get(MASKS[index]!), ...notVector];
  if (index === 0) return [...either(get(plane), isUnasked), ...set(ENOUGH)];
  const sure = both(get(plane), get(ENOUGH));
  const enough = either(sure, both(isUnasked, either(get(plane), get(ENOUGH))));
  return [...enough, ...set(ENOUGH)];
});

const COUNT: WasmFunction = {
  ...{ name: "count", parameters: 6, returns: false },
  locals: [
    [1, WASM.i32],
    [21, WASM.v128],
  ],
  code: [
    // 0 - ((least >> index) & 1) in every place
    ...MASKS.flatMap((mask, index): Code => [
      ...[...constant(0), ...get(LEAST), ...constant(index), ...shiftRight],
      ...[...constant(1), ...and, ...subtract, ...splat, ...set(mask)],
    ]),
    ...loop(
      [...get(FROM), ...get(TO), ...atLeast],
      [
        ...PLANES.flatMap((plane): Code => [...constant(0), ...splat, ...set(plane)]),
        ...[...get(LIST_AT), ...set(ROW)],
        ...loop(
          [...get(ROW), ...get(LIST_END), ...atLeast],
          [...ADD_FOUR, ...get(ROW), ...constant(16), ...add, ...set(ROW)],
        ),
        ...COMPARE,
        ...[...get(HITS_AT), ...get(FROM), ...add, ...get(ENOUGH), ...storeVector()],
        ...[...get(FROM), ...constant(16), ...add, ...set(FROM)],
      ],
    ),
  ],
};
