import { pagedItems } from "../../../base/values/paged-items.js";

describe("pagedItems", () => {
  /** Pages of numbers, and whether they were closed. */
  function pagesOf(...all: readonly (readonly number[])[]) {
    const state = { read: 0, closed: false };
    async function* pages(): AsyncGenerator<readonly number[], void, undefined> {
      try {
        for (const page of all) {
          state.read += 1;
          yield page;
        }
      } finally {
        state.closed = true;
      }
    }
    return { state, pages: pages() };
  }

  it("gives the items of all pages in order, empty pages among them, and reads no page too early", async () => {
    const { state, pages } = pagesOf([1, 2], [], [3], []);
    const items = pagedItems(pages, (item) => item * 10);
    expect(await items.next()).toEqual({ done: false, value: 10 });
    expect(await items.next()).toEqual({ done: false, value: 20 });
    expect(state.read).toBe(1);
    expect(await items.next()).toEqual({ done: false, value: 30 });
    expect(await items.next()).toEqual({ done: true, value: undefined });
    expect(await items.next()).toEqual({ done: true, value: undefined });
    expect(state.closed).toBe(true);
  });

  it("answers those who ask at once in the order in which they asked", async () => {
    const { pages } = pagesOf([1], [2, 3], [4]);
    const items = pagedItems(pages, (item) => item);
    const all = await Promise.all(Array.from({ length: 6 }, () => items.next()));
    expect(all.map(({ value }) => value as number | undefined)).toEqual([
      1,
      2,
      3,
      4,
      undefined,
      undefined,
    ]);
  });

  it("closes the pages where the items are left early, and where one cannot be made", async () => {
    const left = pagesOf([1, 2], [3]);
    for await (const item of pagedItems(left.pages, (item) => item)) if (item === 1) break;
    expect(left.state).toEqual({ read: 1, closed: true });

    const broken = pagesOf([1, 2, 3]);
    const seen: number[] = [];
    const reading = async (): Promise<void> => {
      for await (const item of pagedItems(broken.pages, (item) => {
        if (item === 2) throw new Error("damaged");
        return item;
      }))
        seen.push(item);
    };
    await expect(reading()).rejects.toThrow("damaged");
    expect(seen).toEqual([1]);
    expect(broken.state.closed).toBe(true);
  });
});
