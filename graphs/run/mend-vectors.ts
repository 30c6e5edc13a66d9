import type { RunRuntime } from "../runtime/runtime.js";

/** Samples whose vectors are looked at and made together. */
const PAGE = 500;

type Parts = Pick<RunRuntime, "samples" | "embeddings" | "novelty">;

/**
 * The stored vectors of samples; those that the store has lost or that are damaged are made anew:
 * without them the gate would take copies for new.
 */
export async function mendedVectors(
  { samples, embeddings, novelty }: Parts,
  page: readonly { readonly id: string; readonly text: string }[],
): Promise<{ readonly vectors: ReadonlyMap<string, Float32Array>; readonly mended: number }> {
  const vectors = await samples.vectors(page.map(({ id }) => id));
  const lost = page.filter(
    ({ id, text }) => text.trim() !== "" && !isVector(vectors.get(id), novelty.dimension),
  );
  if (lost.length === 0) return { vectors, mended: 0 };
  const made = await embeddings.embed(lost.map(({ text }) => text));
  await samples.setVectors(lost.map(({ id }, index) => [id, made[index]!]));
  for (const [index, { id }] of lost.entries()) vectors.set(id, made[index]!);
  return { vectors, mended: lost.length };
}

/**
 * Mends the vectors of drafts that the gate will compare; those that failed or were refused have none.
 *
 * @returns how many were made anew
 */
export async function mendDrafts(parts: Parts): Promise<number> {
  let mended = 0;
  let page: { id: string; text: string }[] = [];
  const flush = async (): Promise<void> => {
    mended += (await mendedVectors(parts, page)).mended;
    page = [];
  };
  for await (const sample of parts.samples.stream({ status: "drafted", order: "ordinal" })) {
    if (sample.reasons.length > 0) continue;
    const verdicts = await parts.samples.verdicts(sample.id);
    if (!verdicts.every(({ pass, revision }) => pass || revision !== sample.revisions)) continue;
    page.push(sample);
    if (page.length >= PAGE) await flush();
  }
  await flush();
  return mended;
}

/** What was mended, in a sentence, or nothing. */
export function mendedSentence(mended: number): readonly string[] {
  return mended === 0
    ? []
    : [`${mended} vectors of samples were missing or damaged in the store, and were made anew`];
}

function isVector(vector: Float32Array | undefined, dimension: number): boolean {
  return vector?.length === dimension && vector.every((value) => Number.isFinite(value));
}
