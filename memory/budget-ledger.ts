import { DatawrightError } from "../base/errors.js";
import type { CallCost, CallEstimate, Reservation, SpendingRecord } from "./call-cost.js";

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

/** What models are asked through: the ledger of a process, or a part of one that several share. */
export type Ledger = Pick<
  BudgetLedger,
  "limits" | "fits" | "admit" | "reserve" | "record" | "spent" | "exhausted"
>;

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
    refuseUnpriced(this.limits, estimate, this.#spent);
    const asked = { usd: estimate.usd ?? 0, calls: estimate.calls, tokens: estimate.tokens };
    const limit = this.#fullLimit(estimate);
    if (limit !== null) {
      this.#refused ??= limit;
      throw budgetExhausted({
        limit,
        limits: this.limits,
        spent: this.#spent,
        reserved: this.#reserved[limit],
        asked: asked[limit],
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
    return usedOf(this.#spent, limit);
  }

  #reserve(asked: { usd: number; calls: number; tokens: number }, sign: 1 | -1): void {
    this.#reserved.usd = Math.max(0, this.#reserved.usd + sign * asked.usd);
    this.#reserved.calls += sign * asked.calls;
    this.#reserved.tokens += sign * asked.tokens;
  }
}

/** What is spent of a limit, in its unit. */
export function usedOf(spent: Spent, limit: BudgetLimit): number {
  if (limit === "tokens") return spent.tokens.input + spent.tokens.output;
  return limit === "usd" ? (spent.usd ?? 0) : spent.calls;
}

/** @throws NO_PRICE if money is limited and a price is not known */
export function refuseUnpriced(
  { usd }: BudgetLimits,
  estimate: Pick<CallEstimate, "usd">,
  spent: Pick<Spent, "usd">,
): void {
  if (usd === undefined || (estimate.usd !== null && spent.usd !== null)) return;
  throw new DatawrightError({
    code: "NO_PRICE",
    message: "The run has a budget in US dollars, but the price of a call is not known.",
    hint: "Give the model a `price`, or limit calls or tokens in place of money.",
    details: { limit: usd },
  });
}

/** Thrown for a call that a limit has no room for. */
export function budgetExhausted({
  limit,
  limits,
  spent,
  reserved,
  asked,
}: {
  readonly limit: BudgetLimit;
  readonly limits: BudgetLimits;
  readonly spent: Spent;
  /** What is in flight. */
  readonly reserved: number;
  readonly asked: number;
}): DatawrightError {
  const budget = limits[limit]!;
  const used = usedOf(spent, limit);
  return new DatawrightError({
    code: "BUDGET_EXHAUSTED",
    message:
      `The budget of ${budget} ${limit === "usd" ? "US dollars" : limit} is used up: ` +
      `${used} spent, ${reserved} in flight, ${asked} asked for.`,
    hint: "What was accepted is kept. Resume the run with a larger budget to go on.",
    details: { limit, budget, spent: used, reserved, asked },
  });
}

/** Sums of cents in binary fractions pass a limit by less than this without meaning it. */
function rounding(limit: number): number {
  return Math.abs(limit) * 1e-9;
}
