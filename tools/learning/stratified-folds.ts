import { DatawrightError } from "../../base/errors.js";
import { Random } from "../../base/statistics/random.js";
import { normalizeText } from "../../base/text/normalize.js";
import type { TextInput } from "./contract.js";
import { plainInput } from "./features/plain-input.js";
import { append } from "../../base/values/append.js";

/**
 * Assigns every row to a fold so that each class is spread evenly and rows whose normalised texts
 * are equal stay together (else a model would be asked about a text that it has learnt by heart).
 *
 * With fewer distinct texts than folds there are as many folds as distinct texts.
 *
 * @param stratum one number per row, its class
 * @returns       fold per row, from 0
 * @throws SHAPE          if `folds` is not an integer >= 2
 * @throws TRAINING_DATA  if there are fewer than two distinct texts
 */
export function stratifiedFolds(
  texts: readonly TextInput[],
  stratum: ArrayLike<number>,
  folds: number,
  seed: number | string,
): Int32Array {
  if (!Number.isInteger(folds) || folds < 2)
    throw new DatawrightError({
      code: "SHAPE",
      message: `folds is ${folds}; it must be an integer >= 2`,
    });
  const groups = new Map<string, number[]>();
  texts.forEach((text, row) => {
    const plain = plainInput(text);
    const key =
      typeof plain === "string"
        ? normalizeText(plain)
        : `${normalizeText(plain[0])}\u0000${normalizeText(plain[1])}`;
    append(groups, key, row);
  });
  if (groups.size < 2) {
    throw new DatawrightError({
      code: "TRAINING_DATA",
      message: `${texts.length} rows hold ${groups.size} distinct text: none can be held out`,
      hint: "cross-validation needs at least two texts that differ after normalisation",
    });
  }
  const used = Math.min(folds, groups.size);
  const inFold = new Int32Array(used);
  const ofStratum = new Map<number, Int32Array>();
  const foldOf = new Int32Array(texts.length);
  const order = new Random(seed).derive("folds").shuffle([...groups.values()]);
  // Large groups first: they are the ones that cannot be balanced by what follows.
  order.sort((a, b) => b.length - a.length);
  for (const group of order) {
    const wanted = stratum[group[0]!]!;
    let held = ofStratum.get(wanted);
    if (held === undefined) ofStratum.set(wanted, (held = new Int32Array(used)));
    let best = 0;
    for (let fold = 1; fold < used; fold++) {
      if (held[fold]! < held[best]! || (held[fold] === held[best] && inFold[fold]! < inFold[best]!))
        best = fold;
    }
    for (const row of group) {
      foldOf[row] = best;
      inFold[best]!++;
      const own = ofStratum.get(stratum[row]!);
      if (own === undefined)
        ofStratum.set(
          stratum[row]!,
          Int32Array.from({ length: used }, (_, fold) => (fold === best ? 1 : 0)),
        );
      else own[best]!++;
    }
  }
  return foldOf;
}
