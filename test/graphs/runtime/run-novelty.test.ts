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

  it("decides the same with texts and vectors on disk, whatever comes", () => {
    const random = new Random(9);
    const spec = (index: "memory" | "compact") =>
      fakeTask({ critique: { index, rougeL: 0.7, vectorDistance: 0.05 } }).spec;
    const [memory, compact] = [
      new RunNovelty(spec("memory"), DIMENSION),
      new RunNovelty(spec("compact"), DIMENSION),
    ];
    const vectors: Float32Array[] = [];
    const texts: string[] = [];
    const found = { text: 0, vector: 0, none: 0 };
    try {
      for (let at = 0; at < 900; at++) {
        const round = Math.floor(at / 100);
        if (at % 100 === 0) for (const novelty of [memory, compact]) novelty.openGate();
        const words = 4 + random.integer(12);
        const fresh = Array.from(
          { length: words },
          () => `${random.pick(WORDS)}${Math.floor(random.next() ** 2 * 30)}`,
        ).join(" ");
        const text = texts.length > 0 && at % 5 === 0 ? `${random.pick(texts)} indeed` : fresh;
        const near = vectors.length > 0 && at % 9 === 0 ? random.pick(vectors) : null;
        const vector = Float32Array.from(
          { length: DIMENSION },
          (_, axis) => (near?.[axis] ?? random.normal()) + 0.05 * random.normal(),
        );
        expect(compact.similarText(text, round)).toEqual(memory.similarText(text, round));
        expect(compact.nearest(vector, 3, round)).toEqual(memory.nearest(vector, 3, round));
        const match = memory.match(text, vector, round);
        expect(compact.match(text, vector, round)).toEqual(match);
        found[match === null ? "none" : match.measure === "vector" ? "vector" : "text"] += 1;
        if (match !== null && at % 3 > 0) continue;
        vectors.push(vector);
        texts.push(text);
        const id =
          at % 2 === 0 ? `row ${at} §` : `${(at * 7919 + 65_536).toString(16)}ab`.slice(-6);
        for (const novelty of [memory, compact]) novelty.add({ id, text, vector, round });
      }
      expect(compact.size).toBe(memory.size);
    } finally {
      compact.close();
    }
    // Each way to an answer was taken.
    for (const times of Object.values(found)) expect(times).toBeGreaterThan(20);
  });

  it("keeps no second entry for an id that it has", () => {
    const novelty = new RunNovelty(fakeTask().spec, DIMENSION);
    for (let time = 0; time < 2; time++)
      novelty.add({ id: "same", text: textOf(0), vector: vectorOf(0), round: 0 });
    expect(novelty.size).toBe(1);
  });
});
