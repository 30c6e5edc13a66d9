/**
 * A number for each name, the same for equal ones, in order of first appearance; below 0 for "".
 * Null where all are "".
 */
export function classNumbers(names: readonly string[]): Int32Array | null {
  const numbers = new Map<string, number>();
  const found = Int32Array.from(names, (name) => {
    if (name === "") return -1;
    if (!numbers.has(name)) numbers.set(name, numbers.size);
    return numbers.get(name)!;
  });
  return numbers.size === 0 ? null : found;
}
