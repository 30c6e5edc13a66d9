import type { Admission } from "../middleware/admission.js";

/** What a model may be asked at a moment, and what it is asked. */
export interface LimitsNow {
  readonly model: string;
  /** Requests that are sent and not answered. */
  readonly inFlight: number;
  /** Requests that wait for their turn. */
  readonly waiting: number;
  /** Requests that may be in flight: what is set, or less where the provider took no more. */
  readonly mostInFlight: number;
  /** Requests a second that are sent at most; null where no such limit was met. */
  readonly mostPerSecond: number | null;
  /** True while none is sent, as the provider failed too often. */
  readonly refusing: boolean;
}

/** The limits of every model that was met so far, in order of their names. */
export class LimitsWatch {
  readonly #admissions = new Map<Admission, string>();

  /** Watches what lets a model's requests through; the servers of one model each on their own. */
  add(admission: Admission, model: string): void {
    this.#admissions.set(admission, model);
  }

  now(): LimitsNow[] {
    return [...this.#admissions]
      .map(([{ inFlight, waiting, limit, rate, refusing }, model]) => ({
        ...{ model, inFlight, waiting, refusing },
        mostInFlight: Math.floor(limit),
        mostPerSecond: Number.isFinite(rate) ? rate : null,
      }))
      .sort((a, b) => (a.model < b.model ? -1 : a.model > b.model ? 1 : 0));
  }
}
