/**
 * An estimate of the share of wrong labels: how often the given label is not the prediction among
 * the `share` of rows whose prediction is surest, whatever their label. Hard rows are rarely
 * predicted surely, so they hardly count, while a wrong label on an easy row cannot be explained
 * otherwise; a set that is hard but clean gets nearly 0 where its plain disagreement is large.
 *
 * @param probabilities out-of-sample class probabilities, n rows of k
 * @param labels        given labels, n integers in [0, k)
 */
export function noiseFloor(
  probabilities: readonly ArrayLike<number>[],
  labels: ArrayLike<number>,
  share = 0.5,
): number {
  const judged = probabilities.map((row, index) => {
    let best = 0;
    for (let c = 1; c < row.length; c++) if (row[c]! > row[best]!) best = c;
    return { sure: row[best]!, wrong: best !== labels[index] };
  });
  const surest = judged
    .sort((a, b) => b.sure - a.sure)
    .slice(0, Math.max(1, Math.round(share * judged.length)));
  return surest.length === 0 ? 0 : surest.filter(({ wrong }) => wrong).length / surest.length;
}
