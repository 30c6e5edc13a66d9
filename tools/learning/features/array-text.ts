/**
 * The bytes of a typed array as base64 text (little-endian on every platform that Node 20 runs on).
 */
export function toBytes(array: Int32Array | Float32Array | Float64Array): string {
  return Buffer.from(array.buffer, array.byteOffset, array.byteLength).toString("base64");
}

/** Bytes per piece of a long array: a JavaScript string holds at most 512 MiB. */
const PIECE = 3 * 2 ** 26;

/** A long array as base64 text in pieces. */
export function toPieces(array: Float32Array): string[] {
  const bytes = Buffer.from(array.buffer, array.byteOffset, array.byteLength);
  return Array.from({ length: Math.max(1, Math.ceil(bytes.length / PIECE)) }, (_, i) =>
    bytes.toString("base64", i * PIECE, Math.min(bytes.length, (i + 1) * PIECE)),
  );
}

export function piecesToFloats(pieces: readonly string[]): Float32Array {
  const parts = pieces.map((piece) => Buffer.from(piece, "base64"));
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return new Float32Array(joined.buffer);
}

function aligned(text: string): ArrayBuffer {
  const bytes = Buffer.from(text, "base64");
  const copy = new ArrayBuffer(bytes.length);
  new Uint8Array(copy).set(bytes);
  return copy;
}

export function bytesToInts(text: string): Int32Array {
  return new Int32Array(aligned(text));
}

export function bytesToFloats(text: string): Float32Array {
  return new Float32Array(aligned(text));
}

export function bytesToDoubles(text: string): Float64Array {
  return new Float64Array(aligned(text));
}
