import { languageName } from "../../../base/text/language-name.js";

describe("languageName", () => {
  it.each([
    ["en", "English"],
    ["ko", "Korean"],
    ["pt-BR", "Brazilian Portuguese"],
    ["ar", "Arabic"],
    ["zz", "zz"],
    ["not a tag", "not a tag"],
  ])("names %s", (tag, name) => {
    expect(languageName(tag)).toBe(name);
  });
});
