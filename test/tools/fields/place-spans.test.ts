import fc from "fast-check";
import { placeSpans } from "../../../tools/fields/place-spans.js";
import { fakeTask } from "../../helpers/fake-context.js";

const questions = fakeTask({ kind: "question-answering", labels: undefined });
const mentions = fakeTask({ kind: "extraction", labels: undefined });

describe("placeSpans", () => {
  const placed = (text: string, spans: object[]) => placeSpans(mentions, { text, spans })["spans"];

  it("puts a span where its text stands, at the place nearest to what was said", () => {
    expect(placed("Ann met Ann.", [{ text: "Ann", start: 6, end: 9, label: "person" }])).toEqual([
      { text: "Ann", start: 8, end: 11, label: "person" },
    ]);
    expect(placed("Ann met Bo.", [{ text: "Bo", start: 0, end: 9 }])).toEqual([
      { text: "Bo", start: 8, end: 10 },
    ]);
  });
  it("leaves spans that are right and those whose text stands nowhere", () => {
    const right = { text: "Ann", start: 0, end: 3 };
    const lost = { text: "Cy", start: 1, end: 3 };
    expect(placed("Ann met Bo.", [right, lost])).toEqual([right, lost]);
    expect(placeSpans(mentions, { text: "x" })).toEqual({ text: "x" });
  });

  it("moves a span to its words, first in the passage, and leaves one that is right or nowhere", () => {
    const fields = {
      context: "Linz lies on the Danube. The Danube is long.",
      question: "Where is Linz?",
      answer: "the Danube",
    };
    expect(
      placeSpans(questions, { ...fields, span: { text: "the Danube", start: 0, end: 9 } })["span"],
    ).toEqual({ text: "the Danube", start: 13, end: 23 });
    const nowhere = { ...fields, answer: "at the Rhine" };
    expect(
      placeSpans(questions, { ...nowhere, span: { text: "Linz", start: 0, end: 4 } })["span"],
    ).toEqual({ text: "Linz", start: 0, end: 4 });
    expect(
      placeSpans(questions, { ...nowhere, span: { text: "Rhone", start: 2, end: 7 } })["span"],
    ).toEqual({ text: "Rhone", start: 2, end: 7 });
    expect(placeSpans(questions, fields)).toEqual(fields);
  });

  it("puts the span of an answer where the answer stands", () => {
    const fields = {
      context: "Linz lies on the Danube.",
      question: "Where is Linz?",
      answer: "on the Danube",
      span: { text: "Linz lies", start: 0, end: 9 },
    };
    expect(placeSpans(questions, fields)["span"]).toEqual({
      text: "on the Danube",
      start: 10,
      end: 23,
    });
  });

  it("takes the nearest of several occurrences, and keeps labels", () => {
    const text = "Ada met Ada.";
    expect(
      placeSpans(mentions, {
        text,
        spans: [
          { text: "Ada", start: 7, end: 11, label: "person" },
          { text: "Ada", start: 1, end: 2 },
          "odd",
        ],
      })["spans"],
    ).toEqual([
      { text: "Ada", start: 8, end: 11, label: "person" },
      { text: "Ada", start: 0, end: 3 },
      "odd",
    ]);
  });

  it("places every span whose words stand in the text", () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1 }),
        fc.nat(40),
        fc.nat(40),
        fc.integer({ min: 0, max: 60 }),
        (text, from, length, said) => {
          const start = from % text.length;
          const words = text.slice(start, start + 1 + (length % 5));
          const [span] = placeSpans(mentions, {
            text,
            spans: [{ text: words, start: said, end: said + 1 }],
          })["spans"] as { text: string; start: number; end: number }[];
          expect(text.slice(span!.start, span!.end)).toBe(words);
        },
      ),
    );
  });
});
