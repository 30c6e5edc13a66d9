import type { z } from "zod";
import { isDatawrightError } from "../../../base/errors.js";
import type { ObjectAnswer } from "../../../tools/models/contract.js";
import type { GenerateRequest, GenerateWork } from "../contract.js";

/** An answer that cannot be used is a lost vote; trouble with the provider or the budget is not. */
const LOST = [
  "MODEL_OUTPUT",
  "MODEL_EMPTY",
  "MODEL_TRUNCATED",
  "MODEL_REFUSED",
  "MODEL_CONTENT_FILTER",
  "MODEL_CONTEXT_LENGTH",
];

/**
 * Asks the same question several times, each under a part of its own, all at once.
 *
 * @returns the answers in the order of the questions, without those that could not be used
 * @throws the first error where none could be used
 */
export async function askVotes<S extends z.ZodObject>(
  ask: GenerateWork["ask"],
  request: GenerateRequest<S>,
  { samples, part = "vote" }: { readonly samples: number; readonly part?: string },
): Promise<ObjectAnswer<z.output<S>>[]> {
  const votes = await Promise.all(
    Array.from({ length: samples }, async (_, index) => {
      try {
        return await ask({ ...request, part: `${part}-${index + 1}` });
      } catch (error) {
        if (isDatawrightError(error) && LOST.includes(error.code)) return error;
        throw error;
      }
    }),
  );
  const usable = votes.filter(
    (vote): vote is ObjectAnswer<z.output<S>> => !isDatawrightError(vote),
  );
  const lost = votes.find((vote) => isDatawrightError(vote));
  if (usable.length === 0 && lost !== undefined) throw lost;
  return usable;
}
