import { BitSketch, SKETCH_BITS, SKETCH_WORDS } from "../../../memory/vectors/bit-sketch.js";
import { SketchedVectors } from "../../../memory/vectors/sketched-vectors.js";
import { Random } from "../../../base/statistics/random.js";

const DIMENSION = 48;
const LIMIT = 0.05;

function randomVector(random: Random, dimension = DIMENSION): Float32Array {
  return Float32Array.from({ length: dimension }, () => random.normal());
}
/** A vector at an angle to another. */
function turned(vector: Float32Array, angle: number, random: Random): Float32Array {
  const other = randomVector(random, vector.length);
  const dot = (a: Float32Array, b: Float32Array): number =>
    a.reduce((sum, value, at) => sum + value * b[at]!, 0);
  const share = dot(other, vector) / dot(vector, vector);
  const across = other.map((value, at) => value - share * vector[at]!);
  const scale = (Math.tan(angle) * Math.sqrt(dot(vector, vector))) / Math.sqrt(dot(across, across));
  return vector.map((value, at) => value + scale * across[at]!);
}

describe("BitSketch", () => {
  it.each([16, 48, 256, 1536])(
    "differs in a share of angle / pi of its bits: %i numbers",
    (size) => {
      const random = new Random(size);
      const sketch = new BitSketch(size);
      const [one, other] = [new Uint32Array(SKETCH_WORDS), new Uint32Array(SKETCH_WORDS)];
      for (const angle of [0.2, 0.7, 1.4]) {
        let bits = 0;
        for (let pair = 0; pair < 40; pair++) {
          const vector = randomVector(random, size);
          sketch.write(vector, one);
          sketch.write(turned(vector, angle, random), other);
          for (let word = 0; word < SKETCH_WORDS; word++)
            bits += ((one[word]! ^ other[word]!) >>> 0).toString(2).replaceAll(/[^1]/gu, "").length;
        }
        expect(Math.abs(bits / (40 * SKETCH_BITS) - angle / Math.PI)).toBeLessThan(0.02);
      }
    },
  );
});

describe("SketchedVectors", () => {
  it("finds what is nearer than its limit before a place, whatever comes behind", () => {
    const random = new Random(1);
    const index = new SketchedVectors({ dimension: DIMENSION, within: LIMIT });
    // More than a block of sketches, and more than are all compared.
    const vectors = Array.from({ length: 9000 }, () => randomVector(random));
    for (const [number, vector] of vectors.entries()) index.add(`v${number}`, vector);
    expect(index.size).toBe(9000);
    for (let number = 0; number < 9000; number += 60) {
      const query = turned(vectors[number]!, 0.3, random);
      expect(index.nearest(query, 1)[0]).toMatchObject({
        id: `v${number}`,
        distance: expect.closeTo(1 - Math.cos(0.3), 5),
      });
      expect(index.nearest(query, 1, number + 1)[0]?.id).toBe(`v${number}`);
      expect((index.nearest(query, 1, number)[0]?.distance ?? 1) > LIMIT).toBe(true);
      expect(index.nearestWithin(query, 2)[0]).toEqual(index.nearest(query, 1)[0]);
      expect((index.nearestWithin(query, 1, number)[0]?.distance ?? 1) > LIMIT).toBe(true);
    }
  });

  it("gives as many as are wanted, nearest first, equal ones in their order", () => {
    const random = new Random(2);
    const index = new SketchedVectors({ dimension: DIMENSION, within: 0 });
    const vector = randomVector(random);
    for (let number = 0; number < 700; number++)
      index.add(`v${number}`, number % 100 === 7 ? vector : randomVector(random));
    expect(index.nearest(vector, 7).map(({ id }) => id)).toEqual(
      [7, 107, 207, 307, 407, 507, 607].map((number) => `v${number}`),
    );
    const many = index.nearest(randomVector(random), 50).map(({ distance }) => distance);
    expect(many).toHaveLength(50);
    expect(many).toEqual([...many].sort((a, b) => a - b));
    expect(index.nearest(vector, 900, 3)).toHaveLength(3);
    expect(index.nearest(vector, 0)).toEqual([]);
  });

  it("refuses what has no direction", () => {
    const index = new SketchedVectors({ dimension: 4, within: LIMIT });
    expect(() => index.add("zero", new Float32Array(4))).toThrow(
      expect.objectContaining({ code: "VECTOR_INVALID" }),
    );
    expect(index.size).toBe(0);
    expect(() => index.nearest(Float32Array.of(1, 2), 1)).toThrow(
      expect.objectContaining({ code: "VECTOR_INVALID" }),
    );
  });
});
