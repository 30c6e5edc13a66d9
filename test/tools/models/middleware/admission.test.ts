import fc from "fast-check";
import { DatawrightError } from "../../../../base/errors.js";
import type { ErrorCode } from "../../../../base/error-codes.js";
import { Admission } from "../../../../tools/models/middleware/admission.js";
import type { AdmissionOptions } from "../../../../tools/models/middleware/admission-options.js";
import { RateWindow } from "../../../../tools/models/middleware/rate-window.js";
import { ManualClock, settle } from "../../../helpers/manual-clock.js";

const fail = (code: ErrorCode, details: Record<string, unknown> = {}): DatawrightError =>
  new DatawrightError({ code, message: "it failed", details });

function setUp(options: Partial<AdmissionOptions> = {}) {
  const clock = new ManualClock();
  const admission = new Admission({ concurrency: 2, clock, ...options });
  const started: { name: string; at: number; finish: (error?: Error) => void }[] = [];
  const outcomes: Record<string, string> = {};
  const start = (name: string, signal?: AbortSignal, tokens = 1): void => {
    admission
      .run(
        () =>
          new Promise<string>((resolve, reject) =>
            started.push({
              name,
              at: clock.now(),
              finish: (error) => (error ? reject(error) : resolve(name)),
            }),
          ),
        { tokens, ...(signal ? { signal } : {}) },
      )
      .then(
        () => (outcomes[name] = "ok"),
        (error: DatawrightError) => (outcomes[name] = error.code),
      );
  };
  const names = (): string[] => started.map(({ name }) => name);
  return { clock, admission, started, outcomes, start, names };
}

describe("Admission", () => {
  it("keeps as many in flight as allowed, first come first served", async () => {
    const { start, started, names, outcomes, admission } = setUp();
    for (const name of ["a", "b", "c", "d"]) start(name);
    await settle();
    expect(names()).toEqual(["a", "b"]);
    expect([admission.inFlight, admission.waiting]).toEqual([2, 2]);
    started[1]?.finish();
    await settle();
    expect(names()).toEqual(["a", "b", "c"]);
    started[0]?.finish();
    started[2]?.finish();
    await settle();
    started[3]?.finish();
    await settle();
    expect(outcomes).toEqual({ a: "ok", b: "ok", c: "ok", d: "ok" });
    expect([admission.inFlight, admission.waiting]).toEqual([0, 0]);
  });

  it("tries a failure that may pass again, later each time", async () => {
    const { start, started, clock, outcomes } = setUp({ maxRetries: 3 });
    start("a");
    const waits: number[] = [];
    for (let attempt = 0; attempt < 3; attempt++) {
      const failedAt = clock.now();
      started[attempt]?.finish(fail("MODEL_SERVER"));
      await clock.advance(60_000);
      waits.push((started[attempt + 1]?.at ?? NaN) - failedAt);
    }
    for (const [attempt, wait] of waits.entries()) {
      expect(wait).toBeGreaterThanOrEqual(250 * 2 ** attempt);
      expect(wait).toBeLessThan(500 * 2 ** attempt);
    }
    started[3]?.finish(fail("MODEL_SERVER"));
    await settle();
    expect(outcomes).toEqual({ a: "MODEL_SERVER" });
    const none = new Admission({ concurrency: 1, maxRetries: 1, clock });
    const outcome = expect(
      none.run(() => Promise.reject(fail("MODEL_SERVER", { status: 500 })), { tokens: 1 }),
    ).rejects.toMatchObject({
      message: "it failed (after 2 attempts)",
      details: { status: 500, attempts: 2 },
    });
    await clock.advance(1000);
    await outcome;
  });

  it.each<ErrorCode>([
    "MODEL_AUTH",
    "MODEL_BAD_REQUEST",
    "MODEL_ABORTED",
    "MODEL_OUTPUT",
    "BUDGET_EXHAUSTED",
  ])("does not try %s again", async (code) => {
    const { start, started, clock, outcomes } = setUp();
    start("a");
    started[0]?.finish(fail(code));
    await clock.advance(100_000);
    expect(started).toHaveLength(1);
    expect(outcomes).toEqual({ a: code });
  });

  it("waits exactly as long as the provider says; one refusal holds nobody else up", async () => {
    const { start, started, clock, names } = setUp({ concurrency: 1 });
    start("a");
    start("b");
    started[0]?.finish(fail("MODEL_RATE_LIMIT", { retryAfterSeconds: 7 }));
    await settle();
    expect(names()).toEqual(["a", "b"]);
    started[1]?.finish();
    await clock.advance(6_999);
    expect(names()).toEqual(["a", "b"]);
    await clock.advance(1);
    expect(names()).toEqual(["a", "b", "a"]);
  });

  it("holds everybody for as long as the provider says once it takes nothing", async () => {
    const { start, started, clock } = setUp({ concurrency: 3 });
    for (const name of ["a", "b", "c", "d"]) start(name);
    const refuse = fail("MODEL_RATE_LIMIT", { retryAfterSeconds: 7 });
    for (const each of started.slice(0, 3)) each.finish(refuse);
    await settle();
    started[3]?.finish(refuse);
    await clock.advance(6_999);
    expect(started).toHaveLength(4);
    await clock.advance(1);
    // One finds out for all.
    expect(started).toHaveLength(5);
  });

  it("opens the circuit where a provider refuses everything at once and forever", async () => {
    const { start, clock, started, outcomes } = setUp({ concurrency: 8, maxRetries: 1 });
    let next = 0;
    for (let index = 0; index < 16; index++) start(`a${index}`);
    for (let turn = 0; turn < 1500 && Object.keys(outcomes).length < 16; turn++) {
      while (next < started.length)
        started[next++]?.finish(fail("MODEL_RATE_LIMIT", { retryAfterSeconds: 0 }));
      await settle();
      await clock.advance(100);
    }
    expect(new Set(Object.values(outcomes))).toEqual(new Set(["CIRCUIT_OPEN"]));
    expect(started.length).toBeLessThan(40);
  });

  it("says of a request that it is the one that fails, only where others are answered", async () => {
    const { clock, admission } = setUp({ concurrency: 2, maxRetries: 1 });
    const failing = () => Promise.reject(fail("MODEL_SERVER", { status: 500 }));
    const alone = admission.run(failing, { tokens: 1 });
    const told = expect(alone).rejects.toMatchObject({
      details: { status: 500, attempts: 2, othersAnswered: false },
    });
    await clock.advance(1000);
    await told;
    // Nobody else is under way, but what was answered before still is.
    let alive = true;
    await admission.run(() => (alive ? Promise.resolve(1) : failing()), { tokens: 1 });
    for (const answered of [true, false]) {
      alive = answered;
      const outcome = expect(admission.run(failing, { tokens: 1 })).rejects.toMatchObject({
        code: "MODEL_SERVER",
        details: { othersAnswered: answered },
      });
      await clock.advance(1000);
      await outcome;
    }
  });

  it("gives up within three seconds where nothing listens, before anything was answered", async () => {
    const { clock, admission } = setUp({ concurrency: 1 });
    const outcome = expect(
      admission.run(() => Promise.reject(fail("MODEL_CONNECTION", { unreachable: true })), {
        tokens: 1,
      }),
    ).rejects.toMatchObject({ code: "MODEL_CONNECTION" });
    await clock.advance(3000);
    await outcome;
  });

  it("ends the run when the provider wants a longer wait than a run has", async () => {
    const { start, started, outcomes } = setUp({ breakerMinutes: 5 });
    start("a");
    started[0]?.finish(fail("MODEL_RATE_LIMIT", { retryAfterSeconds: 3600 }));
    await settle();
    expect(outcomes).toEqual({ a: "CIRCUIT_OPEN" });
  });

  it("halves the number in flight once per overload and grows it back by one a round", async () => {
    const { start, started, clock, admission } = setUp({ concurrency: 8 });
    for (let index = 0; index < 8; index++) start(`a${index}`);
    for (const each of started.slice(0, 8))
      each.finish(fail("MODEL_SERVER", { retryAfterSeconds: 1 }));
    await settle();
    expect(admission.limit).toBe(4);
    await clock.advance(1000);
    expect(admission.inFlight).toBe(4);
    let done = 8;
    const finishAll = async (): Promise<void> => {
      while (done < started.length) started[done++]?.finish();
      await settle();
    };
    await finishAll();
    expect(admission.limit).toBe(4);
    for (let index = 0; index < 60; index++) {
      start(`b${index}`);
      await finishAll();
    }
    expect(admission.limit).toBe(8);
  });

  it("opens the circuit after failures in a row, and lets one through a minute later", async () => {
    const { start, started, clock, outcomes, admission } = setUp({
      concurrency: 1,
      breakerFailures: 4,
      maxRetries: 6,
    });
    start("a");
    start("b");
    for (let attempt = 0; attempt < 4; attempt++) {
      await clock.advance(40_000);
      started.at(-1)?.finish(fail("MODEL_CONNECTION"));
      await settle();
    }
    // At once, also for the one that was waiting to try again.
    expect(outcomes).toEqual({ a: "CIRCUIT_OPEN", b: "CIRCUIT_OPEN" });
    expect(admission.circuitOpen).toBe(true);
    await expect(admission.run(() => Promise.resolve(1), { tokens: 1 })).rejects.toMatchObject({
      code: "CIRCUIT_OPEN",
      message: expect.stringContaining("it failed") as string,
    });
    await clock.advance(61_000);
    await expect(admission.run(() => Promise.resolve(1), { tokens: 1 })).resolves.toBe(1);
    expect(admission.circuitOpen).toBe(false);
  });

  it("opens the circuit after minutes of nothing but failures", async () => {
    const { start, started, clock, outcomes } = setUp({
      concurrency: 1,
      breakerMinutes: 1,
      breakerFailures: 1000,
      maxRetries: 100,
    });
    start("a");
    for (let attempt = 0; attempt < 12 && !outcomes["a"]; attempt++) {
      started.at(-1)?.finish(fail("MODEL_RATE_LIMIT"));
      await clock.advance(30_000);
    }
    expect(outcomes).toEqual({ a: "CIRCUIT_OPEN" });
    expect(clock.now()).toBeLessThan(150_000);
  });

  it("forgets failures with the first success", async () => {
    const { start, started, clock, outcomes } = setUp({
      concurrency: 1,
      breakerFailures: 3,
      maxRetries: 1,
    });
    for (let round = 0; round < 6; round++) {
      start(`a${round}`);
      await settle();
      started.at(-1)?.finish(fail("MODEL_SERVER"));
      await clock.advance(10_000);
      started.at(-1)?.finish();
      await settle();
    }
    expect(Object.values(outcomes)).toEqual(Array.from({ length: 6 }, () => "ok"));
  });

  it("lets nobody wait for a cancelled request", async () => {
    const { start, started, clock, outcomes, admission } = setUp({ concurrency: 1 });
    const [queued, pausing] = [new AbortController(), new AbortController()];
    start("a");
    start("b", queued.signal);
    start("c", queued.signal);
    await settle();
    queued.abort();
    await settle();
    expect(outcomes).toEqual({ b: "MODEL_ABORTED", c: "MODEL_ABORTED" });
    expect(admission.waiting).toBe(0);
    started[0]?.finish();
    await settle();
    start("d", pausing.signal);
    started[1]?.finish(fail("MODEL_SERVER"));
    await settle();
    pausing.abort();
    await settle();
    expect(outcomes["d"]).toBe("MODEL_ABORTED");
    start("e", pausing.signal);
    await clock.advance(100_000);
    expect(started).toHaveLength(2);
    expect(outcomes["e"]).toBe("MODEL_ABORTED");
  });

  it("never starts more in any minute than the limits allow", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 30_000 }), fc.integer({ min: 1, max: 400 })), {
          maxLength: 40,
        }),
        async (arrivals) => {
          const { admission, clock } = setUp({
            concurrency: 100,
            requestsPerMinute: 5,
            tokensPerMinute: 1000,
          });
          const started: { name: string; at: number }[] = [];
          const tokens = new Map<string, number>();
          for (const [index, [wait, size]] of arrivals.entries()) {
            await clock.advance(wait);
            tokens.set(String(index), size);
            const name = String(index);
            void admission.run(async () => void started.push({ name, at: clock.now() }), {
              tokens: size,
            });
          }
          await clock.advance(60_000 * arrivals.length);
          expect(started.map(({ name }) => name)).toEqual(
            arrivals.map((_, index) => String(index)),
          );
          for (const { at } of started) {
            const minute = started.filter((other) => other.at >= at && other.at < at + 60_000);
            expect(minute.length).toBeLessThanOrEqual(5);
            expect(
              minute.reduce((total, { name }) => total + (tokens.get(name) ?? 0), 0),
            ).toBeLessThanOrEqual(1000);
          }
        },
      ),
      { numRuns: 30 },
    );
  });

  it("counts the tokens that an answer took in place of the estimate", async () => {
    const clock = new ManualClock();
    const admission = new Admission({ concurrency: 10, tokensPerMinute: 1000, clock });
    await admission.run(() => Promise.resolve(10), { tokens: 900, tokensUsed: (used) => used });
    let done = false;
    const second = admission.run(() => Promise.resolve((done = true)), { tokens: 900 });
    await settle();
    expect(done).toBe(true);
    await second;
  });

  it("lets a request that is larger than the limit through when the minute is empty", () => {
    const window = new RateWindow({ tokensPerMinute: 10 });
    expect(window.wait(50, 0)).toBe(0);
    window.admit(50, 0);
    expect(window.wait(1, 1)).toBe(59_999);
    expect(window.wait(50, 60_000)).toBe(0);
  });

  it("refuses a concurrency below one", () => {
    expect(() => new Admission({ concurrency: 0 })).toThrow(
      expect.objectContaining({ code: "SHAPE" }) as Error,
    );
  });
});
