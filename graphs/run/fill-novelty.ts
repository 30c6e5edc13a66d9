import type { Row } from "../../schema/sample.js";
import type { RunRuntime } from "../runtime/runtime.js";

/**
 * Support rows first, then every sample that the gate ever accepted, in that order: the same index
 * as before a kill.
 *
 * @param options.supportOnly true where samples are added later, round by round
 */
export async function fillNovelty(
  runtime: RunRuntime,
  support: readonly Row[],
  { supportOnly = false }: { readonly supportOnly?: boolean } = {},
): Promise<void> {
  const vectors = await runtime.embeddings.embed(support.map((row) => row.text));
  for (const [index, row] of support.entries())
    runtime.novelty.add({ id: row.id, text: row.text, vector: vectors[index]!, round: -1 });
  if (supportOnly) return;
  let page: { id: string; text: string; round: number }[] = [];
  const flush = async (): Promise<void> => {
    const stored = await runtime.samples.vectors(page.map(({ id }) => id));
    for (const sample of page)
      runtime.novelty.add({ ...sample, vector: stored.get(sample.id) ?? null });
    page = [];
  };
  for await (const sample of runtime.samples.stream({ everAccepted: true, order: "accepted" })) {
    page.push({ id: sample.id, text: sample.text, round: sample.round });
    if (page.length >= 500) await flush();
  }
  await flush();
}
