import { bestOfStrategy } from "../../../../agents/generator/strategies/best-of.js";
import { writeWith } from "../../../helpers/write-with.js";

describe("best-of", () => {
  it("keeps the candidate that is rated best, the first of equals, and rates equal ones once", async () => {
    const { written, asked, section } = await writeWith(bestOfStrategy, {
      spec: { labels: { refund: "money back", delivery: "a parcel" } },
      subTask: { output: ["text"], settings: { n: 4 } },
      answers: {
        "candidate-1": { text: "Money?" },
        "candidate-2": { text: "Give my money back." },
        "candidate-3": { text: "Money?" },
        "candidate-4": { text: "I want a refund." },
      },
      // The critic's model rates: whoever wrote a text likes it.
      judge: {
        "rating-1": { reason: "short", rating: 3 },
        "rating-2": { reason: "clear", rating: 9 },
        "rating-4": { reason: "clear", rating: 9 },
      },
    });
    expect(asked).toHaveLength(4);
    expect(written).toMatchObject({
      fields: { text: "Give my money back." },
      scores: { bestRating: 9, meanRating: 6 },
    });
    expect(section("rating-2", "draft")?.items).toEqual([{ text: "Give my money back." }]);
    expect(section("rating-2", "output")?.text).toMatch(/reason: [^]*rating: 1: /u);
  });
});
