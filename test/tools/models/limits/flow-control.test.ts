import { DatawrightError } from "../../../../base/errors.js";
import { Random } from "../../../../base/statistics/random.js";
import { Admission } from "../../../../tools/models/middleware/admission.js";
import type { ProviderLimits } from "../../../../tools/models/limits/provider-limits.js";
import { ManualClock } from "../../../helpers/manual-clock.js";

const LATENCY = 150;
const IN_FLIGHT = 64;

interface Limiter {
  readonly refuses: (now: number, inFlight: number) => boolean;
  readonly states?: (now: number) => ProviderLimits;
}

/** So many in any second, as gateways count. */
function window(perSecond: number): Limiter {
  let taken: number[] = [];
  return {
    refuses: (now) => {
      taken = taken.filter((at) => at > now - 1000);
      if (taken.length < perSecond) taken.push(now);
      else return true;
      return false;
    },
    states: (now) => ({
      limit: perSecond,
      remaining: Math.max(0, perSecond - taken.length),
      resetSeconds: Math.max(0, ((taken[0] ?? now) + 1000 - now) / 1000),
    }),
  };
}

/** So many in each minute by the clock or in any minute, of which some are used up already. */
function minute(most: number, { isRolling = false, used = 0 } = {}): Limiter {
  let taken: number[] = Array.from({ length: used }, () => 0);
  return {
    refuses: (now) => {
      const since = isRolling ? now - 60_000 : 60_000 * Math.floor(now / 60_000);
      taken = taken.filter((at) => at >= since);
      if (taken.length < most) taken.push(now);
      else return true;
      return false;
    },
  };
}

/** So many at once, and as many a second coming back bit by bit, as the large providers count. */
function bucket(perSecond: number): Limiter {
  let [tokens, filledAt] = [perSecond, 0];
  return {
    refuses: (now) => {
      tokens = Math.min(perSecond, tokens + ((now - filledAt) / 1000) * perSecond);
      filledAt = now;
      if (tokens < 1) return true;
      tokens -= 1;
      return false;
    },
    states: () => ({
      limit: perSecond,
      remaining: Math.floor(tokens),
      resetSeconds: (perSecond - tokens) / perSecond,
    }),
  };
}

const atOnce = (most: number): Limiter => ({ refuses: (_now, inFlight) => inFlight >= most });
const byChance = (share: number, seed = "chance"): Limiter => {
  const random = new Random(seed);
  return { refuses: () => random.next() < share };
};

/** Sends so many requests to a provider on a clock that is moved by hand. */
async function asked(
  { refuses, states }: Limiter,
  { count, stated = false, retryAfter }: { count: number; stated?: boolean; retryAfter?: number },
): Promise<{ perSecond: number; refused: number }> {
  const clock = new ManualClock();
  const random = new Random("provider");
  const admission = new Admission({ concurrency: IN_FLIGHT, clock });
  const later = (milliseconds: number): Promise<void> =>
    new Promise((resolve) => void clock.after(milliseconds, resolve));
  let [inFlight, refused, answered] = [0, 0, 0];
  const ask = async (): Promise<ProviderLimits | null> => {
    await later(1 + 2 * random.next());
    const isRefused = refuses(clock.now(), inFlight);
    const limits = stated ? states!(clock.now()) : null;
    if (isRefused) {
      refused += 1;
      await later(2);
      const seconds = retryAfter === undefined ? {} : { retryAfterSeconds: retryAfter };
      throw new DatawrightError({
        code: "MODEL_RATE_LIMIT",
        message: "slow down",
        details: { ...seconds, ...(limits ? { limits } : {}) },
      });
    }
    inFlight += 1;
    await later(LATENCY * (0.9 + 0.2 * random.next()));
    inFlight -= 1;
    answered += 1;
    return limits;
  };
  let left = count;
  const workers = Array.from({ length: 2 * IN_FLIGHT }, async () => {
    while (left-- > 0) await admission.run(ask, { tokens: 1, limits: (value) => value });
  });
  let ended = false;
  const all = Promise.all(workers).finally(() => (ended = true));
  all.catch(() => {});
  while (!ended) await clock.advance(100);
  await all;
  expect(answered).toBe(count);
  return { perSecond: (1000 * count) / clock.now(), refused: refused / (refused + count) };
}

describe("FlowControl", () => {
  it.each([
    ["a window of a second", window],
    ["a bucket", bucket],
  ])("finds the rate of %s that says nothing", async (_name, limiter) => {
    const { perSecond, refused } = await asked(limiter(20), { count: 600 });
    expect(perSecond).toBeGreaterThan(0.93 * 20);
    expect(refused).toBeLessThan(0.04);
  });

  it.each([
    ["a window of a second", window],
    ["a bucket", bucket],
  ])("keeps to the rate that %s states, and is hardly refused", async (_name, limiter) => {
    const { perSecond, refused } = await asked(limiter(20), { count: 400, stated: true });
    expect(perSecond).toBeGreaterThan(0.97 * 20);
    expect(refused).toBeLessThan(0.01);
  });

  it("sends as many as are wanted at once where the first answers state room for them", async () => {
    const clock = new ManualClock();
    const admission = new Admission({ concurrency: IN_FLIGHT, clock });
    const room = { limit: 5000, remaining: 4990, resetSeconds: 1 };
    const answers: (() => void)[] = [];
    const all = Array.from({ length: 2 * IN_FLIGHT }, () =>
      admission.run(
        () => new Promise<ProviderLimits>((resolve) => answers.push(() => resolve(room))),
        { tokens: 1, limits: (value) => value },
      ),
    );
    await clock.advance(LATENCY);
    const first = answers.length;
    answers[0]!();
    await clock.advance(2 * LATENCY);
    expect([first < IN_FLIGHT, admission.inFlight]).toEqual([true, IN_FLIGHT]);
    for (let at = 1; at < all.length; at++) {
      answers[at]!();
      await clock.advance(1);
    }
    await Promise.all(all);
  });

  it("finds how many a provider takes at once", async () => {
    for (const retryAfter of [undefined, 1]) {
      const { perSecond, refused } = await asked(atOnce(8), {
        count: 500,
        ...(retryAfter === undefined ? {} : { retryAfter }),
      });
      expect(perSecond).toBeGreaterThan((0.9 * 8 * 1000) / LATENCY);
      expect(refused).toBeLessThan(0.04);
    }
  });

  it("is hardly held up by refusals that come by chance, however often", async () => {
    const free = await asked(byChance(0), { count: 1500 });
    const few = await asked(byChance(0.02), { count: 1500, retryAfter: 1 });
    expect(few.perSecond).toBeGreaterThan(free.perSecond / 1.5);
    const many = await asked(byChance(0.1), { count: 6000, retryAfter: 1 });
    expect(many.perSecond).toBeGreaterThan(free.perSecond / 3);
  });

  it("loses little more than what is refused in a storm that follows nothing that is sent", async () => {
    const free = await asked(byChance(0), { count: 1500 });
    for (const share of [0.1, 0.2]) {
      const storm = await asked(byChance(share), { count: 1500 });
      expect(storm.perSecond).toBeGreaterThan(0.45 * (1 - share) * free.perSecond);
      expect(storm.refused).toBeLessThan(share + 0.03);
    }
  });

  it.each([
    ["by the clock", minute(120)],
    ["that rolls", minute(120, { isRolling: true })],
    ["that others have used up", minute(120, { used: 120 })],
  ])(
    "goes on at the rate of a minute's window %s and says nothing, once it opens",
    async (_name, limiter) => {
      const { perSecond, refused } = await asked(limiter, { count: 840 });
      // It has to be met once, and is not known before.
      expect(perSecond).toBeGreaterThan(0.75 * 2);
      expect(refused).toBeLessThan(0.15);
    },
  );

  it("waits for a minute's window to open where it is told to ask again at once", async () => {
    const { perSecond, refused } = await asked(minute(120, { used: 120 }), {
      count: 840,
      retryAfter: 0,
    });
    expect(perSecond).toBeGreaterThan(0.75 * 2);
    expect(refused).toBeLessThan(0.15);
  });

  it.each([
    ["a window of a second", window],
    ["a bucket", bucket],
  ])("reaches any rate of %s, and hardly sends more", async (_name, limiter) => {
    for (const rate of [3, 5, 8, 14, 37, 110]) {
      const count = 40 * rate;
      const { perSecond, refused } = await asked(limiter(rate), { count });
      expect(perSecond).toBeGreaterThan(0.85 * rate);
      // It has to be met before it is known.
      expect((refused * count) / (1 - refused)).toBeLessThan(60 + 0.02 * count);
    }
  });

  it("does not take a storm for a limit for long, however it falls", async () => {
    const free = await asked(byChance(0), { count: 1500 });
    for (const [share, least] of [
      [0.3, 0.5],
      [0.4, 0.22],
    ] as const)
      for (let seed = 0; seed < 16; seed++) {
        const storm = await asked(byChance(share, `t${seed}`), { count: 1500 });
        expect(storm.perSecond).toBeGreaterThan(least * (1 - share) * free.perSecond);
        expect(storm.refused).toBeLessThan(share + 0.04);
      }
  });
});
