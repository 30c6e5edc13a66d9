import { Random } from "../base/statistics/random.js";
import type { CurationContext } from "../tools/curation/contract.js";

/** Curation without a model, people, embeddings or support rows. */
export function bareContext(
  labels: readonly string[],
  seed: number,
  multiLabel = false,
): CurationContext {
  return {
    labels,
    multiLabel,
    support: [],
    random: new Random(seed),
    seed,
    language: "en",
    progress: () => undefined,
    embed: () => Promise.resolve([]),
  };
}
