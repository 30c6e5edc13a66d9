import type { Sample } from "../../schema/sample.js";
import type { RunRuntime } from "../runtime/runtime.js";

/** Samples whose vectors are looked at and made together. */
const PAGE = 500;

/**
 * Makes vectors anew that the store has lost or that are damaged: without them the gate would take
 * copies for new.
 *
 * @returns what was mended, in a sentence, or nothing
 */
export async function mendVectors({
  samples,
  embeddings,
  novelty,
}: Pick<RunRuntime, "samples" | "embeddings" | "novelty">): Promise<readonly string[]> {
  let mended = 0;
  let page: { id: string; text: string }[] = [];
  const flush = async (): Promise<void> => {
    const stored = await samples.vectors(page.map(({ id }) => id));
    const lost = page.filter(({ id }) => !isVector(stored.get(id), novelty.dimension));
    page = [];
    if (lost.length === 0) return;
    const vectors = await embeddings.embed(lost.map(({ text }) => text));
    await samples.setVectors(lost.map(({ id }, index) => [id, vectors[index]!]));
    mended += lost.length;
  };
  const look = async (sample: Sample): Promise<void> => {
    if (sample.text.trim() !== "") page.push(sample);
    if (page.length >= PAGE) await flush();
  };
  for await (const sample of samples.stream({ everAccepted: true, order: "accepted" }))
    await look(sample);
  // Drafts that the gate will compare; those that failed or were refused have no vector.
  for await (const sample of samples.stream({ status: "drafted", order: "ordinal" })) {
    if (sample.reasons.length > 0) continue;
    const verdicts = await samples.verdicts(sample.id);
    if (verdicts.every(({ pass, revision }) => pass || revision !== sample.revisions))
      await look(sample);
  }
  await flush();
  return mended === 0
    ? []
    : [`${mended} vectors of samples were missing or damaged in the store, and were made anew`];
}

function isVector(vector: Float32Array | undefined, dimension: number): boolean {
  return vector?.length === dimension && vector.every((value) => Number.isFinite(value));
}
