import { setTimeout as wait } from "node:timers/promises";

export interface HostPaceOptions {
  /** Seconds between two requests to one host. */
  readonly delay: number;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds. */
  readonly now?: () => number;
  readonly sleep?: (milliseconds: number) => Promise<unknown>;
}

/** Keeps requests to one host apart; different hosts do not wait for each other. */
export class HostPace {
  readonly #delay: number;
  readonly #now: () => number;
  readonly #sleep: (milliseconds: number) => Promise<unknown>;
  /** When each host may be asked again. */
  readonly #next = new Map<string, number>();
  readonly #own = new Map<string, number>();

  constructor({ delay, signal, now, sleep }: HostPaceOptions) {
    this.#delay = delay;
    this.#now = now ?? (() => performance.now());
    this.#sleep = sleep ?? ((milliseconds) => wait(milliseconds, undefined, { signal }));
  }

  /** A host that asks for more seconds than usual gets them. */
  slow(host: string, seconds: number): void {
    this.#own.set(host, Math.max(seconds, this.#delay));
  }

  /** Resolves when the host may be asked. */
  async turn(host: string): Promise<void> {
    const now = this.#now();
    const at = Math.max(now, this.#next.get(host) ?? now);
    this.#next.set(host, at + 1000 * (this.#own.get(host) ?? this.#delay));
    if (at > now) await this.#sleep(at - now);
  }
}
