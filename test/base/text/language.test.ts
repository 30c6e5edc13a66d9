import { detectLanguage, scriptShare } from "../../../base/text/language.js";

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
