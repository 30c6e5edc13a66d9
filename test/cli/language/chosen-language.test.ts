import { chosenLanguage } from "../../../cli/language/chosen-language.js";

const KOREAN = { LANG: "ko_KR.UTF-8" };

describe("chosenLanguage", () => {
  it("is what --lang names, wherever it stands, and the last one counts", () => {
    expect(chosenLanguage(["--lang", "ko", "runs"], {})).toBe("ko");
    expect(chosenLanguage(["runs", "--lang=ko"], {})).toBe("ko");
    expect(chosenLanguage(["runs", "--lang", "ko", "--lang", "en"], KOREAN)).toBe("en");
  });

  it("is the locale's without it", () => {
    expect([chosenLanguage(["runs"], KOREAN), chosenLanguage(["runs"], {})]).toEqual(["ko", "en"]);
  });

  it("leaves a language that is not spoken to the parser, and words behind -- alone", () => {
    expect(chosenLanguage(["runs", "--lang", "fr"], KOREAN)).toBe("ko");
    expect(chosenLanguage(["init", "--", "--lang", "ko"], {})).toBe("en");
  });
});
