import { findBoilerplate } from "../../../../tools/curation/filters/measures/find-boilerplate.js";
import { FILTERS } from "../../../../tools/curation/filters/filters.js";
import { heuristicsFilter } from "../../../../tools/curation/filters/heuristics.js";
import { curateRows } from "../../../../tools/curation/curate-rows.js";
import { curationContext, made, row, rowsOf } from "../curation-fixture.js";

const reasonOf = async (
  text: string,
  settings: Record<string, unknown> = {},
  language = "en",
): Promise<string | null> =>
  (await made(heuristicsFilter, settings).apply(rowsOf([text]), curationContext({ language })))
    .removed[0]!;

describe("heuristics", () => {
  it.each([
    ["", {}, "empty"],
    [" \n\u3000", {}, "empty"],
    ["too short", { minWords: 5 }, "length"],
    ["a b c d", { maxWords: 3 }, "length"],
    ["👩‍👩‍👧", { minCharacters: 2 }, "length"],
    ["no no no no no no no no no no no no", {}, "repetition"],
    [
      "this is good and this is good and this is good and this is good and that is all",
      {},
      "repetition",
    ],
    ["Das ist ein sehr guter Film und ich mag ihn", {}, "language"],
    ["이 영화는 정말 재미있었어요 추천합니다", {}, "language"],
    ["As an AI language model, I have no opinion.", {}, "boilerplate"],
    ["Sure! Here are five examples of reviews:", {}, "boilerplate"],
    ["plain", { pattern: "^[A-Z]" }, "format"],
    ["see http://x.example", { forbidden: "https?://" }, "format"],
    ["<b>bold</b>", { markup: "reject" }, "format"],
    ["We thank the sponsor of the day", { ownPhrases: ["THE SPONSOR"] }, "boilerplate"],
  ])("takes out %j %j: %s", async (text, settings, reason) => {
    expect(await reasonOf(text, settings)).toBe(reason);
  });

  it.each([
    ["A good film, and I would see it again.", "en"],
    ["very very very good", "en"],
    ["I'm sorry, but I can't find my card anywhere.", "en"],
    ["Can you assist me with that refund?", "en"],
    ["Sure, I liked it.", "en"],
    ["Dieses Gerät ist gut und ich mag es", "de"],
    ["배송이 늦어서 죄송하지만 확인 부탁드립니다", "ko"],
    ["Hyvä elokuva ja hieno tarina, suosittelen det är", "fi"],
    ["How do I get a virtual card?", "en"],
    ["just as moving , uplifting and funny as ever .", "en"],
    ["[NAME] was useless, let me know if you need more", "en"],
    ["Write to [EMAIL_1]", "en"],
    ["OK", "ko"],
    ["映画が好きです", "ja"],
  ])("keeps %j (%s)", async (text, language) => {
    expect(await reasonOf(text, {}, language)).toBeNull();
  });

  it("finds refusals and models speaking of themselves in many languages", () => {
    const found = [
      ["죄송하지만 해당 요청은 도와드릴 수 없습니다.", "refusal"],
      ["AI 언어 모델로서 저는 감정이 없습니다.", "self-reference"],
      ["물론입니다! 다음은 영화 리뷰 예시입니다.", "preamble"],
      ["申し訳ありませんが、そのご要望にはお答えできません。", "refusal"],
      ["很抱歉，我无法提供这类内容。", "refusal"],
      ["Es tut mir leid, aber dabei kann ich nicht helfen.", "refusal"],
      ["Je suis désolé, mais je ne peux pas vous aider.", "refusal"],
      ["Lo siento, pero no puedo ayudarte con eso.", "refusal"],
      ["Извините, но я не могу помочь с этим.", "refusal"],
      ["I’m sorry, but I can’t assist with that request.", "refusal"],
      ["Dear [Customer Name], thank you", "placeholder"],
    ] as const;
    for (const [text, kind] of found)
      expect([text, findBoilerplate(text)?.kind]).toEqual([text, kind]);
  });

  it("cleans markup in the text and in every field, and counts it", async () => {
    const context = curationContext();
    const rows = [
      row("a &amp; b<br>c", null, { fields: { text: "a &amp; b<br>c", title: "<i>T</i>", n: 3 } }),
      row("x < y and List<String>"),
    ];
    const outcome = await made(heuristicsFilter).apply(rows, context);
    expect(outcome.mended).toEqual(new Map([[0, "a & b\nc"]]));
    expect(outcome.figures).toMatchObject({ tags: 1, entities: 1, cleaned: 1, mended: 1 });
    const curated = await curateRows(
      rows,
      { filters: [made(heuristicsFilter)], relabelers: [], reweighter: null },
      context,
    );
    expect(curated.rows[0]!.row.fields).toEqual({ text: "a & b\nc", title: "T", n: 3 });
    expect(curated.steps[0]).toMatchObject({ changed: 1, removed: 0 });
  });

  it("names every check that fails in the note, and counts them as the score", async () => {
    const outcome = await made(heuristicsFilter, { minWords: 20, languages: ["ko"] }).apply(
      rowsOf(["As an AI language model I like the film and it is good"]),
      curationContext(),
    );
    expect(outcome.scores[0]).toBe(3);
    expect(outcome.notes[0]).toMatch(
      /13 words, at least 20; written in "en", wanted "ko"; self-reference/,
    );
  });

  it("says that it does not check a language that cannot be told from others", async () => {
    const outcome = await made(heuristicsFilter).apply(
      rowsOf(["det er en god film og jeg liker den"]),
      curationContext({ language: "nb-NO" }),
    );
    expect(outcome.removed[0]).toBeNull();
    expect(outcome.figures.languageUnchecked).toEqual(["nb"]);
  });

  it("looks at texts of 200 kB and stops when asked", async () => {
    const long = "word after word and nothing new under the sun ".repeat(4500);
    expect(await reasonOf(long)).toBe("repetition");
    const controller = new AbortController();
    controller.abort();
    await expect(
      made(heuristicsFilter).apply(rowsOf([long]), curationContext({ signal: controller.signal })),
    ).rejects.toMatchObject({ code: "INTERRUPTED" });
  });

  it("refuses a pattern that is none", async () => {
    await expect(FILTERS.choose({ name: "heuristics", pattern: "(" }, [])).rejects.toMatchObject({
      code: "SPEC_INVALID",
      message: expect.stringMatching(/pattern: not a valid regular expression/),
    });
  });
});
