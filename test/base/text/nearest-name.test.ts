import { nearestNames } from "../../../base/text/nearest-name.js";

describe("nearestNames", () => {
  it("finds mistyped names, nearest first, and nothing for a name that is like none", () => {
    expect(nearestNames("planer", ["planner", "generator", "plane"])).toEqual(["plane", "planner"]);
    expect(nearestNames("Support", ["support-tickets-3", "sms"])).toEqual(["support-tickets-3"]);
    expect(nearestNames("리뷰-1", ["리뷰-2", "후기"])).toEqual(["리뷰-2"]);
    expect(nearestNames("xyz", ["generator", "evaluator"])).toEqual([]);
  });
});
