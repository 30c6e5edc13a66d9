import { cleanValues } from "../../../../agents/planner/conditions/ask-values.js";

describe("cleanValues", () => {
  it("takes off list markers, quotes and closing punctuation", () => {
    expect(
      cleanValues(["1. Late parcels", "- “Broken screens”.", "3) 'wrong size'", "• gift cards;"], {
        count: 9,
      }).values,
    ).toEqual(["Late parcels", "Broken screens", "wrong size", "gift cards"]);
  });

  it("keeps one spelling of each value and none that repeats a label", () => {
    expect(
      cleanValues(
        ["Gift cards", "GIFT  CARDS", "gift_cards", "Gift cards", "Refund", "cafe\u0301", "café"],
        { count: 9, taken: ["refund"] },
      ),
    ).toEqual({ values: ["Gift cards", "café"], dropped: 5 });
  });

  it("keeps names in every script and emoji, and numbers that belong to them", () => {
    const values = [
      "배송 지연",
      "返品の手続き",
      "退款申请",
      "تأخر التوصيل",
      "🎁",
      "2 day delivery",
    ];
    expect(cleanValues(values, { count: 9 }).values).toEqual(values);
  });

  it("drops blanks, punctuation, whole sentences, and what is above the count", () => {
    const sentence = "Where is the parcel that I ordered three weeks ago and paid for in advance?";
    expect(
      cleanValues(["", " -- ", "...", sentence, "a\u0000b", "two", "three"], { count: 2 }),
    ).toEqual({ values: ["a b", "two"], dropped: 5 });
  });
});
