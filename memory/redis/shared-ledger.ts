import { DatawrightError } from "../../base/errors.js";
import type { BudgetLimit, BudgetLimits, Ledger, Spent } from "../budget-ledger.js";
import type { CallCost, CallEstimate, Reservation } from "../call-cost.js";
import { budgetExhausted, refuseUnpriced, usedOf } from "../budget-ledger.js";
import type { SharedBudget } from "./shared-budget.js";

/** Milliseconds between two looks for room while there is none. */
const WAIT = 100;
const LIMITS: readonly BudgetLimit[] = ["usd", "calls", "tokens"];

/**
 * A process's part of a ledger that several processes spend from. Room is asked for before each
 * call where there is a budget; without one, what is spent is told now and again.
 */
export class SharedLedger implements Ledger {
  readonly limits: BudgetLimits;
  readonly #budget: SharedBudget;
  readonly #limited: boolean;
  #spent: Spent;
  #refused: BudgetLimit | null = null;
  /** Calls of which it was heard so far. */
  #heard = 0;
  /** Booked here and not told yet. */
  #untold: Spent = nothing();
  /** What was told, one after the other. */
  #telling: Promise<unknown> = Promise.resolve();
  /** Times that the budget was opened again, with all that was spent by then. */
  #openings = 0;

  /** @param spent what all have spent, as the budget said when it was opened */
  constructor(budget: SharedBudget, limits: BudgetLimits, spent: Spent) {
    this.#budget = budget;
    this.limits = limits;
    this.#limited = LIMITS.some((limit) => limits[limit] !== undefined);
    this.#spent = spent;
  }

  /** Room that others may have taken meanwhile has to be asked for. */
  fits(): boolean {
    return !this.#limited;
  }

  /** Room where nothing is limited. @throws INTERNAL where it is */
  reserve(): Reservation {
    if (this.#limited)
      throw new DatawrightError({
        code: "INTERNAL",
        message: "room in a shared budget was taken without asking for it",
      });
    let open = true;
    const close = (actual: CallCost | null): void => {
      if (open && actual) this.record(actual);
      open = false;
    };
    return { sent: () => {}, settle: close, release: () => close(null), lose: () => close(null) };
  }

  /** @throws BUDGET_EXHAUSTED, NO_PRICE, MODEL_ABORTED */
  async admit(
    worst: CallEstimate,
    {
      likely,
      onCancel,
    }: {
      readonly likely: CallEstimate;
      readonly onCancel: (callback: () => void) => () => void;
    },
  ): Promise<Reservation> {
    let cancelled = false;
    let wake = (): void => {};
    const takeBack = onCancel(() => {
      cancelled = true;
      wake();
    });
    try {
      for (;;) {
        refuseUnpriced(this.limits, worst, this.#spent);
        const { answer, spent, asked } = await this.#budget.reserve(worst, likely);
        this.#hear(spent);
        if (answer === "granted" && !cancelled) return this.#reservation(asked, likely);
        if (answer === "granted") await this.#budget.settle(asked, likely, null);
        if (cancelled)
          throw new DatawrightError({
            code: "MODEL_ABORTED",
            message: "the model call was cancelled while it waited for room in the budget",
          });
        if (typeof answer === "object") {
          this.#refused ??= answer.full;
          throw budgetExhausted({
            limit: answer.full,
            limits: this.limits,
            spent: this.#spent,
            reserved: 0,
            asked: worst[answer.full] ?? 0,
          });
        }
        await new Promise<void>((resolve) => {
          wake = resolve;
          setTimeout(resolve, WAIT);
        });
      }
    } finally {
      takeBack();
    }
  }

  record(actual: CallCost): void {
    this.#spent = plus(this.#spent, actual);
    this.#untold = plus(this.#untold, actual);
  }

  spent(): Spent {
    return this.#spent;
  }

  exhausted(): BudgetLimit | null {
    return (
      this.#refused ??
      LIMITS.find((limit) => usedOf(this.#spent, limit) >= (this.limits[limit] ?? Infinity)) ??
      null
    );
  }

  /**
   * Tells what was spent here, and hears what all have spent. What cannot be told is told later.
   * @returns false where the ledger is gone: whoever owns the run has to open it again
   */
  async beat(): Promise<boolean> {
    const told = this.#untold;
    const openings = this.#openings;
    this.#untold = nothing();
    const costs: CallCost[] = [];
    if (told.calls > 0 || told.tokens.input + told.tokens.output > 0)
      costs.push({
        calls: told.calls,
        inputTokens: told.tokens.input,
        outputTokens: told.tokens.output,
        usd: told.usd,
      });
    if (told.cachedCalls > 0)
      costs.push({
        calls: told.cachedCalls,
        inputTokens: 0,
        outputTokens: 0,
        usd: 0,
        cached: true,
      });
    let heard: Spent | null = null;
    for (const cost of costs) {
      heard = await this.#budget.book(cost);
      if (heard === null) this.#keep(cost, openings);
    }
    await this.#telling;
    heard = costs.length > 0 ? heard : await this.#budget.beat();
    this.#hear(heard);
    return heard !== null;
  }

  /** Opens the budget again where Redis lost it, with all that is known to be spent. */
  async reopen(): Promise<void> {
    this.#openings += 1;
    this.#untold = nothing();
    this.#hear(await this.#budget.open(this.limits, this.#spent));
  }

  /** Tells what is left to be told, and leaves. */
  async close(): Promise<void> {
    await this.beat();
    await this.#budget.leave();
  }

  #reservation(reserved: CallEstimate, likely: CallEstimate): Reservation {
    let open = true;
    let wasSent = false;
    const close = (actual: CallCost | null): void => {
      if (!open) return;
      open = false;
      if (actual) this.#spent = plus(this.#spent, actual);
      const openings = this.#openings;
      const settled = this.#budget.settle(reserved, likely, actual).then((spent) => {
        if (spent === null && actual) this.#keep(actual, openings);
        this.#hear(spent);
      });
      this.#telling = Promise.allSettled([this.#telling, settled]);
    };
    return {
      sent: () => (wasSent = true),
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

  /** The ledger was gone: it is told again, unless the budget was opened with it meanwhile. */
  #keep(cost: CallCost, openings: number): void {
    if (openings === this.#openings) this.#untold = plus(this.#untold, cost);
  }

  /** Hears what all have spent from somebody who was told it. */
  hear(spent: Spent): void {
    this.#hear(spent);
  }

  /** What all have spent, with what was not told yet. What comes late is known already. */
  #hear(spent: Spent | null): void {
    if (spent === null || spent.calls + spent.cachedCalls < this.#heard) return;
    this.#heard = spent.calls + spent.cachedCalls;
    const { calls, cachedCalls, usd, tokens } = this.#untold;
    this.#spent = {
      usd: spent.usd === null || usd === null ? null : spent.usd + usd,
      calls: spent.calls + calls,
      cachedCalls: spent.cachedCalls + cachedCalls,
      tokens: {
        input: spent.tokens.input + tokens.input,
        output: spent.tokens.output + tokens.output,
      },
    };
  }
}

function nothing(): Spent {
  return { usd: 0, calls: 0, cachedCalls: 0, tokens: { input: 0, output: 0 } };
}

function plus(
  spent: Spent,
  { calls = 1, cached, usd, inputTokens, outputTokens }: CallCost,
): Spent {
  if (cached === true) return { ...spent, cachedCalls: spent.cachedCalls + calls };
  return {
    usd: spent.usd === null || usd === null ? null : spent.usd + usd,
    calls: spent.calls + calls,
    cachedCalls: spent.cachedCalls,
    tokens: {
      input: spent.tokens.input + inputTokens,
      output: spent.tokens.output + outputTokens,
    },
  };
}
