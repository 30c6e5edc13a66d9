import { DatawrightError } from "../../../../base/errors.js";
import { CircuitBreaker } from "../../../../tools/models/middleware/circuit-breaker.js";
import { ManualClock } from "../../../helpers/manual-clock.js";

const trouble = new DatawrightError({ code: "MODEL_SERVER", message: "502 Bad Gateway" });
const limited = new DatawrightError({ code: "MODEL_RATE_LIMIT", message: "429" });

function breaker(options: { failures?: number; minutes?: number } = {}) {
  const clock = new ManualClock();
  const circuit = new CircuitBreaker({
    failures: 3,
    limits: 4,
    minutes: 5,
    clock,
    name: "m",
    ...options,
  });
  const fail = (times = 1): boolean[] =>
    Array.from({ length: times }, () =>
      circuit.failed(trouble, { rateLimited: false, startedAt: clock.now() }),
    );
  const limit = (times = 1, startedAt = -1): boolean[] =>
    Array.from({ length: times }, () => circuit.failed(limited, { rateLimited: true, startedAt }));
  return { clock, circuit, fail, limit };
}

describe("CircuitBreaker", () => {
  it("opens with the last of so many failures in a row, and says what the provider said", () => {
    const { circuit, fail } = breaker();
    expect(fail(3)).toEqual([false, false, true]);
    expect(circuit.open).toBe(true);
    expect(circuit.refusal()).toMatchObject({
      code: "CIRCUIT_OPEN",
      message: "m failed 3 times in a row; the last error: 502 Bad Gateway",
      details: { failures: 3, lastCode: "MODEL_SERVER" },
    });
  });

  it("begins the row anew with a success", () => {
    const { circuit, fail } = breaker();
    fail(2);
    circuit.succeeded();
    expect(fail(3)).toEqual([false, false, true]);
  });

  it("counts rate limits of one burst once, and opens with so many bursts in a row", async () => {
    const { clock, circuit, fail, limit } = breaker();
    expect(limit(50)).not.toContain(true);
    fail(2);
    for (let burst = 0; burst < 2; burst++) {
      await clock.advance(100);
      expect(limit(50, clock.now())).not.toContain(true);
    }
    expect(circuit.refusal()).toBeNull();
    await clock.advance(100);
    expect(limit(1, clock.now())).toEqual([true]);
    expect(circuit.refusal()).toMatchObject({
      code: "CIRCUIT_OPEN",
      message: "m took no request any more, 4 rate limits in a row; the last error: 429",
    });
  });

  it("begins the row of rate limits anew with an answer", async () => {
    const { clock, circuit, limit } = breaker();
    for (let burst = 0; burst < 12; burst++) {
      await clock.advance(100);
      expect(limit(3, clock.now())).not.toContain(true);
      if (burst % 3 === 2) circuit.succeeded();
    }
  });

  it("opens after minutes of nothing but rate limits, and a success begins them anew", async () => {
    const { clock, circuit, limit } = breaker({ minutes: 2 });
    limit();
    await clock.advance(119_000);
    expect(limit()).toEqual([false]);
    circuit.succeeded();
    await clock.advance(2000);
    expect(limit()).toEqual([false]);
    await clock.advance(119_999);
    expect(limit()).toEqual([false]);
    await clock.advance(1);
    expect(limit()).toEqual([true]);
  });

  it("refuses for a minute, then lets a probe through; a failed probe opens it for another", async () => {
    const { clock, circuit, fail } = breaker();
    fail(3);
    await clock.advance(59_999);
    expect(circuit.refusal()).not.toBeNull();
    await clock.advance(1);
    expect(circuit.refusal()).toBeNull();
    expect(fail()).toEqual([true]);
    await clock.advance(59_999);
    expect(circuit.refusal()).toMatchObject({ details: { failures: 3 } });
    await clock.advance(1);
    expect(circuit.refusal()).toBeNull();
  });

  it("closes with a probe that succeeds, and counts from the start", async () => {
    const { clock, circuit, fail } = breaker();
    fail(3);
    await clock.advance(60_000);
    expect(circuit.refusal()).toBeNull();
    circuit.succeeded();
    expect(circuit.open).toBe(false);
    expect(fail(3)).toEqual([false, false, true]);
  });

  it("stays open from the first trip on, whatever fails meanwhile", async () => {
    const { clock, circuit, fail } = breaker();
    circuit.trip();
    await clock.advance(30_000);
    fail(5);
    await clock.advance(30_000);
    expect(circuit.refusal()).toBeNull();
  });
});
