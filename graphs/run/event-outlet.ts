import { isCallEvent, type EventStream, type RunEvent } from "../runtime/events.js";

type Writer = (event: RunEvent) => void;

/** Events that wait at most for the next reader. */
const MOST_WAITING = 1000;

/**
 * Hands the events of a run to one reader after another. What happens between two of them waits for
 * the next one (bounded, calls left out); a reader that wants none keeps none.
 */
export class EventOutlet {
  readonly #waiting: RunEvent[] = [];
  #writer: Writer | null = null;

  constructor(events: EventStream) {
    events.on((event) => {
      if (this.#writer !== null) return this.#writer(event);
      if (isCallEvent(event)) return;
      this.#waiting.push(event);
      if (this.#waiting.length > MOST_WAITING) this.#waiting.shift();
    });
  }

  /** Gives a reader what waits and what happens from now on; returns how to stop that. */
  open(writer: Writer = () => {}): () => void {
    for (const event of this.#waiting.splice(0)) writer(event);
    this.#writer = writer;
    return () => {
      if (this.#writer === writer) this.#writer = null;
    };
  }
}
