import fc from "fast-check";
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { BudgetLedger } from "../../memory/budget-ledger.js";
import { SpendJournal } from "../../memory/spend-journal.js";
import { temporaryFolder } from "./temporary-folder.js";

const estimate = (usd: number | null = 0, tokens = 0) => ({ calls: 1, tokens, usd });
const cost = (usd: number | null, inputTokens = 0, outputTokens = 0) => ({
  inputTokens,
  outputTokens,
  usd,
});

describe("BudgetLedger", () => {
  it("refuses the call that would pass a limit, counting what is in flight", () => {
    const ledger = new BudgetLedger({ calls: 2 });
    ledger.reserve(estimate());
    const second = ledger.reserve(estimate());
    expect(ledger.exhausted()).toBeNull();
    expect(() => ledger.reserve(estimate())).toThrow(
      expect.objectContaining({
        code: "BUDGET_EXHAUSTED",
        details: expect.objectContaining({ limit: "calls", budget: 2, reserved: 2 }),
      }),
    );
    expect(ledger.exhausted()).toBe("calls");
    second.release();
    ledger.reserve(estimate());
  });

  it("says which limit is spent", () => {
    const money = new BudgetLedger({ usd: 0.3 });
    for (let index = 0; index < 3; index++) money.reserve(estimate(0.1)).settle(cost(0.1));
    expect(money.exhausted()).toBe("usd");
    expect(() => money.reserve(estimate(0.1))).toThrow(
      expect.objectContaining({ code: "BUDGET_EXHAUSTED" }),
    );
    const tokens = new BudgetLedger({ tokens: 100 });
    tokens.reserve(estimate(0, 50)).settle(cost(0, 80, 40));
    expect(tokens.exhausted()).toBe("tokens");
    expect(new BudgetLedger().exhausted()).toBeNull();
  });

  it("counts cached answers apart; they cost nothing", () => {
    const ledger = new BudgetLedger({ calls: 1 });
    ledger.record({ cached: true, inputTokens: 500, outputTokens: 500, usd: null });
    ledger.reserve(estimate()).settle({ cached: true, inputTokens: 5, outputTokens: 5, usd: 1 });
    expect(ledger.spent()).toEqual({
      usd: 0,
      calls: 0,
      cachedCalls: 2,
      tokens: { input: 0, output: 0 },
    });
    expect(ledger.exhausted()).toBeNull();
  });

  it("does not guess a cost: once unknown, always unknown, and no money budget without a price", () => {
    const ledger = new BudgetLedger();
    ledger.reserve(estimate(0.1)).settle(cost(0.1, 3, 4));
    ledger.reserve(estimate(null)).settle(cost(null, 1, 1));
    ledger.reserve(estimate(0.1)).settle(cost(0.1));
    expect(ledger.spent()).toEqual({
      usd: null,
      calls: 3,
      cachedCalls: 0,
      tokens: { input: 4, output: 5 },
    });
    expect(() => new BudgetLedger({ usd: 1 }).reserve(estimate(null))).toThrow(
      expect.objectContaining({ code: "NO_PRICE" }),
    );
  });

  it("settles or releases once", () => {
    const ledger = new BudgetLedger({ calls: 5 });
    const reservation = ledger.reserve(estimate());
    reservation.settle(cost(0));
    reservation.settle(cost(0));
    reservation.release();
    expect(ledger.spent().calls).toBe(1);
  });

  it("goes on from what an earlier process spent", () => {
    const ledger = new BudgetLedger(
      { calls: 3 },
      { usd: 0, calls: 2, cachedCalls: 9, tokens: { input: 1, output: 1 } },
    );
    ledger.reserve(estimate()).settle(cost(0));
    expect(() => ledger.reserve(estimate())).toThrow(
      expect.objectContaining({ code: "BUDGET_EXHAUSTED" }),
    );
  });

  describe("with no room for the worst case", () => {
    const never = () => () => undefined;
    const worst = estimate(0, 90);
    const likely = estimate(0, 10);

    it("lets calls wait for one another, then through alone at their likely size", async () => {
      const ledger = new BudgetLedger({ tokens: 110 });
      const first = ledger.reserve(worst, likely);
      expect(ledger.fits(worst)).toBe(false);
      const order: string[] = [];
      const ask = async (name: string): Promise<void> => {
        const reservation = await ledger.admit(worst, { likely, onCancel: never });
        order.push(name);
        await Promise.resolve();
        reservation.settle(cost(0, 10));
      };
      const asked = Promise.all([ask("second"), ask("third")]);
      await Promise.resolve();
      expect(order).toEqual([]);
      first.settle(cost(0, 12));
      await asked;
      expect(order).toEqual(["second", "third"]);
      expect(ledger.spent().tokens.input).toBe(32);
    });

    it("refuses who waits once even the likely size has no room, and lets the cancelled go", async () => {
      const ledger = new BudgetLedger({ tokens: 100 });
      const first = ledger.reserve(worst, likely);
      let cancel = (): void => undefined;
      const cancelled = ledger.admit(worst, {
        likely,
        onCancel: (callback) => ((cancel = callback), () => undefined),
      });
      const waits = ledger.admit(worst, { likely, onCancel: never });
      cancel();
      await expect(cancelled).rejects.toMatchObject({ code: "MODEL_ABORTED" });
      first.settle(cost(0, 95));
      await expect(waits).rejects.toMatchObject({ code: "BUDGET_EXHAUSTED" });
      expect(ledger.exhausted()).toBe("tokens");
    });
  });

  it("keeps what was sent and never answered by a process that was killed", () => {
    const path = join(temporaryFolder(), "spending.log");
    const nothing = { usd: 0, calls: 0, cachedCalls: 0, tokens: { input: 0, output: 0 } };
    const first = SpendJournal.open(path, nothing);
    const ledger = new BudgetLedger({ calls: 9 }, nothing, first);
    const [answered, lost, queued, failed, aborted] = Array.from({ length: 5 }, () =>
      ledger.reserve(estimate(0.5, 100), estimate(0.1, 20)),
    );
    for (const each of [answered, lost, failed, aborted]) each!.sent();
    answered!.settle(cost(0.25, 7, 3));
    failed!.release();
    aborted!.lose();
    queued!.lose();
    const left = ledger.spent();
    expect(left).toMatchObject({ calls: 2, tokens: { input: 27, output: 3 } });
    // Killed here, in the middle of a line.
    appendFileSync(path, "- 1 0.2");
    const { before } = SpendJournal.open(path, nothing);
    expect(before).toMatchObject({ calls: 3, tokens: { input: 47, output: 3 } });
    expect(before.usd).toBeCloseTo(0.45, 9);
    // Summed up, it says the same again.
    expect(SpendJournal.open(path, nothing).before).toEqual(before);
  });

  it("never spends more than its budget where estimates are bounds, whatever is in flight", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            asked: fc.integer({ min: 1, max: 50 }),
            share: fc.double({ min: 0, max: 1, noNaN: true }),
            end: fc.nat({ max: 5 }),
          }),
          { maxLength: 80 },
        ),
        (calls) => {
          const ledger = new BudgetLedger({ tokens: 200, calls: 20 });
          const open: (() => void)[] = [];
          for (const { asked, share, end } of calls) {
            try {
              const reservation = ledger.reserve(estimate(0, asked));
              open.push(() => reservation.settle(cost(0, Math.floor(asked * share))));
            } catch (error) {
              expect(error).toMatchObject({ code: "BUDGET_EXHAUSTED" });
            }
            open.splice(end, 1)[0]?.();
          }
          for (const settle of open) settle();
          expect(ledger.spent().tokens.input).toBeLessThanOrEqual(200);
          expect(ledger.spent().calls).toBeLessThanOrEqual(20);
        },
      ),
    );
  });
});
