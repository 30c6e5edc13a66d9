/** Instructions of WebAssembly that are used here, as bytes (WebAssembly core specification 2). */
export const WASM = {
  i32: 0x7f,
  i64: 0x7e,
  v128: 0x7b,
  get: (local: number): Code => [0x20, local],
  set: (local: number): Code => [0x21, local],
  constant: (value: number): Code => [0x41, ...signed(value)],
  load32: (offset = 0): Code => [0x28, 2, ...unsigned(offset)],
  load64: (offset = 0): Code => [0x29, 3, ...unsigned(offset)],
  load8: [0x2d, 0, 0],
  store32: (offset = 0): Code => [0x36, 2, ...unsigned(offset)],
  store8: [0x3a, 0, 0],
  add: [0x6a],
  subtract: [0x6b],
  and: [0x71],
  shiftLeft: [0x74],
  shiftRight: [0x76],
  less: [0x49],
  more: [0x4b],
  atLeast: [0x4f],
  isZero: [0x45],
  select: [0x1b],
  xor64: [0x85],
  add64: [0x7c],
  /** Number of bits set. */
  bits64: [0x7b],
  narrow: [0xa7],
  loadVector: (offset = 0): Code => [0xfd, 0x00, 4, ...unsigned(offset)],
  storeVector: (offset = 0): Code => [0xfd, 0x0b, 4, ...unsigned(offset)],
  /** A word in all four places of a vector. */
  splat: [0xfd, 0x11],
  notVector: [0xfd, 0x4d],
  andVector: [0xfd, 0x4e],
  orVector: [0xfd, 0x50],
  xorVector: [0xfd, 0x51],
  /** while (!(condition)) body, where `until` leaves the condition. */
  loop: (until: Code, body: Code): Code => [
    ...[0x02, 0x40, 0x03, 0x40],
    ...[...until, 0x0d, 1],
    ...[...body, 0x0c, 0, 0x0b, 0x0b],
  ],
  /** if (condition) body, where `condition` leaves it. */
  when: (condition: Code, body: Code): Code => [...condition, 0x04, 0x40, ...body, 0x0b],
} as const;

/** A stretch of instructions. */
export type Code = readonly number[];

/** A function of 32-bit numbers. */
export interface WasmFunction {
  readonly name: string;
  readonly parameters: number;
  readonly returns: boolean;
  /** Further locals behind the parameters: how many of which type. */
  readonly locals: readonly (readonly [count: number, type: number])[];
  readonly code: Code;
}

/** What a module made here exports. */
export interface WasmMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

/** Bytes of a page of memory. */
export const WASM_PAGE = 65_536;

/**
 * Compiles functions over one memory of a page that grows: for loops that JavaScript has no
 * instructions for.
 *
 * @returns the functions by name, with `memory`; null where the machine lacks the instructions
 */
export function wasmFunctions<T extends object>(
  functions: readonly WasmFunction[],
): (T & { readonly memory: WasmMemory }) | null {
  const { i32 } = WASM;
  const bytes = Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [
      functions.length,
      ...functions.flatMap(({ parameters, returns }) => [
        ...[0x60, parameters, ...Array.from({ length: parameters }, () => i32)],
        ...(returns ? [1, i32] : [0]),
      ]),
    ]),
    ...section(3, [functions.length, ...functions.keys()]),
    ...section(5, [1, 0, 1]),
    ...section(7, [
      functions.length + 1,
      ...[...name("memory"), 2, 0],
      ...functions.flatMap((each, index) => [...name(each.name), 0, index]),
    ]),
    ...section(10, [
      functions.length,
      ...functions.flatMap(({ locals, code }) => {
        const whole = [locals.length, ...locals.flat(), ...code, 0x0b];
        return [...unsigned(whole.length), ...whole];
      }),
    ]),
  ]);
  const { Module, Instance, validate } = (
    globalThis as unknown as { readonly WebAssembly: Interface<T> }
  ).WebAssembly;
  return validate(bytes) ? new Instance(new Module(bytes)).exports : null;
}

/** The part of WebAssembly's interface that is used here: no type library that we load has it. */
interface Interface<T> {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => {
    readonly exports: T & { readonly memory: WasmMemory };
  };
  validate(bytes: Uint8Array): boolean;
}

function section(id: number, content: Code): Code {
  return [id, ...unsigned(content.length), ...content];
}
function name(text: string): Code {
  return [text.length, ...Buffer.from(text)];
}
function unsigned(value: number): Code {
  return value < 128 ? [value] : [(value & 127) | 128, ...unsigned(value >>> 7)];
}
function signed(value: number): Code {
  return value < 64 ? [value] : [(value & 127) | 128, ...signed(value >>> 7)];
}
