import { DatawrightError } from "../../../base/errors.js";
import { shown } from "../../../base/settings/check-options.js";
import type { PlainInput, TextInput } from "../contract.js";
import { LEARNING_FEATURES, type LearningFeatures } from "./learning-features.js";

/**
 * Refuses what is none of LEARNING_FEATURES.
 *
 * @param of the function that was given it
 * @throws SHAPE
 */
export function checkFeatures(features: LearningFeatures | undefined, of: string): void {
  if (features === undefined || LEARNING_FEATURES.includes(features)) return;
  throw new DatawrightError({
    code: "SHAPE",
    message: `${of}: features is ${shown(features)}; it must be one of ${LEARNING_FEATURES.join(", ")}`,
  });
}

/** Texts that are asked for at a time, so that a long wait can be shown and stopped. */
const ASKED = 2048;

export interface EmbeddedInputsOptions {
  /** Unit vectors of texts. */
  embed(texts: readonly string[]): Promise<readonly ArrayLike<number>[]>;
  /** Default: words. */
  readonly features?: LearningFeatures;
  readonly signal?: AbortSignal;
  /** Called with a step and a share from 0 to 1. */
  progress?(step: string, share: number): void;
}

/**
 * Texts with their embeddings, of a pair those of both; as they are where only words count, and
 * blank ones in any case.
 *
 * @throws SHAPE       if the model gives another number of vectors than texts
 * @throws INTERRUPTED if the signal fired
 */
export async function embeddedInputs(
  inputs: readonly PlainInput[],
  { embed, features = "words", signal, progress }: EmbeddedInputsOptions,
): Promise<readonly TextInput[]> {
  if (features === "words") return inputs;
  const wanted = inputs.filter(isFilled).flat();
  const texts = [...new Set(wanted)];
  const vectors = new Map<string, ArrayLike<number>>();
  for (let from = 0; from < texts.length; from += ASKED) {
    if (signal?.aborted)
      throw new DatawrightError({
        code: "INTERRUPTED",
        message: "embedding the rows was stopped before it ended",
        cause: signal.reason,
      });
    if (texts.length > ASKED) progress?.("embeddings", from / texts.length);
    const part = texts.slice(from, from + ASKED);
    const found = await embed(part);
    if (found.length !== part.length)
      throw new DatawrightError({
        code: "SHAPE",
        message: `${part.length} texts were embedded into ${found.length} vectors`,
      });
    part.forEach((text, at) => vectors.set(text, found[at]!));
  }
  const alone = features === "embeddings";
  return inputs.map((text) => {
    if (!isFilled(text)) return text;
    const vector =
      typeof text === "string"
        ? vectors.get(text)!
        : ([vectors.get(text[0])!, vectors.get(text[1])!] as const);
    return { text, vector, alone };
  });
}

function isFilled(input: PlainInput): boolean {
  return [input].flat().every((text) => text.trim() !== "");
}
