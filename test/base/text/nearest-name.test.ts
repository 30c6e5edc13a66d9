import { nearestName, nearestNames } from "../../../base/text/nearest-name.js";

describe("nearestNames", () => {
  it("finds mistyped names, nearest first, and nothing for a name that is like none", () => {
    expect(nearestNames("planer", ["planner", "generator", "plane"])).toEqual(["plane", "planner"]);
    expect(nearestNames("Support", ["support-tickets-3", "sms"])).toEqual(["support-tickets-3"]);
    expect(nearestNames("리뷰-1", ["리뷰-2", "후기"])).toEqual(["리뷰-2"]);
    expect(nearestNames("xyz", ["generator", "evaluator"])).toEqual([]);
  });
});

describe("nearestName", () => {
  it.each([
    ["txet", "text"],
    ["lable", "label"],
    ["Self_Instruct", "self-instruct"],
    ["demonstratons", "demonstrations"],
  ])(
    "takes %s for %s: a swap of neighbours counts once, case and dashes not at all",
    (typed, name) => {
      expect(nearestName(typed, ["plan", "text", "label", "self-instruct", "demonstrations"])).toBe(
        name,
      );
    },
  );

  it("takes no short name for another, and no long one either", () => {
    expect(nearestName("ab", ["ac"])).toBeNull();
    expect(nearestName("text", ["next-but-one", "plan"])).toBeNull();
    expect(nearestName("x".repeat(300), ["x".repeat(299)])).toBeNull();
    expect(nearestName("x".repeat(300), ["x".repeat(300)])).toBe("x".repeat(300));
  });
});
