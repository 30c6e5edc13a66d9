import { availableParallelism } from "node:os";
import { DatawrightError } from "../../../base/errors.js";
import { onAbort } from "../../models/middleware/on-abort.js";

/** A thread or process that does one task at a time and can be ended at any moment. */
interface Slot {
  send(task: unknown): void;
  /** Whether the program waits for it before it ends. */
  hold(busy: boolean): void;
  kill(): void;
}

/** What a slot tells. It takes tasks from `ready` on; `ended` may come more than once. */
export interface SlotEvents {
  ready(): void;
  /** `last` when it takes no further task. */
  answer(value: unknown, options?: { readonly last: boolean }): void;
  ended(why: string): void;
}
export type StartSlot = (events: SlotEvents) => Slot;

/**
 * How a task ended: with an answer, ended from outside because its time was over, or with its
 * thread or process.
 */
export type SlotOutcome =
  | { readonly type: "answer"; readonly value: unknown }
  | { readonly type: "overrun" }
  | { readonly type: "ended"; readonly why: string };

interface Job {
  readonly task: unknown;
  readonly milliseconds: number;
  settle(outcome: SlotOutcome): void;
  fail(error: DatawrightError): void;
}
interface Place {
  slot: Slot;
  isReady: boolean;
  job: Job | null;
  timer: NodeJS.Timeout | null;
}

const IDLE_MILLISECONDS = 2000;
const START_MILLISECONDS = 30_000;

/**
 * Threads or processes that are kept for the next task, as many as there are cores; one that
 * overruns is ended and replaced.
 */
export class TaskSlots {
  readonly #start: StartSlot;
  readonly #most: number;
  readonly #idleMilliseconds: number;
  readonly #places = new Set<Place>();
  readonly #waiting: Job[] = [];

  constructor(
    start: StartSlot,
    {
      most = Math.max(1, availableParallelism()),
      idleMilliseconds = IDLE_MILLISECONDS,
    }: { readonly most?: number; readonly idleMilliseconds?: number } = {},
  ) {
    this.#start = start;
    this.#most = most;
    this.#idleMilliseconds = idleMilliseconds;
  }

  /**
   * Gives a task to a free slot, in the order of the calls.
   *
   * @param milliseconds after which the slot is ended, counted from when the slot got the task
   * @throws INTERRUPTED if the signal fired; INTERNAL if no slot can be started
   */
  run(
    task: unknown,
    {
      milliseconds,
      signal,
    }: { readonly milliseconds: number; readonly signal?: AbortSignal | undefined },
  ): Promise<SlotOutcome> {
    return new Promise((resolve, reject) => {
      let leave = (): void => {};
      const job: Job = {
        task,
        milliseconds,
        settle: (outcome) => {
          leave();
          resolve(outcome);
        },
        fail: (error) => {
          leave();
          reject(error);
        },
      };
      if (signal?.aborted) return job.fail(interrupted());
      leave = onAbort(signal, () => this.#abandon(job));
      this.#waiting.push(job);
      this.#assign();
    });
  }

  #assign(): void {
    for (let job = this.#waiting[0]; job !== undefined; job = this.#waiting[0]) {
      const place =
        [...this.#places].find((candidate) => candidate.job === null) ??
        (this.#places.size < this.#most ? this.#open() : null);
      if (place === null) return;
      this.#waiting.shift();
      place.job = job;
      place.slot.hold(true);
      if (place.isReady) this.#begin(place, job);
      else
        this.#arm(place, START_MILLISECONDS, () =>
          this.#close(place, `it was not ready after ${START_MILLISECONDS / 1000} s`),
        );
    }
  }

  #open(): Place {
    const place: Place = { slot: null as unknown as Slot, isReady: false, job: null, timer: null };
    this.#places.add(place);
    place.slot = this.#start({
      ready: () => {
        if (!this.#places.has(place)) return;
        place.isReady = true;
        if (place.job) this.#begin(place, place.job);
        else this.#rest(place);
      },
      answer: (value, { last } = { last: false }) => {
        const { job } = place;
        if (!job || !this.#places.has(place)) return;
        place.job = null;
        if (last) this.#drop(place);
        else this.#rest(place);
        job.settle({ type: "answer", value });
        this.#assign();
      },
      ended: (why) => this.#close(place, why),
    });
    return place;
  }

  #begin(place: Place, job: Job): void {
    this.#arm(place, job.milliseconds, () => {
      this.#drop(place);
      job.settle({ type: "overrun" });
      this.#assign();
    });
    place.slot.send(job.task);
  }

  #rest(place: Place): void {
    place.slot.hold(false);
    this.#arm(place, this.#idleMilliseconds, () => this.#drop(place));
    place.timer?.unref();
  }

  #arm(place: Place, milliseconds: number, then: () => void): void {
    clearTimeout(place.timer ?? undefined);
    place.timer = setTimeout(then, milliseconds);
  }

  #drop(place: Place): void {
    if (!this.#places.delete(place)) return;
    clearTimeout(place.timer ?? undefined);
    place.slot.kill();
  }

  /**
   * A slot is gone. What it worked on hears of it; one that never came up will not come up for
   * others either.
   */
  #close(place: Place, why: string): void {
    if (!this.#places.has(place)) return;
    this.#drop(place);
    if (place.isReady) place.job?.settle({ type: "ended", why });
    else
      place.job?.fail(
        new DatawrightError({
          code: "INTERNAL",
          message: `a boundary for code could not be started: ${why}`,
        }),
      );
    this.#assign();
  }

  #abandon(job: Job): void {
    const at = this.#waiting.indexOf(job);
    if (at >= 0) this.#waiting.splice(at, 1);
    for (const place of this.#places) if (place.job === job) this.#drop(place);
    job.fail(interrupted());
    this.#assign();
  }
}

function interrupted(): DatawrightError {
  return new DatawrightError({
    code: "INTERRUPTED",
    message: "a check was stopped before it ended",
  });
}
