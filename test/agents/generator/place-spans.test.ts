import { placeSpans } from "../../../agents/generator/place-spans.js";
import { findMention } from "../../../agents/generator/find-mention.js";
import { maskFigure } from "../../../agents/generator/mask-figure.js";
import { Random } from "../../../tools/statistics/random.js";
import { fakeTask } from "../../helpers/fake-context.js";

describe("placeSpans", () => {
  const task = fakeTask({ kind: "extraction", labels: undefined });
  const placed = (text: string, spans: object[]) => placeSpans(task, { text, spans })["spans"];

  it("puts a span where its text stands, at the place nearest to what was said", () => {
    expect(placed("Ann met Ann.", [{ text: "Ann", start: 6, end: 9, label: "person" }])).toEqual([{ text: "Ann", start: 8, end: 11, label: "person" }]);
    expect(placed("Ann met Bo.", [{ text: "Bo", start: 0, end: 9 }])).toEqual([{ text: "Bo", start: 8, end: 10 }]);
  });
  it("leaves spans that are right and those whose text stands nowhere", () => {
    const right = { text: "Ann", start: 0, end: 3 };
    const lost = { text: "Cy", start: 1, end: 3 };
    expect(placed("Ann met Bo.", [right, lost])).toEqual([right, lost]);
    expect(placeSpans(task, { text: "x" })).toEqual({ text: "x" });
  });
});

describe("findMention", () => {
  it("prefers whole words, then its own case, and takes no place twice", () => {
    expect(findMention("Annual. ann. Ann.", "Ann")).toEqual({ text: "Ann", start: 13, end: 16 });
    expect(findMention("Annual rome.", "Rome")).toEqual({ text: "rome", start: 7, end: 11 });
    expect(findMention("Ann Ann", "Ann", [{ start: 0, end: 3 }])).toMatchObject({ start: 4 });
    expect(findMention("Ann", "Ann", [{ start: 0, end: 3 }])).toBeNull();
    expect(findMention("Annual", "Ann")).toMatchObject({ start: 0 });
    expect(findMention("İstanbul", "")).toBeNull();
  });
});

describe("maskFigure", () => {
  it("hides one figure of a text, thousands and decimals as one", () => {
    expect(maskFigure("It costs 1,250.50 euros.", new Random(1))).toEqual({ text: "It costs X euros.", figure: "1,250.50" });
    expect(maskFigure("Room B12 has no figure of its own.", new Random(1))).toBeNull();
    expect(maskFigure("3 cats", new Random(1))).toEqual({ text: "X cats", figure: "3" });
  });
});
