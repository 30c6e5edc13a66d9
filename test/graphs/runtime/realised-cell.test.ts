import { RealisedCells } from "../../../graphs/runtime/realised-cell.js";
import { emptyCoverage } from "../../../tools/coverage/empty-coverage.js";

const cell = (label: string | string[] | null, ...values: [string, string][]) => ({
  id: [[label ?? []].flat().join("+"), ...values.map(([, value]) => value)].join("/"),
  path: [],
  label,
  quota: 1,
  conditions: values.map(([name, value]) => ({ name, value })),
});
const cells = new RealisedCells(
  emptyCoverage([
    cell("a", ["topic", "x"], ["tone", "calm"]),
    cell("a", ["topic", "y"], ["tone", "calm"]),
    cell("b", ["topic", "x"], ["tone", "calm"]),
    cell("b", ["topic", "z"], ["tone", "calm"]),
    cell(["p", "q"]),
    cell(["p"]),
    cell(null),
  ]),
);

describe("the cell of what a sample is", () => {
  it("is that of its order where nothing else was found", () => {
    expect(cells.of("a/x/calm", "a")).toBe("a/x/calm");
    expect(
      cells.of("a/x/calm", "a", [
        { name: "topic", value: "x" },
        { name: "length", value: "short" },
      ]),
    ).toBe("a/x/calm");
  });

  it("is that of its label in force, with the same conditions", () => {
    expect(cells.of("a/x/calm", "b")).toBe("b/x/calm");
    expect(cells.of("p+q", ["q", "p"])).toBe("p+q");
    expect(cells.of("p+q", ["p"])).toBe("p");
  });

  it("is that of the conditions that it fulfils", () => {
    expect(cells.of("a/x/calm", "a", [{ name: "topic", value: "y" }])).toBe("a/y/calm");
    expect(cells.of("a/y/calm", "b", [{ name: "topic", value: "z" }])).toBe("b/z/calm");
  });

  it("is none where the plan has no such cell, or nobody can tell", () => {
    expect(cells.of("a/y/calm", "b")).toBeNull();
    expect(cells.of("a/x/calm", "c")).toBeNull();
    expect(cells.of("a/x/calm", "a", [{ name: "topic", value: null }])).toBeNull();
    expect(cells.of("gone", "a")).toBeNull();
  });

  it("does not ask for a label where cells have none", () => {
    expect(cells.of("", "anything")).toBe("");
  });
});
