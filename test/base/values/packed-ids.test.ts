import { PackedIds } from "../../../base/values/packed-ids.js";
import { shortId } from "../../../base/statistics/hash.js";

describe("PackedIds", () => {
  it("finds ids of any form again, by number and by id", () => {
    const ids = new PackedIds();
    const all = Array.from({ length: 20_000 }, (_, at) =>
      at % 3 === 0 ? shortId("sample", at) : at % 3 === 1 ? `행 ${at}` : `AB${at.toString(16)}`,
    );
    for (const [at, id] of all.entries()) expect(ids.add(id)).toBe(at);
    expect(ids.count).toBe(all.length);
    for (const [at, id] of all.entries()) {
      if (ids.numberOf(id) !== at) throw new Error(`${id} has the number ${ids.numberOf(id)}`);
      if (ids.at(at) !== id) throw new Error(`${at} is ${ids.at(at)}`);
    }
    expect(ids.numberOf("none")).toBeUndefined();
    expect(ids.numberOf("")).toBeUndefined();
  });

  it("gives an id another number where it comes again, and none where it was forgotten", () => {
    const ids = new PackedIds();
    expect([ids.add("a0"), ids.add("b0"), ids.add("a0")]).toEqual([0, 1, 2]);
    expect([ids.numberOf("a0"), ids.at(0)]).toEqual([2, "a0"]);
    ids.forget("a0");
    expect(ids.numberOf("a0")).toBeUndefined();
    expect(ids.numberOf("b0")).toBe(1);
    expect(ids.at(2)).toBe("a0");
    expect(ids.add("a0")).toBe(3);
    expect(ids.numberOf("a0")).toBe(3);
  });

  it("takes an id longer than a block", () => {
    const ids = new PackedIds();
    const long = "x".repeat(200_000);
    ids.add("first");
    ids.add(long);
    ids.add("last");
    expect([ids.numberOf(long), ids.at(1) === long, ids.at(2)]).toEqual([1, true, "last"]);
  });
});
