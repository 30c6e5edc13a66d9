import { moneyText } from "../../../cli/print/print-figures.js";

describe("moneyText", () => {
  it("never takes an unknown price for a free one", () => {
    expect([moneyText(null), moneyText(0)]).toEqual(["unknown", "free"]);
  });

  it("has as many digits as small sums need", () => {
    expect([0.000012, 0.00012, 0.5, 9.5, 12.3456, 120].map(moneyText)).toEqual([
      "$0.000012",
      "$0.000120",
      "$0.5000",
      "$9.5000",
      "$12.35",
      "$120.00",
    ]);
  });
});
