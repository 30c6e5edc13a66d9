import fc from "fast-check";
import { packVector, unpackVector } from "../../../memory/database/packed-vector.js";

describe("a stored vector", () => {
  const numbers = fc.oneof(fc.constantFrom(0, -0, 0.25, -1, Infinity), fc.float({ noNaN: true }));

  it("is the vector, bit by bit, wherever its bytes lie", () => {
    const vectors = fc
      .array(numbers, { minLength: 1, maxLength: 12 })
      .chain((values) => fc.array(fc.constantFrom(...values), { maxLength: 400 }));
    fc.assert(
      fc.property(fc.oneof(vectors, fc.array(numbers, { maxLength: 400 })), (values) => {
        const vector = Float32Array.from(values);
        const bytes = packVector(vector);
        const shifted = new Uint8Array(bytes.length + 1);
        shifted.set(bytes, 1);
        expect(bytes.length).toBeLessThanOrEqual(vector.byteLength);
        expect(Object.is(unpackVector(bytes).length, vector.length)).toBe(true);
        for (const read of [unpackVector(bytes), unpackVector(shifted.subarray(1))])
          expect(values.every((value, at) => Object.is(read[at], Math.fround(value)))).toBe(true);
      }),
    );
  });

  it("takes less than half where few values come again and again, as counts do", () => {
    const counts = Float32Array.from({ length: 256 }, (_, at) => ((at * 7) % 60) / 3);
    expect(packVector(counts).length).toBeLessThan(counts.byteLength / 2);
    const dense = Float32Array.from({ length: 256 }, (_, at) => Math.sin(at));
    expect(packVector(dense).length).toBe(dense.byteLength);
  });

  it("has another length when its bytes are cut off", () => {
    const counts = Float32Array.from({ length: 256 }, (_, at) => at % 5);
    const bytes = packVector(counts);
    for (const kept of [0, 1, 2, 8, bytes.length - 1, bytes.length - 4])
      expect(unpackVector(bytes.subarray(0, kept)).length).not.toBe(counts.length);
  });
});
