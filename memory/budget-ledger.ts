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
  settle(actual: CallCost): void;
  release(): void;
}

const NOTHING: Spent = { usd: 0, calls: 0, cachedCalls: 0, tokens: { input: 0, output: 0 } };

/**
 * What a run may spend and has spent. Room is set aside before a call, so a run never spends more
 * than its budget plus what was in flight.
 */
export class BudgetLedger {
  readonly limits: BudgetLimits;
  #spent: Spent;
  readonly #reserved = { usd: 0, calls: 0, tokens: 0 };
  #refused: BudgetLimit | null = null;

  constructor(limits: BudgetLimits = {}, initial: Spent = NOTHING) {
    this.limits = limits;
    this.#spent = initial;
  }

  /**
   * Sets room aside.
   * @throws BUDGET_EXHAUSTED if what is spent, reserved and asked for passes a limit; NO_PRICE if
   *         money is limited and the price unknown
   */
  reserve(estimate: CallEstimate): Reservation {
    if (this.limits.usd !== undefined && (estimate.usd === null || this.#spent.usd === null)) {
      throw new DatawrightError({
        code: "NO_PRICE",
        message: "The run has a budget in US dollars, but the price of a call is not known.",
        hint: "Give the model a `price`, or limit calls or tokens in place of money.",
        details: { limit: this.limits.usd },
      });
    }
    const asked = { usd: estimate.usd ?? 0, calls: estimate.calls, tokens: estimate.tokens };
    for (const limit of ["usd", "calls", "tokens"] as const) {
      const most = this.limits[limit];
      if (
        most === undefined ||
        this.#used(limit) + this.#reserved[limit] + asked[limit] <= most + rounding(most)
      )
        continue;
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
    let open = true;
    const close = (): boolean => {
      if (!open) return false;
      open = false;
      this.#reserve(asked, -1);
      return true;
    };
    return {
      settle: (actual) => {
        if (close()) this.record(actual);
      },
      release: () => void close(),
    };
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

  /** Takes up what an earlier process of the run has spent; forgets what was refused then. */
  restore(spent: Spent): void {
    this.#spent = spent;
    this.#refused = null;
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
