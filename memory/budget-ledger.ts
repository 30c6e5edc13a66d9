import { DatawrightError } from "../base/errors.js";

export interface BudgetLimits {
  /** US dollars. */
  readonly usd?: number;
  readonly calls?: number;
  /** Input and output tokens together. */
  readonly tokens?: number;
}
export type BudgetLimit = keyof BudgetLimits;

export interface Spent {
  /** Null as soon as one paid answer had no known price. */
  readonly usd: number | null;
  readonly calls: number;
  readonly cachedCalls: number;
  readonly tokens: { readonly input: number; readonly output: number };
}

export interface CallEstimate {
  readonly calls: number;
  readonly tokens: number;
  readonly usd: number | null;
}

export interface CallCost {
  /** Default: 1. */
  readonly calls?: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly usd: number | null;
  /** True for an answer from the cache: it is counted as such and costs nothing. */
  readonly cached?: boolean;
}

/**
 * Room that was set aside for a call; settled or released once, later calls of either change
 * nothing.
 */
export interface Reservation {
  /** The request goes out: from now on it is written down, and counts if the process is killed. */
  sent(): void;
  settle(actual: CallCost): void;
  release(): void;
  /** It was sent and its answer is lost: booked at its likely size. Released where it was not sent. */
  lose(): void;
}

/** Where it is written down what is asked, before it is: see SpendJournal. */
export interface SpendingRecord {
  /** @returns what its end is written with */
  sent(estimate: CallEstimate): number;
  /** @param actual null for one that cost nothing */
  ended(id: number, actual: CallCost | null): void;
}

/** A call that waits for room. */
interface Waiter {
  readonly worst: CallEstimate;
  readonly likely: CallEstimate;
  readonly admit: (reservation: Reservation) => void;
  readonly refuse: (error: unknown) => void;
}

const NOTHING: Spent = { usd: 0, calls: 0, cachedCalls: 0, tokens: { input: 0, output: 0 } };

/**
 * What a run may spend and has spent. Room for the worst case is set aside before a call, so a run
 * does not spend more than its budget; near its end calls wait for one another.
 */
export class BudgetLedger {
  readonly limits: BudgetLimits;
  #spent: Spent;
  readonly #reserved = { usd: 0, calls: 0, tokens: 0 };
  #refused: BudgetLimit | null = null;
  #inFlight = 0;
  readonly #waiting = new Set<Waiter>();
  readonly #journal: SpendingRecord | undefined;

  /** @param initial what earlier processes of the run have spent */
  constructor(limits: BudgetLimits = {}, initial: Spent = NOTHING, journal?: SpendingRecord) {
    this.limits = limits;
    this.#spent = initial;
    this.#journal = journal;
  }

  /** True where there is room for a call beside what is in flight, and nobody waits for it. */
  fits(estimate: CallEstimate): boolean {
    return this.#waiting.size === 0 && this.#fullLimit(estimate) === null;
  }

  /**
   * Sets room for the worst case aside, when there is enough of it: behind those that wait already.
   * Where nothing is in flight, room for the likely size is enough.
   *
   * @param options.onCancel calls back when the call is cancelled; returns what takes that back
   * @throws BUDGET_EXHAUSTED, NO_PRICE as `reserve`; MODEL_ABORTED
   */
  admit(
    worst: CallEstimate,
    options: {
      readonly likely: CallEstimate;
      readonly onCancel: (callback: () => void) => () => void;
    },
  ): Promise<Reservation> {
    const { likely, onCancel } = options;
    return new Promise((resolve, reject) => {
      let takeBack = (): void => undefined;
      const leave = (): void => {
        this.#waiting.delete(waiter);
        takeBack();
      };
      const waiter: Waiter = {
        worst,
        likely,
        admit: (reservation) => {
          leave();
          resolve(reservation);
        },
        refuse: (error) => {
          leave();
          reject(error as Error);
        },
      };
      const cancel = (): void => {
        waiter.refuse(
          new DatawrightError({
            code: "MODEL_ABORTED",
            message: "the model call was cancelled while it waited for room in the budget",
          }),
        );
        this.#pump();
      };
      this.#waiting.add(waiter);
      takeBack = onCancel(cancel);
      this.#pump();
    });
  }

  /**
   * Sets room aside.
   * @throws BUDGET_EXHAUSTED if what is spent, reserved and asked for passes a limit; NO_PRICE if
   *         money is limited and the price unknown
   */
  reserve(estimate: CallEstimate, likely: CallEstimate = estimate): Reservation {
    if (this.limits.usd !== undefined && (estimate.usd === null || this.#spent.usd === null)) {
      throw new DatawrightError({
        code: "NO_PRICE",
        message: "The run has a budget in US dollars, but the price of a call is not known.",
        hint: "Give the model a `price`, or limit calls or tokens in place of money.",
        details: { limit: this.limits.usd },
      });
    }
    const asked = { usd: estimate.usd ?? 0, calls: estimate.calls, tokens: estimate.tokens };
    const limit = this.#fullLimit(estimate);
    if (limit !== null) {
      const most = this.limits[limit]!;
      this.#refused ??= limit;
      throw new DatawrightError({
        code: "BUDGET_EXHAUSTED",
        message:
          `The budget of ${most} ${limit === "usd" ? "US dollars" : limit} is used up: ` +
          `${this.#used(limit)} spent, ${this.#reserved[limit]} in flight, ${asked[limit]} ` +
          "asked for.",
        hint: "What was accepted is kept. Resume the run with a larger budget to go on.",
        details: {
          limit,
          budget: most,
          spent: this.#used(limit),
          reserved: this.#reserved[limit],
          asked: asked[limit],
        },
      });
    }
    this.#reserve(asked, 1);
    this.#inFlight += 1;
    let open = true;
    let written: number | null = null;
    let wasSent = false;
    const close = (actual: CallCost | null): void => {
      if (!open) return;
      open = false;
      this.#inFlight -= 1;
      this.#reserve(asked, -1);
      if (actual) this.record(actual);
      if (written !== null) this.#journal?.ended(written, actual?.cached === true ? null : actual);
      this.#pump();
    };
    return {
      sent: () => {
        wasSent = true;
        written ??= this.#journal?.sent(likely) ?? null;
      },
      settle: close,
      release: () => close(null),
      lose: () =>
        close(
          wasSent
            ? { calls: likely.calls, inputTokens: likely.tokens, outputTokens: 0, usd: likely.usd }
            : null,
        ),
    };
  }

  /** Lets those through that have room now, in their order; the first that has none holds the rest. */
  #pump(): void {
    for (const waiter of this.#waiting) {
      const alone = this.#inFlight === 0;
      const fits = this.#fullLimit(waiter.worst) === null;
      if (!fits && !alone) return;
      try {
        waiter.admit(this.reserve(fits ? waiter.worst : waiter.likely, waiter.likely));
      } catch (error) {
        waiter.refuse(error);
      }
    }
  }

  /** The limit that a call would pass, beside what is spent and in flight. */
  #fullLimit(estimate: CallEstimate): BudgetLimit | null {
    const passes = (limit: BudgetLimit): boolean => {
      const most = this.limits[limit];
      const asked = estimate[limit] ?? 0;
      return (
        most !== undefined &&
        this.#used(limit) + this.#reserved[limit] + asked > most + rounding(most)
      );
    };
    return (["usd", "calls", "tokens"] as const).find(passes) ?? null;
  }

  /** Books a call that needed no reservation, such as an answer from the cache. */
  record(actual: CallCost): void {
    const { usd, calls, cachedCalls, tokens } = this.#spent;
    if (actual.cached === true) {
      this.#spent = { ...this.#spent, cachedCalls: cachedCalls + (actual.calls ?? 1) };
      return;
    }
    this.#spent = {
      usd: usd === null || actual.usd === null ? null : usd + actual.usd,
      calls: calls + (actual.calls ?? 1),
      cachedCalls,
      tokens: {
        input: tokens.input + actual.inputTokens,
        output: tokens.output + actual.outputTokens,
      },
    };
  }

  spent(): Spent {
    return this.#spent;
  }

  /** The limit that ends the run: one that is spent, or the first that refused a call. */
  exhausted(): BudgetLimit | null {
    if (this.#refused !== null) return this.#refused;
    return (
      (["usd", "calls", "tokens"] as const).find(
        (limit) =>
          this.limits[limit] !== undefined && this.#used(limit) >= (this.limits[limit] ?? Infinity),
      ) ?? null
    );
  }

  #used(limit: BudgetLimit): number {
    if (limit === "tokens") return this.#spent.tokens.input + this.#spent.tokens.output;
    return limit === "usd" ? (this.#spent.usd ?? 0) : this.#spent.calls;
  }

  #reserve(asked: { usd: number; calls: number; tokens: number }, sign: 1 | -1): void {
    this.#reserved.usd = Math.max(0, this.#reserved.usd + sign * asked.usd);
    this.#reserved.calls += sign * asked.calls;
    this.#reserved.tokens += sign * asked.tokens;
  }
}

/** Sums of cents in binary fractions pass a limit by less than this without meaning it. */
function rounding(limit: number): number {
  return Math.abs(limit) * 1e-9;
}
