import { mutationProblems } from "../../bench/mutation/main.js";

describe("mutations", () => {
  it("stand once in their files, and name tests that there are", () => {
    expect(mutationProblems()).toEqual([]);
  });

  it("are told where they do not", () => {
    const there = { name: "one", file: "base/errors.ts", find: "no such text", replace: "" };
    expect(
      mutationProblems([
        there,
        { ...there, find: "class DatawrightError", tests: ["test/base/nothing"] },
        { ...there, file: "base/nothing.ts" },
      ]),
    ).toEqual([
      expect.stringContaining("0 times, not once"),
      expect.stringContaining("there is no test/base/nothing"),
      expect.stringContaining("ENOENT"),
    ]);
  });
});
