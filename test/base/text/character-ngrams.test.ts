import { characterNgrams } from "../../../base/text/character-ngrams.js";

describe("characterNgrams", () => {
  it("counts code points and keeps short text whole", () => {
    expect(characterNgrams("abcd", 3)).toEqual(["abc", "bcd"]);
    expect(characterNgrams("👍👎🎉", 2)).toEqual(["👍👎", "👎🎉"]);
    expect(characterNgrams("가", 3)).toEqual(["가"]);
    expect(characterNgrams("", 3)).toEqual([]);
    expect(() => characterNgrams("a", 0)).toThrow(expect.objectContaining({ code: "SHAPE" }));
  });
});
