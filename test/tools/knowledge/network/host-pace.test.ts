import { HostPace } from "../../../../tools/knowledge/network/host-pace.js";

describe("HostPace", () => {
  it("keeps requests to one host apart, and lets other hosts go", async () => {
    let now = 1000;
    const waited: number[] = [];
    const pace = new HostPace({
      delay: 2,
      now: () => now,
      sleep: async (milliseconds) => void waited.push(milliseconds),
    });
    await pace.turn("a");
    await pace.turn("a");
    await pace.turn("b");
    expect(waited).toEqual([2000]);
    now += 10_000;
    await pace.turn("a");
    expect(waited).toEqual([2000]);
    pace.slow("a", 5);
    await pace.turn("a");
    await pace.turn("a");
    expect(waited.slice(1)).toEqual([2000, 7000]);
  });
});
