import { TimeSlices } from "../../../base/workers/time-slices.js";

describe("TimeSlices", () => {
  it("lets the event loop turn after each slice, however many pieces of work wait at once", async () => {
    let now = 0;
    const slices = new TimeSlices({ milliseconds: 8, now: () => now });
    let done = 0;
    const inTurn: number[] = [0];
    let watching = true;
    const watch = (): void => {
      inTurn.push(0);
      if (watching) setImmediate(watch);
    };
    setImmediate(watch);
    const work = async (pieces: number): Promise<void> => {
      for (let piece = 0; piece < pieces; piece++) {
        if (slices.over) await slices.turn();
        now += 3;
        done += 1;
        inTurn[inTurn.length - 1]! += 1;
      }
    };
    await Promise.all(Array.from({ length: 10 }, () => work(6)));
    watching = false;
    expect(done).toBe(60);
    // Pieces of 3 ms: a slice of 8 ms is over after the third of them.
    expect(Math.max(...inTurn)).toBeLessThanOrEqual(3);
  });

  it("does not turn the event loop where a slice has time left", async () => {
    const slices = new TimeSlices({ milliseconds: 8, now: () => 0 });
    expect(slices.over).toBe(true);
    await slices.turn();
    expect(slices.over).toBe(false);
  });
});
