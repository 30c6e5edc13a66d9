/** Whether the row at a place is one of `most` that are spread evenly over `of` rows. */
export function isEvenlySpaced(
  at: number,
  { most, of }: { readonly most: number; readonly of: number },
): boolean {
  if (of <= most) return true;
  return Math.floor(((at + 1) * most) / of) > Math.floor((at * most) / of);
}
