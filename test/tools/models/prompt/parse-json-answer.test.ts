import fc from "fast-check";
import { parseJsonAnswer } from "../../../../tools/models/prompt/parse-json-answer.js";

const value = (text: string): unknown => {
  const parsed = parseJsonAnswer(text);
  return parsed.ok ? parsed.value : parsed.problem;
};

describe("parseJsonAnswer", () => {
  it.each([
    ["plain", '{"a":1}'],
    ["with a byte order mark", '\uFEFF{"a":1}'],
    ["in a fence", '```json\n{"a":1}\n```'],
    ["in a fence after prose", 'Here it is:\n```\n{"a":1}\n```\nEnjoy.'],
    ["after prose", 'Sure! {"a":1} I hope this helps {really}.'],
    ["after prose with an odd bracket", 'I chose [ because. {"a":1}'],
    ["with trailing commas", '{"a":1,\n}'],
    ["after a reference", 'As in [1]: {"a":1}'],
    ["after reasoning with drafts", '<think>Maybe {"a":0}? No.</think>\n{"a":1}'],
    ["the last of two fences", '```json\n{"a":0}\n```\nBetter:\n```json\n{"a":1}\n```'],
  ])("reads an object %s", (_name, text) => {
    expect(value(text)).toEqual({ a: 1 });
  });

  it("touches no string when it forgives commas", () => {
    expect(value('{"a":"x,}","b":["\\",]",],}')).toEqual({ a: "x,}", b: ['",]'] });
  });

  it("prefers the whole text over a fence inside a string", () => {
    expect(value(JSON.stringify({ text: '```json\n{"no":1}\n```' }))).toEqual({
      text: '```json\n{"no":1}\n```',
    });
  });

  it.each([
    ["", /empty/],
    ["I cannot do that.", /no JSON object/],
    ['{"a": "cut of', /not valid JSON/],
    ['```json\n{"a": [1, 2', /not valid JSON/],
  ])("reports %j", (text, problem) => {
    expect(value(text)).toMatch(problem);
  });

  it("reads back any JSON value in prose", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (object) => {
        const text = JSON.stringify(object);
        expect(value(`Answer: ${text}`)).toEqual(JSON.parse(text));
      }),
    );
  });
});
