import { PassageLinks } from "../../../../tools/knowledge/search/passage-links.js";
import { Random } from "../../../../base/statistics/random.js";

const passages = (texts: readonly string[]) =>
  texts.map((text, index) => ({ text, source: `doc${index}` }));
const walks = (links: PassageLinks, start: number, length: number): string[] =>
  [
    ...new Set(
      Array.from({ length: 40 }, (_unused, seed) =>
        links.walk({ random: new Random(seed), length, start }).join("-"),
      ),
    ),
  ].sort();

describe("PassageLinks", () => {
  it("joins passages that speak of the same name, at the beginning of a sentence too", async () => {
    const links = await PassageLinks.build(
      passages([
        "The prize went to Marie Curie in that year.",
        "Curie was born in Warsaw.",
        "The river Vistula flows through Warsaw to the sea.",
        "Bread is baked in the morning.",
      ]),
    );
    expect(links.linksOf(0)).toContain("curie");
    expect(links.linksOf(1)).toEqual(expect.arrayContaining(["curie", "warsaw"]));
    expect(links.linksOf(3)).toEqual([]);
    expect(walks(links, 0, 3)).toEqual(["0-1-2"]);
    expect(walks(links, 3, 3)).toEqual(["3"]);
  });

  it("prefers other documents, uses no link twice and visits no passage twice", async () => {
    const links = await PassageLinks.build([
      { text: "They met Ada Ash there.", source: "a" },
      { text: "Later Ada wrote to Ben Birk again.", source: "a" },
      { text: "It was Ada who found it.", source: "b" },
      { text: "So Ben Birk left.", source: "c" },
    ]);
    expect(walks(links, 0, 2)).toEqual(["0-2"]);
    for (const walk of walks(links, 1, 4))
      expect(new Set(walk.split("-")).size).toBe(walk.split("-").length);
  });

  it("takes rare words where a script marks no names", async () => {
    const links = await PassageLinks.build(
      passages([
        "마리 퀴리는 바르샤바에서 태어났다.",
        "비스와강은 바르샤바에서 바다로 흐른다.",
        "빵은 아침에 굽는다.",
      ]),
    );
    expect(walks(links, 0, 2)).toEqual(["0-1"]);
  });

  it("does not join by what everybody speaks of", async () => {
    const links = await PassageLinks.build(
      passages(
        Array.from(
          { length: 60 },
          (_unused, index) => `Once in Vienna they saw number ${index} there.`,
        ),
      ),
    );
    expect(walks(links, 0, 2)).toEqual(["0"]);
  });
});
