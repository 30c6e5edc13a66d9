import type { TextInput } from "../contract.js";
import type { FeatureOptions } from "./feature-options.js";
import { FeatureScanner } from "./feature-scanner.js";
import type { FingerprintTable } from "./fingerprint-table.js";

/**
 * How often each feature occurs in each text; features are numbered by a fingerprint table, in no
 * order within a row.
 */
export interface CountMatrix {
  readonly rows: number;
  readonly starts: Int32Array;
  readonly indices: Int32Array;
  readonly counts: Float32Array;
}

/**
 * Counts the features of texts.
 *
 * @param table numbers the features; grows by the new ones when `grow` is set, else new ones are
 *         not counted
 */
export function countFeatures(
  texts: readonly TextInput[],
  options: FeatureOptions,
  table: FingerprintTable,
  grow: boolean,
): CountMatrix {
  const scanner = new FeatureScanner(options);
  const shift = 32 - options.hashBits;
  const hashed = options.vocabulary === "hashed";
  const starts = new Int32Array(texts.length + 1);
  let indices = new Int32Array(1 << 16);
  let counts = new Float32Array(1 << 16);
  let position = new Int32Array(Math.max(1 << 16, table.size)).fill(-1);
  let end = 0;
  for (let row = 0; row < texts.length; row++) {
    scanner.scan(texts[row]!);
    const { low, high, length } = scanner;
    if (end + length > indices.length) {
      const capacity = Math.max(Math.ceil(1.4 * indices.length), end + length);
      indices = enlarge(indices, new Int32Array(capacity));
      counts = enlarge(counts, new Float32Array(capacity));
    }
    const rowStart = end;
    for (let f = 0; f < length; f++) {
      const a = hashed ? low[f]! >>> shift : low[f]!;
      const b = hashed ? high[f]! & 3 : high[f]!;
      const id = grow ? table.add(a, b) : table.find(a, b);
      if (id < 0) continue;
      if (id >= position.length)
        position = enlarge(position, new Int32Array(2 * position.length).fill(-1));
      const seen = position[id]!;
      if (seen >= rowStart) counts[seen] = counts[seen]! + 1;
      else {
        position[id] = end;
        indices[end] = id;
        counts[end++] = 1;
      }
    }
    starts[row + 1] = end;
  }
  return {
    rows: texts.length,
    starts,
    indices: indices.subarray(0, end),
    counts: counts.subarray(0, end),
  };
}

function enlarge<A extends Int32Array | Float32Array>(from: A, to: A): A {
  to.set(from);
  return to;
}

/** In how many texts each feature occurs. */
export function documentFrequency(counts: CountMatrix, columns: number): Int32Array {
  const frequency = new Int32Array(columns);
  for (let p = 0; p < counts.indices.length; p++) frequency[counts.indices[p]!]!++;
  return frequency;
}
