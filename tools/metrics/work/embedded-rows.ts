import { writeUnit, type UnitRows } from "../vectors/unit-rows.js";

/** Texts embedded in one call. */
const BATCH = 256;

/**
 * The vectors of texts at length 1, in memory that threads share; null without texts. No more than
 * a batch of vectors is kept beside it.
 *
 * @throws VECTOR_INVALID, SHAPE for vectors that cannot be compared
 */
export async function embeddedRows(
  texts: readonly string[],
  embed: (texts: readonly string[]) => Promise<readonly ArrayLike<number>[]>,
  progress: (share: number) => void = () => {},
): Promise<UnitRows | null> {
  let values: Float32Array | undefined;
  let dimension = 0;
  for (let start = 0; start < texts.length; start += BATCH) {
    const vectors = await embed(texts.slice(start, start + BATCH));
    if (values === undefined) {
      dimension = vectors[0]!.length;
      values = new Float32Array(new SharedArrayBuffer(4 * texts.length * dimension));
    }
    for (const [index, vector] of vectors.entries())
      writeUnit(values, start + index, { vector, dimension });
    progress(Math.min(1, (start + BATCH) / texts.length));
  }
  return values === undefined ? null : { values, rows: texts.length, dimension };
}
