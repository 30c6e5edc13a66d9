import { languageOfEnvironment } from "../../../base/language/language.js";

describe("languageOfEnvironment", () => {
  it("knows Korean in every form of a locale", () => {
    for (const LANG of ["ko_KR.UTF-8", "ko_KR", "ko", "ko-KR", "KO_kr.euckr"])
      expect(languageOfEnvironment({ LANG })).toBe("ko");
  });

  it("is English for other locales, and for none", () => {
    for (const LANG of ["C", "POSIX", "en_US.UTF-8", "de_DE", "kok_IN", ""])
      expect(languageOfEnvironment({ LANG })).toBe("en");
    expect(languageOfEnvironment({})).toBe("en");
  });

  it("lets LC_ALL go before LC_MESSAGES, and that before LANG, where they are not empty", () => {
    expect(languageOfEnvironment({ LC_ALL: "C", LANG: "ko_KR.UTF-8" })).toBe("en");
    expect(languageOfEnvironment({ LC_ALL: "", LC_MESSAGES: "ko_KR", LANG: "C" })).toBe("ko");
  });
});
