import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

/**
 * Rows and columns of a NumPy file of little-endian numbers (.npy, format 1 or 2, C order), gzipped
 * or not.
 */
export function readNpy(path: string): { shape: number[]; values: Float64Array } {
  const raw = readFileSync(path);
  const bytes = path.endsWith(".gz") ? gunzipSync(raw) : raw;
  const wide = bytes[6] === 2;
  const start = wide ? 12 : 10;
  const length = wide ? bytes.readUInt32LE(8) : bytes.readUInt16LE(8);
  const header = bytes.toString("latin1", start, start + length);
  const kind = /'descr': '([^']+)'/.exec(header)![1]!;
  const shape = /'shape': \(([^)]*)\)/
    .exec(header)![1]!
    .split(",")
    .filter((part) => part.trim() !== "")
    .map(Number);
  if (header.includes("'fortran_order': True"))
    throw new Error(`${path}: column order is not supported`);
  const count = shape.reduce((product, size) => product * size, 1);
  const readers: Record<string, readonly [number, (at: number) => number]> = {
    "<f8": [8, (at) => bytes.readDoubleLE(at)],
    "<f4": [4, (at) => bytes.readFloatLE(at)],
    "<u2": [2, (at) => bytes.readUInt16LE(at)],
    "<i8": [8, (at) => Number(bytes.readBigInt64LE(at))],
  };
  const reader = readers[kind];
  if (reader === undefined) throw new Error(`${path}: numbers of type ${kind} are not supported`);
  return {
    shape,
    values: Float64Array.from({ length: count }, (_, i) =>
      reader[1](start + length + i * reader[0]),
    ),
  };
}
