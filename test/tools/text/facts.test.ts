import fc from "fast-check";
import { extractFacts, unsupportedFacts } from "../../../tools/text/facts.js";

const values = (text: string) => extractFacts(text).map((fact) => `${fact.kind}:${fact.value}`);

describe("extractFacts", () => {
  it.each([
    ["it cost $1,234.50 and rose 12%", ["number:1234.5 usd", "number:12 %"]],
    ["it cost 2.5 million dollars", ["number:2500000 usd"]],
    ["we waited 3 hours for the 2nd part", ["number:3 hour", "number:2"]],
    ["on March 5th, 2024 at 10:30 pm", ["date:2024-03-05", "date:T22:30"]],
    [
      "on 5 March 2024 and 2024-03-06 and in May 2023",
      ["date:2024-03-05", "date:2024-03-06", "date:2023-05"],
    ],
    ["paid on 3/5/2024 and 25/12/2023", ["date:2024-03-05|2024-05-03", "date:2023-12-25"]],
    ["2024년 3월 5일에 3만원을 냈어요", ["date:2024-03-05", "number:30000 krw"]],
    ["直した費用は３５円、二百三十人", ["number:35 jpy", "number:230"]],
    ["وصل في ٢٥ يوما", ["number:25"]],
    ["we met Anna Schmidt in Berlin. Then we left", ["name:anna schmidt", "name:berlin"]],
    [
      "write to Help@Example.com or see https://example.com/a/.",
      ["email:help@example.com", "url:https://example.com/a"],
    ],
    ["runs version 1.2.3 of it", ["number:1.2.3"]],
    ["nothing to check here", []],
    ["BUY NOW BEST OFFER EVER", []],
  ])("finds in %j", (text, expected) => {
    expect(values(text)).toEqual(expected);
  });

  it("gives offsets into the text, in order, none overlapping", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom(
            "3만원",
            "$5",
            "March 5, 2024",
            "two",
            "Berlin",
            "a@b.co",
            "10:30",
            "۳",
            "👍",
            "１２％",
            "12.",
            "www.x.org,",
          ),
          { maxLength: 12 },
        ),
        (parts) => {
          const text = parts.join(" ");
          let last = 0;
          for (const { start, end, value } of extractFacts(text)) {
            expect(start).toBeGreaterThanOrEqual(last);
            expect(end).toBeGreaterThan(start);
            expect(end).toBeLessThanOrEqual(text.length);
            expect(value).not.toBe("");
            last = end;
          }
        },
      ),
    );
  });
});

describe("unsupportedFacts", () => {
  const unsupported = (text: string, ...sources: string[]) =>
    unsupportedFacts(text, sources).map((fact) => fact.value);

  it("accepts other spellings of what a source has", () => {
    expect(
      unsupported("He paid 1500 dollars on 2024-03-05.", "On March 5, 2024 he paid $1,500."),
    ).toEqual([]);
    expect(unsupported("there were 3 of them in 2024", "Three came on 1 May 2024.")).toEqual([]);
    expect(unsupported("3월 5일에 30,000원을 냈다", "2024년 3월 5일, 3만원 결제")).toEqual([]);
    expect(unsupported("so says Smith", "a letter by John Smith's son")).toEqual([]);
  });

  it("reports what no source has", () => {
    expect(
      unsupported(
        "It rose 15% in Paris on 2024-03-06, said Anna.",
        "It rose 12 % on March 5, 2024.",
      ),
    ).toEqual(["15 %", "paris", "2024-03-06", "anna"]);
    expect(unsupported("it is 10 km away", "it is 10 miles away")).toEqual(["10 km"]);
    expect(unsupported("5명이 왔다", "세 명이 왔다")).toEqual(["5 person"]);
    expect(unsupported("it takes 7 days")).toEqual(["7 day"]);
  });
});
