/**
 * The indices of the keys in ascending order of key, equal keys in order of index (radix sort, two
 * passes of 16 bits).
 */
export function sortByKey(keys: Uint32Array): Uint32Array {
  const byLow = new Uint32Array(keys.length);
  const sorted = new Uint32Array(keys.length);
  pass(keys, undefined, byLow, 0);
  pass(keys, byLow, sorted, 16);
  return sorted;
}

function pass(
  keys: Uint32Array,
  order: Uint32Array | undefined,
  out: Uint32Array,
  shift: number,
): void {
  const starts = new Uint32Array(65537);
  for (let index = 0; index < keys.length; index++) {
    const digit = (((keys[index] as number) >>> shift) & 0xffff) + 1;
    starts[digit] = (starts[digit] as number) + 1;
  }
  for (let digit = 1; digit < 65537; digit++)
    starts[digit] = (starts[digit] as number) + (starts[digit - 1] as number);
  for (let position = 0; position < keys.length; position++) {
    const index = order === undefined ? position : (order[position] as number);
    const digit = ((keys[index] as number) >>> shift) & 0xffff;
    const at = starts[digit] as number;
    out[at] = index;
    starts[digit] = at + 1;
  }
}
