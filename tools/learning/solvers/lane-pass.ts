import { laneProgram } from "./lane-program.js";
import { Instance, Module, validate, type VectorMemory } from "./web-assembly.js";

/** Where in a memory everything lies that a pass reads and writes, as addresses in bytes. */
export interface LanePlaces {
  /** Numbers of the rows to visit, 32 bits each. */
  readonly order: number;
  readonly last: number;
  /** Per row the address of its first entry; one more for the end. */
  readonly starts: number;
  /** Per row `width` signs, `width` diagonals, `width` rates (0 leaves out) and `width` duals. */
  readonly states: number;
  /**
   * `width` numbers each: largest and smallest projected gradient, bound of what sleeps, ones, what
   * counts as a move, and 1 where the bias is learnt.
   */
  readonly totals: number;
  readonly bias: number;
  /** A byte per row: 1 where no problem has use for it. */
  readonly idle: number;
}

/** One pass over rows. */
export type LanePass = (memory: ArrayBuffer, places: LanePlaces) => void;

/** What is done with the rows of a memory. */
export interface LaneKernels {
  readonly pass: LanePass;
  /** Writes the scores of the rows to visit, `width` numbers each, from `states` on. */
  readonly scores: LanePass;
}

const { fround, abs, max, min } = Math;

/**
 * One pass of the dual coordinate descent of Hsieh et al. 2008 over rows, for `width` problems side
 * by side, in 32-bit floats. A problem whose projected gradient is hardly different from 0 stays as
 * it is, and a row that none moves is not written.
 */
export function plainPass(width: number): LanePass {
  const sums = new Float32Array(width);
  return (memory, places) => {
    const floats = new Float32Array(memory);
    const numbers = new Uint32Array(memory);
    const idle = new Uint8Array(memory, places.idle);
    const totals = places.totals / 4;
    const bias = places.bias / 4;
    for (let o = places.order / 4; o < places.last / 4; o++) {
      const row = numbers[o]!;
      const first = numbers[places.starts / 4 + row]! / 4;
      const end = numbers[places.starts / 4 + row + 1]! / 4;
      for (let l = 0; l < width; l++) sums[l] = floats[bias + l]!;
      for (let entry = first; entry < end; entry += 2) {
        const at = numbers[entry]! / 4;
        const value = floats[entry + 1]!;
        for (let l = 0; l < width; l++) sums[l] = sums[l]! + fround(floats[at + l]! * value);
      }
      const state = places.states / 4 + 4 * width * row;
      let moved = false;
      let awake = false;
      for (let l = 0; l < width; l++) {
        const sign = floats[state + l]!;
        const rate = floats[state + 2 * width + l]!;
        const dual = floats[state + 3 * width + l]!;
        const gradient = fround(
          fround(fround(sign * sums[l]!) - floats[totals + 3 * width + l]!) +
            fround(floats[state + width + l]! * dual),
        );
        const projected = rate === 0 ? 0 : dual === 0 ? min(gradient, 0) : gradient;
        floats[totals + l] = max(floats[totals + l]!, projected);
        floats[totals + width + l] = min(floats[totals + width + l]!, projected);
        const moves = abs(projected) > floats[totals + 4 * width + l]!;
        const isNear = dual === 0 && !(gradient > floats[totals + 2 * width + l]!);
        if (rate !== 0 && (moves || isNear)) awake = true;
        const after = max(fround(dual - fround(gradient * (moves ? rate : 0))), 0);
        floats[state + 3 * width + l] = after;
        sums[l] = fround(after - dual) * sign;
        if (sums[l] !== 0) moved = true;
      }
      idle[row] = awake ? 0 : 1;
      if (!moved) continue;
      for (let l = 0; l < width; l++)
        floats[bias + l] = floats[bias + l]! + fround(sums[l]! * floats[totals + 5 * width + l]!);
      for (let entry = first; entry < end; entry += 2) {
        const at = numbers[entry]! / 4;
        const value = floats[entry + 1]!;
        for (let l = 0; l < width; l++) floats[at + l] = floats[at + l]! + fround(sums[l]! * value);
      }
    }
  };
}

/** The scores of rows as one pass finds them, without a step. */
export function plainScores(width: number): LanePass {
  return (memory, places) => {
    const floats = new Float32Array(memory);
    const numbers = new Uint32Array(memory);
    let to = places.states / 4;
    for (let o = places.order / 4; o < places.last / 4; o++, to += width) {
      const row = places.starts / 4 + numbers[o]!;
      for (let l = 0; l < width; l++) floats[to + l] = floats[places.bias / 4 + l]!;
      for (let entry = numbers[row]! / 4; entry < numbers[row + 1]! / 4; entry += 2) {
        const at = numbers[entry]! / 4;
        const value = floats[entry + 1]!;
        for (let l = 0; l < width; l++)
          floats[to + l] = floats[to + l]! + fround(floats[at + l]! * value);
      }
    }
  };
}

/** The module of each width; null where this machine has no vector instructions. */
const programs = new Map<number, object | null>();

/** The same in vector instructions, over a memory of WebAssembly; null without them. */
export function vectorKernels(width: number, memory: VectorMemory): LaneKernels | null {
  let program = programs.get(width);
  if (program === undefined) {
    const bytes = laneProgram(width);
    program = validate(bytes) ? new Module(bytes) : null;
    programs.set(width, program);
  }
  if (program === null) return null;
  const { exports } = new Instance(program, { lanes: { memory } });
  const kernel =
    (name: keyof LaneKernels): LanePass =>
    (_memory, { order, last, starts, states, totals, bias, idle }) =>
      (exports[name] as (...addresses: number[]) => void)(
        order,
        last,
        starts,
        states,
        totals,
        bias,
        idle,
      );
  return { pass: kernel("pass"), scores: kernel("scores") };
}
