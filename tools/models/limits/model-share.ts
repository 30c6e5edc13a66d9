import type { SharedLimits } from "../../../memory/redis/shared-limits.js";
import type { AdmissionNeed, AdmissionShare } from "../middleware/admission-options.js";
import { systemClock, type Clock } from "../middleware/clock.js";
import { SharedRates } from "./shared-rates.js";

/** Milliseconds between two questions for more places. */
const HASTE = 50;

/**
 * This process's part of what a provider allows: places that a lease gives, renewed as long as the
 * process lives, and permits for each request where a rate is limited.
 */
export class ModelShare implements AdmissionShare {
  readonly rates: SharedRates | null;
  readonly #limits: SharedLimits;
  readonly #provider: string;
  readonly #most: number | undefined;
  readonly #clock: Clock;
  #granted = 0;
  #until = -Infinity;
  #askedAt = -Infinity;
  #asking = false;
  /** Requests in flight when it was asked last. */
  #held = 0;
  #cancel: () => void = () => {};
  #need: AdmissionNeed = { inFlight: 0, waiting: 0 };
  #changed: () => void = () => {};

  constructor(
    limits: SharedLimits,
    options: {
      /** The same wherever the same model of the same provider is asked. */
      readonly provider: string;
      /** Most requests in flight over all processes; undefined for no limit. */
      readonly most: number | undefined;
      readonly requestsPerMinute: number | undefined;
      readonly tokensPerMinute: number | undefined;
      readonly clock?: Clock;
    },
  ) {
    this.#limits = limits;
    this.#provider = options.provider;
    this.#most = options.most;
    this.#clock = options.clock ?? systemClock;
    this.rates =
      options.requestsPerMinute === undefined && options.tokensPerMinute === undefined
        ? null
        : new SharedRates(limits, { ...options, now: () => this.#clock.now() });
  }

  /**
   * A lease that was not renewed in time is nobody's until it has run out for the others too. While
   * it is asked for, no more than were in flight then: the rest may be another's already.
   */
  get places(): number {
    if (this.#most === undefined) return Infinity;
    if (this.#clock.now() >= this.#until) return 0;
    return this.#asking ? Math.min(this.#granted, this.#held) : this.#granted;
  }

  serve(need: AdmissionNeed, changed: () => void): void {
    this.#need = need;
    this.#changed = changed;
    this.rates?.serve(changed);
  }

  want(): void {
    if (this.#most !== undefined && !this.#asking && this.#need.inFlight >= this.places)
      this.#soon(HASTE);
  }

  /** Asks again after a while, counted from the last time. */
  #soon(milliseconds: number): void {
    this.#cancel();
    const wait = Math.max(0, this.#askedAt + milliseconds - this.#clock.now());
    this.#cancel = this.#clock.after(wait, () => void this.#ask());
  }

  async #ask(): Promise<void> {
    if (this.#asking) return;
    this.#asking = true;
    this.#askedAt = this.#clock.now();
    const { inFlight, waiting } = this.#need;
    this.#held = inFlight;
    try {
      this.#granted = await this.#limits.places(this.#provider, {
        limit: this.#most!,
        wanted: inFlight + waiting,
        held: inFlight,
      });
      this.#until = this.#askedAt + this.#limits.lease;
    } catch {
      // It is asked again; what was granted runs out, and what was not used may have been given away.
      this.#granted = Math.min(this.#granted, this.#held);
    } finally {
      this.#asking = false;
      this.#changed();
    }
    const now = this.#need;
    if (now.inFlight + now.waiting > 0)
      this.#soon(
        now.waiting > 0 && now.inFlight >= this.places ? HASTE * 4 : this.#limits.lease / 4,
      );
  }
}
