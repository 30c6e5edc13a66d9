import { boxedAnswer, sameMathAnswer } from "../../../../base/text/mathematics/same-math-answer.js";

describe("sameMathAnswer", () => {
  it.each([
    ["\\frac12", "0.5"],
    ["2\\sqrt3", "\\sqrt{12}"],
    ["(1,2]", "(1, 2]"],
    ["1,2", "2, 1"],
    ["x=3", "3"],
    ["[0,\\infty)", "\\left[0, \\infty\\right)"],
    ["\\text{Evelyn}", "evelyn"],
    ["12\\frac{3}{5}", "12.6"],
    ["4a-2", "-2+4a"],
    ["\\frac{x+1}{2}", "\\frac{1}{2}x+0.5"],
    ["90^\\circ", "90"],
    ["5\\text{ cm}", "5"],
    ["6\\sqrt{2}\\text{ units}", "6\\sqrt{2}"],
    ["11111111100", "11,\\! 111,\\! 111,\\! 100"],
    ["(3,\\frac{\\pi}{2})", "(3,\\pi/2)"],
  ])("%s is %s", (one, other) => {
    expect(sameMathAnswer(one, other)).toBe(true);
    expect(sameMathAnswer(other, one)).toBe(true);
  });

  it.each([
    ["(1,2]", "[1,2]"],
    ["(1,2)", "(2,1)"],
    ["1\\frac{1}{10}", "0.1"],
    ["5 cm", "5 m"],
    ["x", "y"],
    ["3", ""],
    ["\\frac{1}{3}", "0.33"],
  ])("%s is not %s", (one, other) => {
    expect(sameMathAnswer(one, other)).toBe(false);
  });

  it("reads the last box, and survives what is none", () => {
    expect(boxedAnswer("so \\boxed{1} or \\boxed{\\frac{1}{2}}.")).toBe("\\frac{1}{2}");
    expect(boxedAnswer("so \\boxed{1")).toBeNull();
    expect(boxedAnswer("no box")).toBeNull();
    expect(sameMathAnswer("(".repeat(300), "{".repeat(300))).toBe(false);
  });
});
