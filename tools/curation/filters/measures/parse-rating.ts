/**
 * The rating in a judge's answer: the number that is the first line (also written "4.5/5"), else
 * the number after "score:"; -1 where there is neither (as AlpaGasus reads it), or where the number
 * lies outside the scale.
 */
export function parseRating(answer: string, scale: number): number {
  const lines = answer.trim().split("\n");
  const first =
    /^\s*[*_"']*([+-]?(?:\d+(?:\.\d*)?|\.\d+))(?:\s*\/\s*\d+(?:\.\d+)?)?[*_"']*\.?\s*$/u.exec(
      lines[0] ?? "",
    );
  const named = first ?? /score\W{0,6}:\W{0,6}([+-]?(?:\d+(?:\.\d*)?|\.\d+))/iu.exec(answer);
  const rating = named === null ? -1 : Number(named[1]);
  return rating >= 0 && rating <= scale ? rating : -1;
}
