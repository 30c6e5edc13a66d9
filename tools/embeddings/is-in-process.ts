import type { EmbeddingModel } from "../models/contract.js";

/** Whether embeddings are made in this process: they cost nothing, and are made anew. */
export function isInProcess(model: Pick<EmbeddingModel, "name">): boolean {
  return /^embedded(-|$)/u.test(model.name);
}
