import { CopyIndex } from "../../../tools/text/copies.js";
import { longestCommonSpan } from "../../helpers/longest-common-span.js";

const rows = [
  "My parcel arrived two days late and the box was completely crushed on one side.",
  "How do I reset my password?",
  "배송이 예정보다 이틀이나 늦었고 상자 한쪽이 완전히 찌그러져 있어서 정말 실망했습니다",
  "今日は天気がとても良かったので家族と一緒に公園へ行きました",
];
const index = new CopyIndex(rows);

describe("CopyIndex", () => {
  it.each([
    ["how do i reset MY password", 1],
    ["How do I reset my password?!", 1],
    ["今日は天気がとても良かったので、家族と一緒に公園へ行きました。", 3],
  ])("finds the row that %j equals after normalisation", (text, row) => {
    expect(index.verbatim(text)).toMatchObject({ row, kind: "equal", coverage: 1 });
  });

  it("finds a draft that consists mostly of a span of one row", () => {
    const copy = index.verbatim(
      "Sadly the parcel arrived two days late and the box was completely crushed.",
    );
    expect(copy).toMatchObject({ row: 0, kind: "span", longest: 11 });
    expect(copy?.coverage).toBeCloseTo(11 / 13);
    expect(
      index.verbatim("어제 배송이 예정보다 이틀이나 늦었고 상자 한쪽이 완전히 찌그러져 있어서"),
    ).toMatchObject({ row: 2, kind: "span" });
  });

  it("lets a short span, a small share, and new text pass", () => {
    expect(index.verbatim("the box was completely crushed, so I want a refund")).toBeNull();
    const diluted =
      "My parcel arrived two days late and the box " +
      "but that is only a small part of a much longer and otherwise quite new story about it";
    expect(index.verbatim(diluted)).toBeNull();
    expect(index.verbatim("👍👍")).toBeNull();
    expect(new CopyIndex([]).verbatim("anything")).toBeNull();
  });

  it("finds near copies by ROUGE-L", () => {
    expect(index.near("How do I reset the password?")).toEqual({ row: 1, rougeL: 10 / 12 });
    expect(index.near("Where is my invoice for March?")).toBeNull();
  });
});

describe("longestCommonSpan", () => {
  it("finds the longest shared run of words", () => {
    expect(longestCommonSpan("I like the big red ball a lot", "give me the big red box")).toEqual({
      length: 3,
      text: "the big red",
    });
    expect(longestCommonSpan("a", "b")).toEqual({ length: 0, text: "" });
    expect(longestCommonSpan("나는 정말 좋아요", "정말 좋아요")).toEqual({
      length: 2,
      text: "정말 좋아요",
    });
  });
});
