import fc from "fast-check";
import { canonicalJson, hash32, sha256Hex, shortId } from "../../../base/statistics/hash.js";

describe("hashes", () => {
  it("agrees with the published SHA-256 of abc", () => {
    expect(sha256Hex("abc")).toBe(
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    );
  });

  it("gives ids that depend on where the parts end and on their type", () => {
    expect(shortId("ab", "c")).toMatch(/^[0-9a-f]{20}$/);
    expect(
      new Set([
        shortId("ab", "c"),
        shortId("a", "bc"),
        shortId("abc"),
        shortId(1),
        shortId("1"),
        shortId("", "abc"),
      ]).size,
    ).toBe(6);
  });

  it("spreads similar texts over 32 bits", () => {
    const hashes = new Set(Array.from({ length: 20_000 }, (_, index) => hash32(`text ${index}`)));
    expect(hashes.size).toBeGreaterThan(19_990);
    expect(hash32("가나다")).not.toBe(hash32("가나라"));
    expect(hash32("a", 1)).not.toBe(hash32("a", 2));
    expect(hash32("a")).toBe(hash32("a"));
  });
});

describe("canonicalJson", () => {
  it("does not depend on the order of keys, at any depth", () => {
    expect(canonicalJson({ b: [{ d: 1, c: 2 }], a: null })).toBe('{"a":null,"b":[{"c":2,"d":1}]}');
    expect(canonicalJson({ 10: 1, 9: 2 })).toBe(canonicalJson({ 9: 2, 10: 1 }));
  });

  it("parses back to the same value", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});
