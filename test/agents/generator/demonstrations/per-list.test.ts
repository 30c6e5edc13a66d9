import { PerList } from "../../../../agents/generator/demonstrations/per-list.js";

describe("PerList", () => {
  it("computes once for a list and key, also where two ask at once", async () => {
    const kept = new PerList<number>();
    const list = [1];
    let computed = 0;
    const compute = () => Promise.resolve(++computed);
    expect(await Promise.all([kept.get(list, "a", compute), kept.get(list, "a", compute)])).toEqual(
      [1, 1],
    );
    expect(await kept.get(list, "b", compute)).toBe(2);
    expect(await kept.get([1], "a", compute)).toBe(3);
  });

  it("keeps no failure", async () => {
    const kept = new PerList<string>();
    const list: number[] = [];
    await expect(kept.get(list, "a", () => Promise.reject(new Error("stopped")))).rejects.toThrow(
      "stopped",
    );
    expect(await kept.get(list, "a", () => Promise.resolve("again"))).toBe("again");
  });

  it("keeps the latest keys of a list only", async () => {
    const kept = new PerList<string>(2);
    const list: number[] = [];
    for (const key of ["a", "b", "c"]) await kept.get(list, key, () => Promise.resolve(key));
    expect(await kept.get(list, "c", () => Promise.resolve("new"))).toBe("c");
    expect(await kept.get(list, "a", () => Promise.resolve("new"))).toBe("new");
  });
});
