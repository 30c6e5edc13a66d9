import { undocumentedNames } from "../helpers/undocumented-names.js";

describe("the public API", () => {
  it("says of every name and field that it exports what it is", () => {
    expect(undocumentedNames(["index.ts", "testing.ts"])).toEqual([]);
  });
});
