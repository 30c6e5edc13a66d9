import { sentences } from "../../../base/text/sentences.js";

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
