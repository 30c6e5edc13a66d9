import { SKETCH_WORDS } from "./bit-sketch.js";

/** Sketches of a block. */
const BLOCK = 4096;
/** Bytes of a sketch's half: all are compared by the first, few by the second. */
const HALF = (SKETCH_WORDS / 2) * 4;
const BLOCK_BYTES = BLOCK * (2 * HALF + 1);
/** Behind the query, the counts of distances, and what was found in a block. */
const [QUERY, COUNTS, FOUND, BLOCKS] = [0, 1024, 4096, 65_536];
const MOST_DISTANCE = 255;
const PAGE = 65_536;

/** A sketch that is near to the one looked for. */
export interface NearSketch {
  readonly number: number;
  /** Bits that differ. */
  readonly distance: number;
}

interface ScanExports {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  scan(first: number, end: number, query: number, distances: number, counts: number): void;
  collect(
    second: number,
    distances: number,
    count: number,
    most: number,
    query: number,
    found: number,
  ): number;
}

/**
 * Compares a sketch with all others before a place: two nanoseconds each, by instructions that
 * count the bits of 64 at a time (WebAssembly: JavaScript has none).
 */
export class SketchScan {
  readonly #wasm: ScanExports;
  #count = 0;
  #words: Uint32Array;
  #bytes: Uint8Array;

  constructor() {
    const { Module, Instance } = wasmOf();
    this.#wasm = new Instance(new Module(MODULE)).exports;
    this.#words = new Uint32Array(this.#wasm.memory.buffer);
    this.#bytes = new Uint8Array(this.#wasm.memory.buffer);
  }

  get count(): number {
    return this.#count;
  }

  add(sketch: Uint32Array): void {
    const { block, at } = this.#placeOf(this.#count);
    this.#reserve(block + BLOCK_BYTES);
    const half = SKETCH_WORDS / 2;
    this.#words.set(sketch.subarray(0, half), (block + at * HALF) / 4);
    this.#words.set(sketch.subarray(half), (block + (BLOCK + at) * HALF) / 4);
    this.#count += 1;
  }

  /**
   * The sketches before a place that differ from `query` in few bits, in no order: all that differ
   * in at most `within` bits, save some that differ in far more bits of their first half than of
   * their second, and at least `least` of the others, where there are as many.
   */
  near(
    query: Uint32Array,
    {
      before,
      within,
      least,
    }: { readonly before: number; readonly within: number; readonly least: number },
  ): NearSketch[] {
    this.#words.set(query, QUERY / 4);
    this.#words.fill(0, COUNTS / 4, COUNTS / 4 + MOST_DISTANCE + 1);
    this.#eachBlock(before, (block, count) =>
      this.#wasm.scan(block, block + count * HALF, QUERY, block + BLOCK * 2 * HALF, COUNTS),
    );
    // Half the bits vary by more of their number.
    const spread = Math.sqrt(within) * SPREAD_OF_HALF;
    const most = Math.max(Math.ceil(within / 2 + spread), this.#least(4 * least));
    const found: NearSketch[] = [];
    this.#eachBlock(before, (block, count, first) => {
      const distances = block + BLOCK * 2 * HALF;
      const near = this.#wasm.collect(
        block + BLOCK * HALF,
        distances,
        count,
        Math.min(most, MOST_DISTANCE),
        QUERY + HALF,
        FOUND,
      );
      for (let at = FOUND / 4; at < FOUND / 4 + 2 * near; at += 2)
        found.push({
          number: first + (this.#words[at] as number),
          distance: this.#words[at + 1] as number,
        });
    });
    return found;
  }

  /** The distance up to which at least so many lie. */
  #least(wanted: number): number {
    let sum = 0;
    for (let distance = 0; distance < MOST_DISTANCE; distance++) {
      sum += this.#words[COUNTS / 4 + distance] as number;
      if (sum >= wanted) return distance;
    }
    return MOST_DISTANCE;
  }

  #eachBlock(before: number, act: (block: number, count: number, first: number) => void): void {
    for (let first = 0; first < before; first += BLOCK)
      act(this.#placeOf(first).block, Math.min(BLOCK, before - first), first);
  }

  #placeOf(number: number): { block: number; at: number } {
    return { block: BLOCKS + Math.floor(number / BLOCK) * BLOCK_BYTES, at: number % BLOCK };
  }

  #reserve(bytes: number): void {
    const missing = bytes - this.#bytes.length;
    if (missing <= 0) return;
    this.#wasm.memory.grow(Math.ceil(missing / PAGE));
    this.#words = new Uint32Array(this.#wasm.memory.buffer);
    this.#bytes = new Uint8Array(this.#wasm.memory.buffer);
  }
}

/** Standard deviations of the difference of halves. */
const SPREAD_OF_HALF = 1;

/** The part of WebAssembly's interface that is used here: it is of no type library that we load. */
interface Wasm {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: ScanExports };
}
function wasmOf(): Wasm {
  return (globalThis as unknown as { readonly WebAssembly: Wasm }).WebAssembly;
}

const I32 = 0x7f;
const I64 = 0x7e;
const get = (local: number): number[] => [0x20, local];
const set = (local: number): number[] => [0x21, local];
const constant = (value: number): number[] => [0x41, ...signed(value)];
const load64 = (offset: number): number[] => [0x29, 3, offset];
const LOAD32 = [0x28, 2, 0];
const LOAD8 = [0x2d, 0, 0];
const STORE8 = [0x3a, 0, 0];
const store32 = (offset: number): number[] => [0x36, 2, offset];
const [ADD, SUB, SHIFT_LEFT, SHIFT_RIGHT, LESS, MORE, AT_LEAST] = [
  [0x6a],
  [0x6b],
  [0x74],
  [0x76],
  [0x49],
  [0x4b],
  [0x4f],
] as const;
const [BLOCK_OF, LOOP, IF, END, SELECT] = [
  [0x02, 0x40],
  [0x03, 0x40],
  [0x04, 0x40],
  [0x0b],
  [0x1b],
];
const breakIf = (depth: number): number[] => [0x0d, depth];
const again = (depth: number): number[] => [0x0c, depth];

/** Bits in which 32 bytes at an address differ from four words of 64 bits in locals. */
function differing(address: number, query: number): number[] {
  const word = (at: number): number[] => [
    ...get(address),
    ...load64(8 * at),
    ...get(query + at),
    0x85, // i64.xor
    0x7b, // i64.popcnt
  ];
  const sum = [0, 1, 2, 3].flatMap((at) => [...word(at), ...(at > 0 ? [0x7c] : [])]); // i64.add
  return [...sum, 0xa7]; // i32.wrap_i64
}

function takeQuery(address: number, into: number): number[] {
  return [0, 1, 2, 3].flatMap((at) => [...get(address), ...load64(8 * at), ...set(into + at)]);
}

/** for (; first < end; first += 32) counts[distances[…] = min(255, differing)] += 1 */
const SCAN = [
  ...takeQuery(2, 7),
  ...[...BLOCK_OF, ...LOOP, ...get(0), ...get(1), ...AT_LEAST, ...breakIf(1)],
  ...[...differing(0, 7), ...set(5)],
  ...[...get(5), ...constant(MOST_DISTANCE)],
  ...[...get(5), ...constant(MOST_DISTANCE), ...LESS, ...SELECT, ...set(5)],
  ...[...get(3), ...get(5), ...STORE8],
  ...[...get(4), ...get(5), ...constant(2), ...SHIFT_LEFT, ...ADD, ...set(6)],
  ...[...get(6), ...get(6), ...LOAD32, ...constant(1), ...ADD, ...store32(0)],
  ...[...get(0), ...constant(HALF), ...ADD, ...set(0)],
  ...[...get(3), ...constant(1), ...ADD, ...set(3)],
  ...[...again(0), ...END, ...END],
];

/** for (at = 0; at < count; at++) if (distances[at] <= most) found.push(at, distance of both halves) */
const COLLECT = [
  ...takeQuery(4, 9),
  ...[...get(5), ...set(7)],
  ...[...BLOCK_OF, ...LOOP, ...get(6), ...get(2), ...AT_LEAST, ...breakIf(1)],
  ...[...get(1), ...get(6), ...ADD, ...LOAD8, ...set(8)],
  ...[...get(8), ...get(3), ...MORE, 0x45, ...IF], // i32.eqz
  ...[...get(5), ...get(6), ...store32(0)],
  ...[...get(5), ...get(8), ...differing(0, 9), ...ADD, ...store32(4)],
  ...[...get(5), ...constant(8), ...ADD, ...set(5)],
  ...END,
  ...[...get(0), ...constant(HALF), ...ADD, ...set(0)],
  ...[...get(6), ...constant(1), ...ADD, ...set(6)],
  ...[...again(0), ...END, ...END],
  ...[...get(5), ...get(7), ...SUB, ...constant(3), ...SHIFT_RIGHT],
];

const MODULE = Uint8Array.from([
  ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
  ...section(1, [
    ...[2, 0x60, 5, I32, I32, I32, I32, I32, 0],
    ...[0x60, 6, I32, I32, I32, I32, I32, I32, 1, I32],
  ]),
  ...section(3, [2, 0, 1]),
  ...section(5, [1, 0, 1]),
  ...section(7, [
    ...[3, ...name("memory"), 2, 0],
    ...[...name("scan"), 0, 0],
    ...[...name("collect"), 0, 1],
  ]),
  ...section(10, [
    2,
    ...body([2, 2, I32, 4, I64], SCAN), // locals 5 and 6, 7 to 10
    ...body([2, 3, I32, 4, I64], COLLECT), // locals 6 to 8, 9 to 12
  ]),
]);

function section(id: number, content: readonly number[]): number[] {
  return [id, ...unsigned(content.length), ...content];
}
function body(locals: readonly number[], code: readonly number[]): number[] {
  const whole = [...locals, ...code, ...END];
  return [...unsigned(whole.length), ...whole];
}
function name(text: string): number[] {
  return [text.length, ...Buffer.from(text)];
}
function unsigned(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...unsigned(value >>> 7)];
}
function signed(value: number): number[] {
  return value < 64 ? [value] : [(value & 127) | 128, ...signed(value >>> 7)];
}
