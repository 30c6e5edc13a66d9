import { mix32 } from "../../base/statistics/hash.js";

// Local names: looking up a global costs more than these loops where modules run in a sandbox.
const { imul, min } = Math;

const SYMBOLS = " abcdefghijklmnopqrstuvwxyz0123456789$+<=>|~-*/%!&^[].";
const CODES = new Uint8Array(128).fill(255);
for (let index = 0; index < SYMBOLS.length; index++) CODES[SYMBOLS.charCodeAt(index)] = index;

/**
 * Writes the sorted set of character shingles of a normalised text, as 32-bit numbers, into `out`
 * from `offset`.
 *
 * A shingle of five characters out of a to z, 0 to 9, space and the ASCII symbols and operators
 * that normalisation keeps is packed into 30 bits, so two such shingles are equal exactly where their numbers are; any
 * other is hashed into the range above. A text shorter than a shingle is one shingle; an empty one
 * has none.
 *
 * @param size characters (UTF-16 units) of a shingle
 * @returns the number of shingles written, at most max(1, length - size + 1)
 */
export function writeShingles(
  normal: string,
  size: number,
  out: Uint32Array,
  offset: number,
): number {
  const length = normal.length;
  if (length === 0) return 0;
  let count = 0;
  if (length <= size || size !== 5) {
    for (let start = 0; start === 0 || start + size <= length; start++)
      out[offset + count++] = hashed(normal, start, min(start + size, length));
  } else {
    let packed = 0;
    let plain = 0;
    for (let index = 0; index < length; index++) {
      const unit = normal.charCodeAt(index);
      const code = unit < 128 ? (CODES[unit] as number) : 255;
      plain = code === 255 ? 0 : plain + 1;
      packed = ((packed << 6) & 0x3fffffff) | (code & 63);
      if (index < 4) continue;
      out[offset + count++] = plain >= 5 ? packed : hashed(normal, index - 4, index + 1);
    }
  }
  const written = out.subarray(offset, offset + count).sort();
  let distinct = 0;
  for (let index = 0; index < count; index++) {
    if (index === 0 || written[index] !== written[index - 1])
      written[distinct++] = written[index] as number;
  }
  return distinct;
}

function hashed(text: string, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let index = start; index < end; index++)
    hash = imul(hash ^ text.charCodeAt(index), 0x01000193) ^ (hash >>> 15);
  return (mix32(hash) | 0x40000000) >>> 0;
}

/**
 * Size of the intersection of two sorted sets in one pool, or -1 as soon as it cannot reach
 * `least`.
 */
export function sharedShingles(
  a: Uint32Array,
  aStart: number,
  aEnd: number,
  b: Uint32Array,
  bStart: number,
  bEnd: number,
  least: number,
): number {
  let i = aStart;
  let j = bStart;
  let shared = 0;
  // What either side may still skip before `least` is out of reach.
  let spareA = aEnd - aStart - least;
  let spareB = bEnd - bStart - least;
  while (i < aEnd && j < bEnd) {
    const x = a[i] as number;
    const y = b[j] as number;
    if (x === y) {
      shared++;
      i++;
      j++;
    } else if (x < y) {
      i++;
      if (--spareA < 0) return -1;
    } else {
      j++;
      if (--spareB < 0) return -1;
    }
  }
  return shared >= least ? shared : -1;
}

/**
 * The smallest intersection at which two sets of these sizes have a Jaccard similarity of at least
 * `threshold`.
 */
export function leastShared(sizeA: number, sizeB: number, threshold: number): number {
  return Math.ceil((threshold / (1 + threshold)) * (sizeA + sizeB) - 1e-9);
}
