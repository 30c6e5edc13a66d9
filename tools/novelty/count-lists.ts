/**
 * Counts for each number how many of the lists it stands in.
 *
 * @param lists rising numbers
 * @param options.from lower numbers are passed over
 * @param options.counts by number, 0 before; whoever asks sets those returned back to 0
 * @returns the numbers that stand in one of the lists or more
 */
export function countLists(
  lists: readonly (readonly number[])[],
  { from, counts }: { readonly from: number; readonly counts: Int32Array },
): number[] {
  const touched: number[] = [];
  for (const list of lists) {
    for (let at = from === 0 ? 0 : firstAtLeast(list, from); at < list.length; at++) {
      const number = list[at] as number;
      if (counts[number] === 0) touched.push(number);
      counts[number] = (counts[number] as number) + 1;
    }
  }
  return touched;
}

/** Where the numbers of a rising list begin that are at least so large. */
function firstAtLeast(list: ArrayLike<number>, least: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle] as number) < least) low = middle + 1;
    else high = middle;
  }
  return low;
}
