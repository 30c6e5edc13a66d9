import { setTimeout as delay } from "node:timers/promises";
import { DatawrightError } from "../../base/errors.js";
import { runEntries } from "../runtime/run-entries.js";
import type { RunRuntime } from "../runtime/runtime.js";

/** Milliseconds between two looks whether the labeler has learned: first, and at most. */
const LOOK = { first: 20, most: 500 };

/**
 * What the labeler learned at a round, in a process that does not train it: the process of the run
 * does, and stores it.
 *
 * @throws MODEL_ABORTED where the chunk is given up, or was done by another meanwhile: what a round
 *         in flight is labelled by is never forgotten
 */
export async function learnedElsewhere(
  { store, abort }: Pick<RunRuntime, "store" | "abort">,
  round: number,
): Promise<unknown> {
  for (let wait = LOOK.first; ; wait = Math.min(LOOK.most, wait * 1.5)) {
    const stored = await store.get(runEntries.learned(round));
    if (stored !== null) {
      if ("state" in stored) return stored.state;
      throw givenUp(`what the labeler learned at round ${round} is needed by no round in flight`);
    }
    if (abort.signal.aborted) throw givenUp(`the labeler had not learned from round ${round} yet`);
    await delay(wait);
  }
}

function givenUp(why: string): DatawrightError {
  return new DatawrightError({ code: "MODEL_ABORTED", message: `the chunk was given up: ${why}` });
}
