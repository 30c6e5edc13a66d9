import { MAX_TOP_UPS, topUpOrFinish } from "../../../graphs/rounds/state.js";

describe("topUpOrFinish", () => {
  it("goes back to work while top-ups are left, then says what is missing", () => {
    const at = { accepted: 8, target: 10, after: "curation" };
    expect(topUpOrFinish({ stop: "target", topUps: 0 }, at)).toEqual({
      accepted: 8,
      topUps: 1,
      next: "plan",
      stop: null,
      stopDetail: "",
    });
    expect(topUpOrFinish({ stop: "target", topUps: MAX_TOP_UPS }, at)).toMatchObject({
      next: "finish",
      stop: "no-progress",
      stopDetail: expect.stringContaining("8 of 10 left after curation") as string,
    });
  });
  it("changes nothing about a run that is full, or ended for another reason", () => {
    expect(
      topUpOrFinish({ stop: "target", topUps: 0 }, { accepted: 10, target: 10, after: "review" }),
    ).toEqual({ accepted: 10, next: "finish" });
    expect(
      topUpOrFinish({ stop: "budget", topUps: 0 }, { accepted: 2, target: 10, after: "review" }),
    ).toEqual({ accepted: 2, next: "finish" });
  });
});
