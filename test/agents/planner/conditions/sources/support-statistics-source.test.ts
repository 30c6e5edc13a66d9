import { supportStatisticsSource } from "../../../../../agents/planner/conditions/sources/support-statistics-source.js";
import { STYLE_FEATURES } from "../../../../../agents/planner/conditions/sources/style-features.js";
import { fakeContext, fakeRow, fakeTask } from "../../../../helpers/fake-context.js";
import { find } from "./find.js";

const rows = (count: number, label: string, text: (index: number) => string) =>
  Array.from({ length: count }, (_unused, index) =>
    fakeRow(`${label}${index}`, text(index), label),
  );

describe("support-statistics", () => {
  it("has the shares of the rows, and those of a label where its rows differ", async () => {
    const support = [
      ...rows(20, "refund", (index) => (index < 16 ? "where is my money?" : "give it back.")),
      ...rows(20, "delivery", (index) => (index < 2 ? "is it late?" : "it came late.")),
    ];
    const { attributes } = await find(
      supportStatisticsSource,
      { features: ["form"] },
      fakeContext({ task: fakeTask({}, support) }),
    );
    expect(attributes).toEqual([
      {
        name: "form",
        description: expect.any(String),
        source: "support",
        steerable: false,
        values: ["asks a question", "asks nothing"],
        weights: { "asks a question": 18, "asks nothing": 22 },
        given: {
          label: {
            refund: {
              "asks a question": expect.closeTo(16.9),
              "asks nothing": expect.closeTo(5.1),
            },
            delivery: {
              "asks a question": expect.closeTo(2.9),
              "asks nothing": expect.closeTo(19.1),
            },
          },
        },
      },
    ]);
  });

  it("has no shares of a label's own where the rows do not differ, or are too few to tell", async () => {
    const support = [
      ...rows(20, "refund", (index) => (index % 2 ? "why?" : "no.")),
      ...rows(20, "delivery", (index) => (index % 3 ? "why?" : "no.")),
      ...rows(4, "rare", () => "why?"),
    ];
    const { attributes } = await find(
      supportStatisticsSource,
      { features: ["form"] },
      fakeContext({ task: fakeTask({ labels: ["refund", "delivery", "rare"] }, support) }),
    );
    expect(attributes[0]!.given).toBeUndefined();
  });

  it("has no dimension where all rows are alike, slips apart, or where there are too few", async () => {
    const alike = rows(40, "refund", (index) => (index === 0 ? "SHOUTING AT YOU" : "it came late"));
    expect(
      (await find(supportStatisticsSource, {}, fakeContext({ task: fakeTask({}, alike) })))
        .attributes,
    ).toEqual([]);
    const few = rows(12, "refund", (index) => (index % 2 ? "why?" : "no."));
    expect(
      (
        await find(
          supportStatisticsSource,
          { features: ["form", "casing"] },
          fakeContext({ task: fakeTask({}, few) }),
        )
      ).attributes,
    ).toEqual([]);
  });

  it("counts lengths as well, and leaves out what the task has already", async () => {
    const support = rows(
      40,
      "refund",
      (index) => "word ".repeat(1 + index) + (index % 2 ? "!" : "."),
    );
    const context = fakeContext({ task: fakeTask({}, support) });
    const all = await find(supportStatisticsSource, {}, context);
    expect(all.attributes.map(({ name, steerable }) => [name, steerable])).toEqual([
      ["length", false],
    ]);
    expect(
      (await find(supportStatisticsSource, {}, context, { before: all.attributes })).attributes,
    ).toEqual([]);
  });

  it.each([
    [
      "form",
      "en",
      {
        "Where is it?": "asks a question",
        "Here.": "asks nothing",
        "どこですか？": "asks a question",
      },
    ],
    [
      "punctuation",
      "en",
      {
        "late again!!": "repeated marks, such as !! or ...",
        "Late.": "ends with a mark",
        late: "ends without a mark",
        '"late."': "ends with a mark",
        늦어요ㅠㅠ: "repeated marks, such as !! or ...",
        "遅い。": "ends with a mark",
      },
    ],
    [
      "casing",
      "en",
      {
        "where is it": "all in lower case",
        "Where is it": "usual capitals",
        "WHERE IS THE PARCEL": "words in capitals",
        "배송이 늦어요": null,
        "I own a TV": "usual capitals",
      },
    ],
    [
      "emoji",
      "en",
      {
        "thanks 🙏": "with emoji",
        "flag 🇰🇷": "with emoji",
        "thanks :)": "without emoji",
        "no 1": "without emoji",
      },
    ],
    [
      "register",
      "en",
      {
        "gonna return it lol": "casual",
        "Dear sir, please advise.": "courteous",
        "The parcel is late.": "neutral",
      },
    ],
    [
      "register",
      "ko",
      {
        "배송이 늦었습니다.": "formal",
        "배송이 늦어요": "polite",
        "배송 늦다 진짜": "plain",
        ok: null,
      },
    ],
    ["register", "de", { "Das Paket ist da.": null }],
  ] as const)("tells the %s of a text (%s)", (name, language, texts) => {
    for (const [text, value] of Object.entries(texts))
      expect([text, STYLE_FEATURES[name](text, language)]).toEqual([text, value]);
  });
});
