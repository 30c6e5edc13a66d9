/*
 * The words of WebAssembly that the kernels are written in, as bytes (WebAssembly core
 * specification 2.0, chapter 5). Operands come before their operation.
 */

export type Code = readonly number[];

/** Types of values. */
export const INTEGER_TYPE = 0x7f;
export const VECTOR_TYPE = 0x7b;

/** Operations on four 32-bit floats, by their numbers. */
export const vectorOperation = {
  equal: 0x41,
  unequal: 0x42,
  greater: 0x44,
  and: 0x4e,
  andNot: 0x4f,
  or: 0x50,
  select: 0x52,
  anyTrue: 0x53,
  absolute: 0xe0,
  add: 0xe4,
  subtract: 0xe5,
  multiply: 0xe6,
  least: 0xe8,
  most: 0xe9,
  /** The first two as 64-bit floats, and back. */
  widen: 0x5f,
  narrow: 0x5e,
  addWide: 0xf0,
  multiplyWide: 0xf2,
} as const;

/** Operations on integers. */
export const integerOperation = {
  isZero: 0x45,
  atLeast: 0x4f,
  add: 0x6a,
  multiply: 0x6c,
} as const;

/** An unsigned number, seven bits a byte. */
function unsigned(value: number): Code {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
}

/** Things with their count before them. */
export function counted(items: readonly Code[]): Code {
  return [...unsigned(items.length), ...items.flat()];
}

/** Bytes with their number before them. */
function sized(bytes: Code): Code {
  return [...unsigned(bytes.length), ...bytes];
}

function text(words: string): Code {
  return sized([...new TextEncoder().encode(words)]);
}

function section(id: number, content: Code): Code {
  return [id, ...sized(content)];
}

/**
 * The bytes of a module: functions by their names, which all take the same number of integers and give
 * nothing back.
 *
 * @param from what a user of the module gives its `memory` under
 * @param functions locals, code and end of each
 */
export function moduleOf(
  functions: Readonly<Record<string, Code>>,
  { from, parameters }: { readonly from: string; readonly parameters: number },
): Uint8Array<ArrayBuffer> {
  const integersOnly = Array.from({ length: parameters }, () => [INTEGER_TYPE]);
  const names = Object.keys(functions);
  return Uint8Array.from([
    // The magic word and the version.
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, counted([[0x60, ...counted(integersOnly), ...counted([])]])),
    ...section(2, counted([[...text(from), ...text("memory"), 0x02, 0x00, 0x01]])),
    ...section(3, counted(names.map(() => [0x00]))),
    ...section(7, counted(names.map((name, at) => [...text(name), 0x00, at]))),
    ...section(10, counted(Object.values(functions).map(sized))),
  ]);
}

export function get(local: number): Code {
  return [0x20, ...unsigned(local)];
}

export function set(local: number, value: Code): Code {
  return [...value, 0x21, ...unsigned(local)];
}

/** A constant from 0 to 2^28. */
export function constant(value: number): Code {
  const low = value & 0x7f;
  // The sixth bit is the sign of the last byte.
  return value < 0x40 ? [0x41, low] : [0x41, ...signedBytes(value)];
}

function signedBytes(value: number): Code {
  return value < 0x40 ? [value] : [(value & 0x7f) | 0x80, ...signedBytes(value >>> 7)];
}

export function integers(operation: keyof typeof integerOperation, ...operands: Code[]): Code {
  return [...operands.flat(), integerOperation[operation]];
}

export function vectors(operation: keyof typeof vectorOperation, ...operands: Code[]): Code {
  return [...operands.flat(), 0xfd, ...unsigned(vectorOperation[operation])];
}

/** Four zeros. */
export const ZEROS: Code = [0xfd, 0x0c, ...Array.from({ length: 16 }, () => 0)];

/** Reads of memory; addresses are multiples of four. */
export function loadInteger(address: Code, offset = 0): Code {
  return [...address, 0x28, 0x02, ...unsigned(offset)];
}

export function loadVector(address: Code, offset = 0): Code {
  return [...address, 0xfd, 0x00, 0x02, ...unsigned(offset)];
}

/** One number in all four places. */
export function loadRepeated(address: Code, offset = 0): Code {
  return [...address, 0xfd, 0x09, 0x02, ...unsigned(offset)];
}

/** Two numbers in the first two places. */
export function loadPair(address: Code, offset = 0): Code {
  return [...address, 0xfd, 0x5d, 0x02, ...unsigned(offset)];
}

/** One number of 64 bits in both places. */
export function loadWideRepeated(address: Code, offset = 0): Code {
  return [...address, 0xfd, 0x0a, 0x02, ...unsigned(offset)];
}

export function storePair(address: Code, offset: number, value: Code): Code {
  return [...address, ...value, 0xfd, 0x5b, 0x02, ...unsigned(offset), 0x00];
}

export function storeVector(address: Code, offset: number, value: Code): Code {
  return [...address, ...value, 0xfd, 0x0b, 0x02, ...unsigned(offset)];
}

export function storeByte(address: Code, value: Code): Code {
  return [...address, ...value, 0x3a, 0x00, 0x00];
}

/** Repeats while an address in a local is below an end, which `next` must bring nearer. */
export function whileBelow(local: number, end: Code, body: Code, stride: number): Code {
  return [
    ...[0x02, 0x40, 0x03, 0x40],
    ...integers("atLeast", get(local), end),
    ...[0x0d, 0x01],
    ...body,
    ...set(local, integers("add", get(local), constant(stride))),
    ...[0x0c, 0x00, 0x0b, 0x0b],
  ];
}

export function when(condition: Code, body: Code): Code {
  return [...condition, 0x04, 0x40, ...body, 0x0b];
}
