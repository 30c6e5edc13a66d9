import type { Ledger, BudgetLimit, Spent } from "../../memory/budget-ledger.js";

const LIMITS: readonly BudgetLimit[] = ["calls", "tokens", "usd"];
/** Orders that are begun before anything is known of what one costs. */
const FIRST_ORDERS = 8;

/**
 * How many orders a budget can still bring to their end. Near the end of a budget fewer are begun
 * at once: a draft that nobody can judge any more was paid for in vain.
 */
export class OrderAllowance {
  readonly #ledger: Pick<Ledger, "limits" | "spent">;
  readonly #before: Spent;
  readonly #callsAtFirst: number;
  #open = 0;
  #ended = 0;
  /** What an order took on average, when the last ones ended. */
  readonly #costs = new Map<BudgetLimit, number>();

  /** @param callsAtFirst calls that an order takes, as long as none has come to its end */
  constructor(ledger: Pick<Ledger, "limits" | "spent">, callsAtFirst: number) {
    this.#ledger = ledger;
    this.#before = ledger.spent();
    this.#callsAtFirst = callsAtFirst;
  }

  begun(orders: number): void {
    this.#open += orders;
  }

  ended(orders: number): void {
    this.#open -= orders;
    this.#ended += orders;
    // Those that are open are half done on average, at this moment.
    const spent = this.#ledger.spent();
    for (const limit of LIMITS)
      this.#costs.set(
        limit,
        (used(spent, limit) - used(this.#before, limit)) / (this.#ended + this.#open / 2),
      );
  }

  /** Orders that may be begun now; at least one where none is open: the ledger has the last word. */
  most(): number {
    const { limits } = this.#ledger;
    const spent = this.#ledger.spent();
    let most = Infinity;
    for (const limit of LIMITS) {
      const budget = limits[limit];
      if (budget === undefined) continue;
      const cost = this.#costOfOrder(limit, spent);
      // What open orders have spent already is counted twice: rather too few than too many.
      const orders =
        cost === null
          ? FIRST_ORDERS
          : cost === 0
            ? Infinity
            : Math.floor((budget - used(spent, limit)) / cost);
      most = Math.min(most, orders - this.#open);
    }
    return Math.max(this.#open === 0 ? 1 : 0, most);
  }

  /** What an order takes of a limit, on average so far; null where that is not known yet. */
  #costOfOrder(limit: BudgetLimit, spent: Spent): number | null {
    const known = this.#costs.get(limit);
    if (known !== undefined) return known;
    if (limit === "calls") return this.#callsAtFirst;
    const calls = spent.calls - this.#before.calls;
    if (calls === 0) return null;
    return (this.#callsAtFirst * (used(spent, limit) - used(this.#before, limit))) / calls;
  }
}

function used(spent: Spent, limit: BudgetLimit): number {
  if (limit === "tokens") return spent.tokens.input + spent.tokens.output;
  return limit === "usd" ? (spent.usd ?? 0) : spent.calls;
}
