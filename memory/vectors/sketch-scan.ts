import {
  WASM,
  WASM_PAGE,
  wasmFunctions,
  type Code,
  type WasmFunction,
  type WasmMemory,
} from "../../base/wasm/assembler.js";
import { SKETCH_WORDS } from "./bit-sketch.js";

const { get, set, constant, load32, load64, load8, store32, store8, loop, when } = WASM;
const { add, subtract, shiftLeft, shiftRight, less, more, atLeast, isZero, select } = WASM;
const { xor64, add64, bits64, narrow } = WASM;

/** Sketches of a block. */
const BLOCK = 4096;
/** Bytes of a sketch's half: all are compared by the first, few by the second. */
const HALF = (SKETCH_WORDS / 2) * 4;
const BLOCK_BYTES = BLOCK * (2 * HALF + 1);
/** Behind the query, the counts of distances, and what was found in a block. */
const [QUERY, COUNTS, FOUND, BLOCKS] = [0, 1024, 4096, 65_536];
const MOST_DISTANCE = 255;

/** A sketch that is near to the one looked for. */
export interface NearSketch {
  readonly number: number;
  /** Bits that differ. */
  readonly distance: number;
}

interface ScanFunctions {
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
  readonly #wasm: ScanFunctions & { readonly memory: WasmMemory };
  #count = 0;
  #words: Uint32Array;
  #bytes: Uint8Array;

  constructor() {
    // Counting bits is in the first version of WebAssembly: every machine has it.
    this.#wasm = wasmFunctions<ScanFunctions>(FUNCTIONS)!;
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
    this.#wasm.memory.grow(Math.ceil(missing / WASM_PAGE));
    this.#words = new Uint32Array(this.#wasm.memory.buffer);
    this.#bytes = new Uint8Array(this.#wasm.memory.buffer);
  }
}

/** Standard deviations of the difference of halves. */
const SPREAD_OF_HALF = 1;

/** Bits in which 32 bytes at an address differ from four words of 64 bits in locals. */
function differing(address: number, query: number): Code {
  const sum = [0, 1, 2, 3].flatMap((at) => [
    ...[...get(address), ...load64(8 * at), ...get(query + at), ...xor64, ...bits64],
    ...(at > 0 ? add64 : []),
  ]);
  return [...sum, ...narrow];
}

function takeQuery(address: number, into: number): Code {
  return [0, 1, 2, 3].flatMap((at) => [...get(address), ...load64(8 * at), ...set(into + at)]);
}

function increased(local: number, by: number): Code {
  return [...get(local), ...constant(by), ...add, ...set(local)];
}

/** for (; first < end; first += 32) counts[distances[…] = min(255, differing)] += 1 */
const SCAN: Code = [
  ...takeQuery(2, 7),
  ...loop(
    [...get(0), ...get(1), ...atLeast],
    [
      ...[...differing(0, 7), ...set(5)],
      ...[...get(5), ...constant(MOST_DISTANCE)],
      ...[...get(5), ...constant(MOST_DISTANCE), ...less, ...select, ...set(5)],
      ...[...get(3), ...get(5), ...store8],
      ...[...get(4), ...get(5), ...constant(2), ...shiftLeft, ...add, ...set(6)],
      ...[...get(6), ...get(6), ...load32(), ...constant(1), ...add, ...store32()],
      ...[...increased(0, HALF), ...increased(3, 1)],
    ],
  ),
];

/** for (at = 0; at < count; at++) if (distances[at] <= most) found.push(at, distance of both halves) */
const COLLECT: Code = [
  ...takeQuery(4, 9),
  ...[...get(5), ...set(7)],
  ...loop(
    [...get(6), ...get(2), ...atLeast],
    [
      ...[...get(1), ...get(6), ...add, ...load8, ...set(8)],
      ...when(
        [...get(8), ...get(3), ...more, ...isZero],
        [
          ...[...get(5), ...get(6), ...store32()],
          ...[...get(5), ...get(8), ...differing(0, 9), ...add, ...store32(4)],
          ...increased(5, 8),
        ],
      ),
      ...[...increased(0, HALF), ...increased(6, 1)],
    ],
  ),
  ...[...get(5), ...get(7), ...subtract, ...constant(3), ...shiftRight],
];

const FUNCTIONS: readonly WasmFunction[] = [
  {
    ...{ name: "scan", parameters: 5, returns: false, code: SCAN },
    locals: [
      [2, WASM.i32],
      [4, WASM.i64],
    ],
  },
  {
    ...{ name: "collect", parameters: 6, returns: true, code: COLLECT },
    locals: [
      [3, WASM.i32],
      [4, WASM.i64],
    ],
  },
];
