import fc from "fast-check";
import { RunNovelty } from "../../../graphs/runtime/run-novelty.js";
import { Random } from "../../../base/statistics/random.js";
import { fakeTask } from "../../helpers/fake-context.js";

const DIMENSION = 8;
const WORDS = [
  "apple",
  "boat",
  "cloud",
  "drum",
  "eagle",
  "forest",
  "garden",
  "harbour",
  "island",
  "jungle",
  "kettle",
  "lantern",
];

/** Texts that share no word, and vectors at right angles: each is near itself alone. */
const textOf = (number: number): string =>
  [0, 1, 2, 3].map((at) => `${WORDS[number]!}${at}`).join(" ");
const vectorOf = (number: number): Float32Array =>
  Float32Array.from({ length: DIMENSION }, (_, axis) => (axis === number % DIMENSION ? 1 : 0));

describe("RunNovelty", () => {
  it("shows a round what was accepted two rounds before it, and its gate everything", () => {
    const novelty = new RunNovelty(fakeTask().spec, DIMENSION);
    const { vectorDistance } = fakeTask().spec.critique;
    novelty.add({ id: "support", text: textOf(0), vector: vectorOf(0), round: -1 });
    for (let round = 0; round < 6; round++) {
      novelty.openGate();
      const number = round + 1;
      expect(novelty.match(textOf(0), null, round)?.id).toBe("support");
      expect(novelty.match("something else altogether", vectorOf(0), round)).toMatchObject({
        id: "support",
        measure: "vector",
      });
      expect(novelty.match(textOf(number), vectorOf(number), round)).toBeNull();
      novelty.add({
        id: `round-${round}`,
        text: textOf(number),
        vector: vectorOf(number),
        round,
      });
      // The gate knows what the round itself accepted; drafts of the next round do not yet.
      expect(novelty.match("something else altogether", vectorOf(number), round)?.id).toBe(
        `round-${round}`,
      );
      expect(novelty.similarText(textOf(number), round + 1)).toBeNull();
      expect(novelty.similarText(textOf(number), round + 2)?.id).toBe(`round-${round}`);
      expect(
        (novelty.nearest(vectorOf(number), 1, round + 1)[0]?.distance ?? 1) < vectorDistance,
      ).toBe(false);
      if (round >= 2)
        expect(novelty.nearest(vectorOf(number - 2), 1, round)[0]?.id).toBe(`round-${round - 2}`);
    }
    expect(novelty.size).toBe(7);
  });

  it("takes a text out whose vector is near one of its own round", () => {
    const random = new Random(3);
    const vectors = Array.from({ length: 90 }, () => {
      const vector = Array.from({ length: 96 }, () => random.normal());
      const length = Math.hypot(...vector);
      return Float32Array.from(vector, (value) => value / length);
    });
    const novelty = new RunNovelty(fakeTask().spec, 96);
    novelty.openGate();
    for (const [index, vector] of vectors.entries())
      novelty.add({ id: `n${index}`, text: `text ${index}`, vector, round: 0 });
    for (const [index, vector] of vectors.entries()) {
      const near = vector.map((value, at) => value + (at === 5 ? 0.1 : 0));
      const length = Math.hypot(...near);
      const match = novelty.match(
        "another",
        near.map((value) => value / length),
        0,
      );
      expect(match).toMatchObject({ id: `n${index}`, measure: "vector" });
      expect(
        novelty.match(
          "another",
          vector.map((value) => -value),
          0,
        ),
      ).toBeNull();
    }
  });

  it("decides at the gate the same whether a critic asked about the text before or not", async () => {
    const words = fc
      .array(fc.constantFrom("a", "b", "c", "d", "e", "f"), { minLength: 3, maxLength: 7 })
      .map((list) => list.join(" "));
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ text: words, support: fc.boolean() }), {
          minLength: 1,
          maxLength: 25,
        }),
        async (drafts) => {
          const [asked, unasked] = [
            new RunNovelty(fakeTask().spec, DIMENSION),
            new RunNovelty(fakeTask().spec, DIMENSION),
          ];
          const both = [asked, unasked];
          for (const [index, { text, support }] of drafts.entries())
            if (support)
              for (const novelty of both)
                novelty.add({ id: `s${index}`, text, vector: null, round: -1 });
          const rest = drafts.filter(({ support }) => !support);
          for (let round = 0; round * 4 < rest.length; round++) {
            const own = rest.slice(round * 4, round * 4 + 4);
            for (const { text } of own) asked.similarText(text, round);
            for (const [index, { text }] of own.entries()) {
              const match = unasked.match(text, null, round);
              expect(asked.match(text, null, round)).toEqual(match);
              if (match === null)
                for (const novelty of both)
                  novelty.add({ id: `r${round}-${index}`, text, vector: null, round });
            }
          }
        },
      ),
      { numRuns: 100 },
    );
  });

  it("keeps no second entry for an id that it has", () => {
    const novelty = new RunNovelty(fakeTask().spec, DIMENSION);
    for (let time = 0; time < 2; time++)
      novelty.add({ id: "same", text: textOf(0), vector: vectorOf(0), round: 0 });
    expect(novelty.size).toBe(1);
  });
});
