import { MemoryRoom } from "../../../tools/rows/memory-room.js";

describe("MemoryRoom", () => {
  it("refuses a file before its rows take half of the heap, and says how many fit", () => {
    let used = 100e6;
    const room = new MemoryRoom("rows.jsonl", () => ({ used, limit: 1000e6 }));
    let taken = 0;
    const takeAll = (): void => {
      for (; taken < 2_000_000; taken++, used += 1000) room.take();
    };
    expect(takeAll).toThrow(
      expect.objectContaining({
        code: "DATA_TOO_LARGE",
        message: expect.stringMatching(/^rows\.jsonl: .* about 400000 fit$/u) as string,
        hint: expect.stringContaining("--max-old-space-size=2048") as string,
        details: expect.objectContaining({ file: "rows.jsonl", fit: 400_000 }) as object,
      }),
    );
    expect(taken).toBeGreaterThan(399_000);
    expect(taken).toBeLessThan(420_000);
  });

  it("lets a small file pass in a heap that is full of other things", () => {
    const room = new MemoryRoom("rows.jsonl", () => ({ used: 900e6, limit: 1000e6 }));
    for (let row = 0; row < 9000; row++) room.take();
  });
});
