import { characterNgrams } from "../../../base/text/character-ngrams.js";
import { displayWidth, padDisplay, truncateDisplay } from "../../../base/text/display-width.js";
import { cleanHtml } from "../../../base/text/html.js";
import { detectLanguage, scriptShare } from "../../../base/text/language.js";
import { repetition } from "../../../tools/text/repetition.js";
import { sentences } from "../../../base/text/sentences.js";

describe("terminal columns", () => {
  it.each([
    ["abc", 3],
    ["가나", 4],
    ["日本", 4],
    ["👨‍👩‍👧", 2],
    ["é".normalize("NFD"), 1],
    ["\u001b[31mred\u001b[0m", 3],
    ["مرحبا", 5],
  ])("%j is %i columns wide", (text, width) => {
    expect(displayWidth(text)).toBe(width);
  });
  it("pads and cuts by columns, never through a character", () => {
    expect(padDisplay("가", 4)).toBe("가  ");
    expect(padDisplay("5", 3, "right")).toBe("  5");
    expect(truncateDisplay("가나다라", 5)).toBe("가나…");
    expect(truncateDisplay("가나다라", 4)).toBe("가…");
    expect(truncateDisplay("ok 👨‍👩‍👧 fine", 5)).toBe("ok …");
    expect(truncateDisplay("short", 5)).toBe("short");
    expect(truncateDisplay("x", 0)).toBe("");
  });
});

describe("sentences", () => {
  it.each([
    ["Dr. Smith came. He left!  Why? ", ["Dr. Smith came.", "He left!", "Why?"]],
    ["오늘은 좋다. 내일은 모른다.", ["오늘은 좋다.", "내일은 모른다."]],
    ["今日は晴れ。明日は雨？", ["今日は晴れ。", "明日は雨？"]],
    ["مرحبا. كيف حالك؟ بخير", ["مرحبا.", "كيف حالك؟", "بخير"]],
    ["👍", ["👍"]],
    ["  ", []],
  ])("splits %j", (text, expected) => {
    expect(sentences(text)).toEqual(expected);
  });
});

describe("characterNgrams", () => {
  it("counts code points and keeps short text whole", () => {
    expect(characterNgrams("abcd", 3)).toEqual(["abc", "bcd"]);
    expect(characterNgrams("👍👎🎉", 2)).toEqual(["👍👎", "👎🎉"]);
    expect(characterNgrams("가", 3)).toEqual(["가"]);
    expect(characterNgrams("", 3)).toEqual([]);
    expect(() => characterNgrams("a", 0)).toThrow(expect.objectContaining({ code: "SHAPE" }));
  });
});

describe("cleanHtml", () => {
  it("removes markup, decodes references, counts both", () => {
    expect(cleanHtml("<p>Fish &amp; chips<br/>good &#x1F44D;</p><!-- x -->")).toEqual({
      text: "Fish & chips\ngood 👍",
      tags: 4,
      entities: 2,
    });
    expect(cleanHtml("a<script>alert('<b>')</script>b").text).toBe("a b");
  });
  it("leaves text that only looks like markup", () => {
    for (const text of [
      "1 < 2 and 3 > 2",
      "List<String> x",
      "R&D; AT&T",
      "&unknown; &#0; &#xD800;",
      "  spaced   out ",
    ]) {
      expect(cleanHtml(text)).toEqual({ text, tags: 0, entities: 0 });
    }
  });
});

describe("language", () => {
  it.each([
    ["I was not happy with the service that they gave me", "en"],
    ["Ich bin nicht zufrieden mit dem Service und der Lieferung", "de"],
    ["Je ne suis pas du tout content de la livraison et du service", "fr"],
    ["La entrega fue muy lenta y el servicio no es bueno", "es"],
    ["정말 마음에 들어요", "ko"],
    ["とても良い商品です", "ja"],
    ["这个产品非常好", "zh"],
    ["المنتج جيد جدا", "ar"],
    ["Мне очень понравилось, спасибо", "ru"],
    ["สินค้าดีมาก", "th"],
    ["blorp zig", "und"],
    ["👍 123", "und"],
    ["", "und"],
  ])("%j is %s", (text, expected) => {
    expect(detectLanguage(text)).toBe(expected);
  });
  it("shares out the letters", () => {
    expect(scriptShare("abc 가 12")).toEqual({ Latin: 0.75, Hangul: 0.25 });
    expect(scriptShare("12 👍")).toEqual({});
  });
});

describe("repetition", () => {
  it("finds loops of words and phrases in any script", () => {
    expect(repetition("very very very good")).toMatchObject({ longestRun: 3, phrase: "very" });
    expect(repetition("I like it. I like it. I like it.")).toMatchObject({
      longestRun: 3,
      phrase: "i like it",
      repeatedShare: 4 / 7,
    });
    expect(repetition("좋아요 좋아요 좋아요 좋아요").longestRun).toBe(4);
    expect(repetition("👍👍👍").longestRun).toBe(3);
    expect(repetition("all words here differ")).toEqual({
      repeatedShare: 0,
      longestRun: 1,
      phrase: "",
    });
    expect(repetition("")).toEqual({ repeatedShare: 0, longestRun: 0, phrase: "" });
  });
});
