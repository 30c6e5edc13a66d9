// Local names: looking up a global costs more than these loops where modules run in a sandbox.
const { imul } = Math;
const BASE = 0x01000193;

/**
 * The length of the longest run of tokens that stands in both lists, in O(n log n): by bisection,
 * with rolling hashes (Karp and Rabin 1987) whose hits are compared.
 *
 * @param bounds a length that both are known to share, and one that no shared run is longer than
 */
export function longestCommonRun(
  left: Int32Array,
  right: Int32Array,
  bounds: { readonly least: number; readonly most: number },
): number {
  let shared = bounds.least;
  let tooLong = Math.min(bounds.most, left.length, right.length) + 1;
  // A copied text is mostly shared as far as it can be.
  for (let length = tooLong - 1; shared < tooLong - 1; length = (shared + tooLong) >> 1) {
    if (sharesRun(left, right, length)) shared = length;
    else tooLong = length;
  }
  return shared;
}

function sharesRun(left: Int32Array, right: Int32Array, length: number): boolean {
  const places = new Map<number, number>();
  eachRun(right, length, (hash, start) => {
    if (!places.has(hash)) places.set(hash, start);
    return false;
  });
  return eachRun(left, length, (hash, start) => {
    const place = places.get(hash);
    if (place === undefined) return false;
    for (let index = 0; index < length; index++)
      if (left[start + index] !== right[place + index]) return false;
    return true;
  });
}

/** True as soon as `found` says so of the hash and start of a run. */
function eachRun(
  tokens: Int32Array,
  length: number,
  found: (hash: number, start: number) => boolean,
): boolean {
  let first = 1;
  for (let index = 1; index < length; index++) first = imul(first, BASE);
  let hash = 0;
  for (let end = 0; end < tokens.length; end++) {
    if (end >= length) hash = (hash - imul(first, (tokens[end - length] as number) + 1)) | 0;
    hash = (imul(hash, BASE) + (tokens[end] as number) + 1) | 0;
    if (end >= length - 1 && found(hash, end - length + 1)) return true;
  }
  return false;
}
