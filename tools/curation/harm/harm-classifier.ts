import { DatawrightError } from "../../../base/errors.js";
import type { TextClassifier } from "../../learning/contract.js";
import { trainTextClassifierInWorker } from "../../learning/learning-in-worker.js";
import { decidingOptions } from "../../learning/out-of-sample.js";

/** A text with what people say about it. */
export interface HarmExample {
  readonly text: string;
  readonly harmful: boolean;
}

/**
 * Trains a small classifier of harmful texts on rows that people labelled; classes "harmless" and
 * "harmful".
 *
 * @throws TRAINING_DATA if one of the two kinds has no example
 */
export async function trainHarmClassifier(
  examples: readonly HarmExample[],
  options: { readonly seed?: number; readonly signal?: AbortSignal } = {},
): Promise<TextClassifier> {
  const harmful = examples.filter((example) => example.harmful).length;
  if (harmful === 0 || harmful === examples.length) {
    throw new DatawrightError({
      code: "TRAINING_DATA",
      message:
        `the harm classifier has ${harmful} harmful and ${examples.length - harmful} harmless ` +
        "examples",
      hint: "it needs examples of both kinds",
    });
  }
  return trainTextClassifierInWorker(
    {
      texts: examples.map((example) => example.text),
      labels: examples.map((example) => (example.harmful ? "harmful" : "harmless")),
      classes: ["harmless", "harmful"],
      classWeights: "balanced",
      seed: options.seed ?? 0,
      ...decidingOptions(examples.length),
    },
    options.signal ? { signal: options.signal } : {},
  );
}
