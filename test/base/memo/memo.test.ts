import { Memo } from "../../../base/memo/memo.js";

describe("Memo", () => {
  it("makes a value once, and again when it was asked for longest ago among too many", () => {
    const made: string[] = [];
    const memo = new Memo<string>(2);
    const ask = (key: string): string =>
      memo.of(key, () => {
        made.push(key);
        return key.toUpperCase();
      });
    expect(["a", "b", "a", "c", "a", "b"].map(ask)).toEqual(["A", "B", "A", "C", "A", "B"]);
    expect(made).toEqual(["a", "b", "c", "b"]);
  });

  it("shares a promise while it waits, and forgets one that failed", async () => {
    const memo = new Memo<Promise<number>>(10);
    let calls = 0;
    const ask = (): Promise<number> =>
      memo.of("k", () =>
        ++calls === 1 ? Promise.reject(new Error("no")) : Promise.resolve(calls),
      );
    const [first, second] = [ask(), ask()];
    await expect(first).rejects.toThrow("no");
    await expect(second).rejects.toThrow("no");
    expect(await ask()).toBe(2);
    expect(await ask()).toBe(2);
  });

  it("keeps the newer promise when an older one that was let go fails late", async () => {
    const memo = new Memo<Promise<string>>(1);
    let fail = (_error: Error): void => undefined;
    const slow = memo.of("k", () => new Promise((_resolve, reject) => (fail = reject)));
    void memo.of("other", () => Promise.resolve("x"));
    const newer = memo.of("k", () => Promise.resolve("new"));
    fail(new Error("late"));
    await expect(slow).rejects.toThrow("late");
    expect(memo.of("k", () => Promise.resolve("newest"))).toBe(newer);
  });
});
