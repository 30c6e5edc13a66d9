import { sameAnswer } from "../../../base/text/same-answer.js";

describe("sameAnswer", () => {
  it.each([
    ["6 kilograms", "6 kg"],
    ["6 kg", "6"],
    ["6 kg", "6000 g"],
    ["6 kg.", 6],
    ["$1,200", "1200 dollars"],
    ["90 minutes", "1.5 hours"],
    ["2 hours 30 minutes", "150 min"],
    ["2 hours and 30 minutes", "2.5 h"],
    ["60 miles per hour", "60 mph"],
    ["12 square meters", "12 m^2"],
    ["1/2", "0.5"],
    ["1 1/2 cups", "1.5 cups"],
    [String.raw`\boxed{\frac{3}{4}}`, "0.75"],
    [String.raw`$6\text{ kg}$`, "6 kilograms"],
    ["x = 6", "6"],
    ["6 apples", "6 red apples"],
    ["1 box", "1 boxes"],
    ["6 kg of rice", "6 kg"],
    ["Rome", "rome."],
  ])("%s is %s", (left, right) => {
    expect(sameAnswer(left, right)).toBe(true);
    expect(sameAnswer(right, left)).toBe(true);
  });
  it.each<[unknown, unknown]>([
    ["6 kg", "7 kg"],
    ["6 kg", "6 m"],
    ["6 kg", "6 g"],
    ["6 apples", "6 oranges"],
    ["6 am", "6 pm"],
    ["50%", "0.5 kg"],
    ["-6", "6 kg"],
    ["6 or 7", "6"],
    ["between 6 and 7", "6"],
    ["3 and 4", "7"],
    ["6/0", "6"],
    ["six", "6 kg"],
    ["", "0"],
    [null, "0"],
    ["Rome", "Paris"],
  ])("%s is not %s", (left, right) => {
    expect(sameAnswer(left, right)).toBe(false);
    expect(sameAnswer(right, left)).toBe(false);
  });
});
