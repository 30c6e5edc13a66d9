import type { Row } from "../../schema/sample.js";
import type { OpeningProgress } from "../runtime/run-options.js";
import type { RunRuntime } from "../runtime/runtime.js";
import { mendedVectors } from "./mend-vectors.js";

/** Samples that are read together. */
const PAGE = 500;

/**
 * Support rows first, then every sample that the gate ever accepted, in that order: the same index
 * as before a kill.
 *
 * @param options.supportOnly true where samples are added later, round by round
 * @param options.progress called behind every page of samples
 * @returns vectors that were missing or damaged, and were made anew
 */
export async function fillNovelty(
  runtime: RunRuntime,
  support: readonly Row[],
  {
    supportOnly = false,
    progress,
  }: {
    readonly supportOnly?: boolean;
    readonly progress?: ((at: OpeningProgress) => void) | undefined;
  } = {},
): Promise<number> {
  const vectors = await runtime.embeddings.embed(support.map((row) => row.text));
  for (const [index, row] of support.entries())
    runtime.novelty.add({ id: row.id, text: row.text, vector: vectors[index]!, round: -1 });
  if (supportOnly) return 0;
  const of = progress === undefined ? 0 : await runtime.samples.everAccepted();
  let [done, mended] = [0, 0];
  let page: { id: string; text: string; round: number }[] = [];
  const flush = async (): Promise<void> => {
    const stored = await mendedVectors(runtime, page);
    for (const sample of page)
      runtime.novelty.add({ ...sample, vector: stored.vectors.get(sample.id) ?? null });
    mended += stored.mended;
    done += page.length;
    page = [];
    progress?.({ step: "indexing", done, of });
  };
  for await (const sample of runtime.samples.stream({ everAccepted: true, order: "accepted" })) {
    page.push({ id: sample.id, text: sample.text, round: sample.round });
    if (page.length >= PAGE) await flush();
  }
  await flush();
  return mended;
}
