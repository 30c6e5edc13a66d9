import { isDatawrightError, type DatawrightError } from "../../base/errors.js";
import type { ChatModel, MeteredEmbeddings } from "../../tools/models/contract.js";
import type { CheckedRun } from "../opening/checked-run.js";

type Models = Pick<CheckedRun, "models" | "embeddings">;

/** What a run's models are known to miss before anything is asked, such as a key; each once. */
export function missingOf({ models, embeddings }: Models): DatawrightError[] {
  const missing = new Map<string, DatawrightError>();
  const asked: readonly Pick<ChatModel, "ready">[] = [
    ...Object.values(models).flatMap(({ model, also = [] }) => [
      model,
      ...also.map((other) => other.model),
    ]),
    embeddings as MeteredEmbeddings,
  ];
  for (const model of asked) {
    try {
      model.ready?.();
    } catch (error) {
      if (!isDatawrightError(error)) throw error;
      missing.set(error.message, error);
    }
  }
  return [...missing.values()];
}

/** @throws MODEL_KEY_MISSING, and whatever else a model of the run knows to be missing */
export function requireReady(models: Models): void {
  const [first] = missingOf(models);
  if (first) throw first;
}
