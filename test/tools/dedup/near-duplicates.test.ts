import fc from "fast-check";
import { exactDuplicates } from "../../../tools/dedup/exact-duplicates.js";
import { bandingFor, MinHash } from "../../../tools/dedup/minhash.js";
import { nearDuplicates } from "../../../tools/dedup/near-duplicates.js";
import { NearDuplicateIndex } from "../../../tools/dedup/near-duplicate-index.js";
import { leastShared, sharedShingles, writeShingles } from "../../../tools/dedup/shingles.js";
import { sortByKey } from "../../../tools/dedup/sort-by-key.js";
import { Random } from "../../../base/statistics/random.js";
import { normalizeText } from "../../../base/text/normalize.js";

function shingleStrings(text: string): Set<string> {
  const normal = normalizeText(text);
  const found = new Set<string>();
  for (let start = 0; normal !== "" && start + 5 <= Math.max(5, normal.length); start++)
    found.add(normal.slice(start, start + 5));
  return found;
}

function jaccard(a: string, b: string): number {
  const x = shingleStrings(a);
  const y = shingleStrings(b);
  const shared = [...x].filter((shingle) => y.has(shingle)).length;
  return shared / (x.size + y.size - shared);
}

const vocabulary = Array.from({ length: 3000 }, (_, index) => {
  const random = new Random(`word ${index}`);
  return Array.from(
    { length: 3 + random.integer(6) },
    () => "abcdefghijklmnoprstuv"[random.integer(21)],
  ).join("");
});

/** Texts of about 14 words, a third of them edits of an earlier one; some share a long prefix. */
function planted(
  size: number,
  prefixShare: number,
): { texts: string[]; pairs: [number, number][] } {
  const random = new Random(`planted ${size} ${prefixShare}`);
  const prefix = vocabulary.slice(0, 12);
  const rows: string[][] = [];
  const pairs: [number, number][] = [];
  for (let index = 0; index < size; index++) {
    if (index % 3 === 2) {
      const original = random.integer(index);
      const row = rows[original]!.slice();
      row[random.integer(row.length)] = random.pick(vocabulary);
      rows.push(row);
      pairs.push([original, index]);
    } else {
      const own = Array.from({ length: 10 + random.integer(8) }, () => random.pick(vocabulary));
      rows.push(random.next() < prefixShare ? [...prefix, ...own] : own);
    }
  }
  return { texts: rows.map((row) => row.join(" ")), pairs };
}

describe("nearDuplicates", () => {
  it.each([
    ["without", 0],
    ["with", 0.5],
  ])(
    "finds planted edits %s a prefix that many texts share, and reports true similarities only",
    (_name, prefixShare) => {
      const { texts, pairs } = planted(900, prefixShare);
      const found = nearDuplicates(texts, { threshold: 0.7 });
      for (const pair of found.pairs) {
        expect(pair.a).toBeLessThan(pair.b);
        expect(pair.jaccard).toBeCloseTo(jaccard(texts[pair.a]!, texts[pair.b]!), 9);
        expect(pair.jaccard).toBeGreaterThanOrEqual(0.7);
      }
      const similar = pairs.filter(([a, b]) => jaccard(texts[a]!, texts[b]!) >= 0.7);
      const reported = new Set(found.pairs.map(({ a, b }) => `${a},${b}`));
      const cluster = new Map(
        found.clusters.flatMap((members, at) => members.map((member) => [member, at] as const)),
      );
      expect(similar.length).toBeGreaterThan(150);
      expect(
        similar.filter(([a, b]) => reported.has(`${a},${b}`)).length / similar.length,
      ).toBeGreaterThan(0.95);
      expect(
        similar.filter(([a, b]) => cluster.has(a) && cluster.get(a) === cluster.get(b)).length /
          similar.length,
      ).toBeGreaterThan(0.97);
      expect(nearDuplicates(texts, { threshold: 0.7 })).toEqual(found);
    },
  );

  it("keeps one text of each cluster and everything else", () => {
    const texts = [
      "Hello, world!",
      "a different sentence about dogs",
      "hello world",
      "HELLO... WORLD",
      "a different sentence about dogs.",
    ];
    const found = nearDuplicates(texts);
    expect(found.pairs).toEqual([
      { a: 0, b: 2, jaccard: 1 },
      { a: 0, b: 3, jaccard: 1 },
      { a: 1, b: 4, jaccard: 1 },
    ]);
    expect(found.clusters).toEqual([
      [0, 2, 3],
      [1, 4],
    ]);
    expect(found.kept).toEqual([0, 1]);
  });

  it("does not compare all pairs of a crowd of near copies, and still joins them", () => {
    const base = vocabulary.slice(100, 140).join(" ");
    const texts = Array.from({ length: 400 }, (_, index) => `${base} ${vocabulary[index]}`);
    const found = nearDuplicates(texts, { threshold: 0.8 });
    expect(found.clusters).toHaveLength(1);
    expect(found.kept).toEqual([0]);
    expect(found.implied).toBeGreaterThan(0);
    expect(found.pairs.length).toBeLessThan(20_000);
  });

  it.each([
    [
      "정말 마음에 들어요 배송도 아주 빨랐습니다 감사합니다",
      "정말 마음에 들어요 배송도 아주 빨랐습니다 고맙습니다",
    ],
    [
      "今日は天気がとても良かったので家族と公園へ行きました",
      "今日は天気がとても良かったので家族と公園へ行きましたよ",
    ],
    [
      "وصل الطرد متأخرا جدا وكان الصندوق مكسورا تماما",
      "وصل الطرد متأخرا جدا وكان الصندوق مكسورا تمامًا",
    ],
    ["🎉🎊🥳🎂🎁🎈🎀", "🎉🎊🥳🎂🎁🎈🎀🎉"],
  ])("finds near copies of %s", (a, b) => {
    const found = nearDuplicates(["entirely unrelated text", a, b], { threshold: 0.5 });
    expect(found.pairs).toEqual([
      { a: 1, b: 2, jaccard: expect.closeTo(jaccard(a, b), 9) as number },
    ]);
  });

  it("copes with nothing, blanks and tiny texts, and refuses bad options", () => {
    expect(nearDuplicates([])).toEqual({ pairs: [], clusters: [], kept: [], implied: 0 });
    expect(nearDuplicates(["", "a", "b", " ", "a!"]).kept).toEqual([0, 1, 2]);
    expect(() => nearDuplicates(["a"], { threshold: 0 })).toThrow(
      expect.objectContaining({ code: "SHAPE" }),
    );
    expect(() => nearDuplicates(["a"], { bands: 500 })).toThrow(
      expect.objectContaining({ code: "SHAPE" }),
    );
  });
});

describe("NearDuplicateIndex", () => {
  it("names for each text the most similar kept one, as comparing with all would", () => {
    const { texts } = planted(400, 0.3);
    const index = new NearDuplicateIndex({ threshold: 0.7 });
    const kept: number[] = [];
    let missed = 0;
    texts.forEach((text, number) => {
      const before = index.find(text);
      const added = index.add(text);
      expect(added).toEqual({ index: number, ...before });
      if (added.duplicateOf !== null) {
        expect(kept).toContain(added.duplicateOf);
        expect(added.jaccard).toBeCloseTo(jaccard(text, texts[added.duplicateOf]!), 9);
        return;
      }
      if (number < 150 && kept.some((other) => jaccard(text, texts[other]!) >= 0.7)) missed++;
      kept.push(number);
    });
    expect(index.size).toBe(400);
    expect(missed).toBeLessThanOrEqual(2);
    expect(kept.length).toBeLessThan(350);
  });
});

describe("building blocks", () => {
  const shinglesOf = (normal: string): Uint32Array => {
    const out = new Uint32Array(Math.max(1, normal.length));
    return out.slice(0, writeShingles(normal, 5, out, 0));
  };

  it("estimates Jaccard similarity without bias, for short texts too", () => {
    const a = shinglesOf("the quick brown fox jumps");
    const b = shinglesOf("the quick brown fox leaps");
    const shared = sharedShingles(a, 0, a.length, b, 0, b.length, 0);
    const truth = shared / (a.length + b.length - shared);
    let agree = 0;
    for (let seed = 0; seed < 200; seed++) {
      const minhash = new MinHash(64, seed);
      const x = minhash.signature(a, 0, a.length).slice();
      const y = minhash.signature(b, 0, b.length);
      expect(x.every(Number.isFinite)).toBe(true);
      agree += x.filter((value, bin) => value === y[bin]).length / 64;
    }
    expect(Math.abs(agree / 200 - truth)).toBeLessThan(0.02);
  });

  it("cuts a signature so that pairs at the threshold meet", () => {
    for (const threshold of [0.3, 0.5, 0.7, 0.8, 0.9]) {
      const { bands, rows } = bandingFor(threshold, 128);
      expect(bands * rows).toBeLessThanOrEqual(128);
      expect(1 - (1 - threshold ** rows) ** bands).toBeGreaterThan(0.98);
    }
  });

  it("packs equal shingles into equal numbers and different ones into different numbers", () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 30 }),
        fc.string({ unit: fc.constantFrom("a", "b", " ", "가", "👍"), maxLength: 30 }),
        (x, y) => {
          for (const text of [x, y])
            expect(shinglesOf(normalizeText(text)).length).toBe(shingleStrings(text).size);
        },
      ),
    );
  });

  it("bounds the shared shingles exactly", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 200 }),
        fc.integer({ min: 1, max: 200 }),
        fc.constantFrom(0.5, 0.7, 0.8, 1),
        (a, b, threshold) => {
          const least = leastShared(a, b, threshold);
          const reaches = (shared: number) => shared / (a + b - shared) >= threshold - 1e-12;
          if (least <= Math.min(a, b)) expect(reaches(least)).toBe(true);
          if (least > 1 && least - 1 <= Math.min(a, b)) expect(reaches(least - 1)).toBe(false);
        },
      ),
    );
  });

  it("sorts by key, stably", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 0xffffffff })), (keys) => {
        const expected = keys.map((_, index) => index).sort((x, y) => keys[x]! - keys[y]! || x - y);
        expect([...sortByKey(Uint32Array.from(keys))]).toEqual(expected);
      }),
    );
  });

  it("groups texts that are equal but for white space and case", () => {
    expect(exactDuplicates(["A b.", "c!", "a  B.", "C!", "d", "A b"])).toEqual([
      [0, 2],
      [1, 3],
    ]);
  });
});
