import fc from "fast-check";
import { Random } from "../../../../base/statistics/random.js";
import { normalQuantile } from "../../../../base/statistics/normal-quantile.js";
import { findSlices } from "../../../../tools/learning/slices/find-slices.js";

const TOPICS = {
  bills: ["invoice", "charge", "refund", "payment", "card"],
  parcels: ["delivery", "courier", "box", "tracking", "address"],
  logins: ["password", "account", "code", "screen", "phone"],
};
const FILLER = ["please", "today", "again", "cannot", "with", "about", "help", "my"];

/** Short texts on three topics; the model errs with the probability that `risk` says. */
function rows(
  count: number,
  seed: number,
  risk: (text: string, topic: string) => number,
): { texts: string[]; wrong: boolean[] } {
  const random = new Random(seed);
  const made = Array.from({ length: count }, () => {
    const topic = random.pick(Object.keys(TOPICS)) as keyof typeof TOPICS;
    const text = [...random.sample(TOPICS[topic], 2), ...random.sample(FILLER, 3)].join(" ");
    return { text, wrong: random.next() < risk(text, topic) };
  });
  return { texts: made.map(({ text }) => text), wrong: made.map(({ wrong }) => wrong) };
}

describe("slices on which a model errs", () => {
  it("finds a topic that goes wrong, names it by its words, and bounds its error rate", () => {
    const { texts, wrong } = rows(600, 1, (_text, topic) => (topic === "parcels" ? 0.35 : 0.05));
    const { slices, errorRate, lookedAt } = findSlices({ texts, wrong });
    const [first] = slices;
    const about = first!.rows.filter((row) =>
      TOPICS.parcels.some((word) => texts[row]!.includes(word)),
    );
    expect(about.length).toBe(first!.rows.length);
    expect(about.length).toBeGreaterThan(150);
    expect(first!.terms.every((term) => TOPICS.parcels.includes(term))).toBe(true);
    expect(first!.errorRate).toBeCloseTo(
      first!.rows.filter((row) => wrong[row]).length / first!.rows.length,
      12,
    );
    expect(first!.interval.lower).toBeGreaterThan(errorRate);
    expect(first!.interval.lower).toBeLessThan(0.35);
    expect(first!.interval.upper).toBeGreaterThan(0.35);
    expect(lookedAt).toBeGreaterThan(5);
  });

  it("finds one word that goes wrong wherever it stands", () => {
    const { texts, wrong } = rows(600, 2, (text) => (text.includes("again") ? 0.4 : 0.1));
    expect(findSlices({ texts, wrong }).slices[0]!.terms).toEqual(["again"]);
  });

  it("finds none in twenty of twenty sets whose errors fall at random", () => {
    for (let seed = 10; seed < 30; seed++)
      expect(findSlices(rows(200, seed, () => 0.2)).slices).toEqual([]);
  });

  it("counts no row twice, keeps to its settings, and takes any texts", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom("a b", "b c", "c", "", "?!", "d a"), fc.boolean()), {
          maxLength: 60,
        }),
        fc.integer({ min: 2, max: 9 }),
        (items, least) => {
          const { slices } = findSlices({
            texts: items.map(([text]) => text),
            wrong: items.map(([, wrong]) => wrong),
            least,
            level: 0.5,
            most: 3,
          });
          const all = slices.flatMap((slice) => slice.rows);
          expect(new Set(all).size).toBe(all.length);
          expect(slices.length).toBeLessThanOrEqual(3);
          for (const slice of slices) expect(slice.rows.length).toBeGreaterThanOrEqual(least);
        },
      ),
      { numRuns: 40 },
    );
    expect(() => findSlices({ texts: ["a"], wrong: [] })).toThrow(
      expect.objectContaining({ code: "SHAPE" }),
    );
  });
});

describe("the quantile of the normal distribution", () => {
  it("is that of the tables", () => {
    for (const [probability, value] of [
      [0.5, 0],
      [0.975, 1.959963985],
      [0.01, -2.326347874],
      [0.999999, 4.753424309],
    ] as const)
      expect(normalQuantile(probability)).toBeCloseTo(value, 7);
    expect(() => normalQuantile(1)).toThrow(expect.objectContaining({ code: "SHAPE" }));
  });
});
