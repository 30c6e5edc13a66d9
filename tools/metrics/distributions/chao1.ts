/**
 * How many kinds there are at least, seen or not (Chao 1984): S + f1 (f1 - 1) / (2 (f2 + 1)) with f1
 * kinds seen once and f2 seen twice, the bias-corrected form; 0 where nothing was drawn.
 *
 * @param counts how often each kind was seen; zeros do not count
 */
export function chao1(counts: ArrayLike<number>): number {
  let [seen, once, twice] = [0, 0, 0];
  for (let kind = 0; kind < counts.length; kind++) {
    const count = counts[kind]!;
    if (count > 0) seen++;
    if (count === 1) once++;
    else if (count === 2) twice++;
  }
  return seen + (once * (once - 1)) / (2 * (twice + 1));
}
