import type { TimeSlices } from "./time-slices.js";

/** Work that is done in pieces: between two of them the event loop may turn. */
export type Pieces<T> = Generator<undefined, T, undefined>;

/** Does all of it at once. */
export function atOnce<T>(pieces: Pieces<T>): T {
  for (;;) {
    const step = pieces.next();
    if (step.done === true) return step.value;
  }
}

/** Does it in slices of time that it shares with others. */
export async function inSlices<T>(pieces: Pieces<T>, slices: TimeSlices): Promise<T> {
  for (;;) {
    if (slices.over) await slices.turn();
    const step = pieces.next();
    if (step.done === true) return step.value;
  }
}
