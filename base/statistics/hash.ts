import { hash } from "node:crypto";

// Local names: looking up a global costs more than these loops where modules run in a sandbox.
const { imul } = Math;

/** SHA-256 of a text's UTF-8 bytes as 64 lower-case hexadecimal characters. */
export function sha256Hex(text: string): string {
  return hash("sha256", text, "hex");
}

/**
 * A derived id: the first 20 hexadecimal characters (80 bits) of SHA-256 over the parts.
 *
 * Every part is prefixed with its type and length, so ("ab", "c") and ("a", "bc") differ, and so do
 * 1 and "1".
 */
export function shortId(...parts: readonly (string | number)[]): string {
  return sha256Hex(lengthPrefixed(parts)).slice(0, 20);
}

/** Joins parts so that two different lists never give the same text: type, length, colon, value. */
export function lengthPrefixed(parts: readonly (string | number)[]): string {
  let joined = "";
  for (const part of parts) {
    const value = String(part);
    joined += `${typeof part === "number" ? "n" : "s"}${value.length}:${value}`;
  }
  return joined;
}

/**
 * MurmurHash3 x86_32 over the UTF-16 code units of a text (two units a block); fast, well mixed,
 * not cryptographic.
 *
 * @returns an unsigned integer below 2^32
 */
export function hash32(text: string, seed = 0): number {
  let hash = seed | 0;
  const length = text.length;
  let position = 0;
  for (; position + 1 < length; position += 2) {
    hash ^= scramble(text.charCodeAt(position) | (text.charCodeAt(position + 1) << 16));
    hash = (hash << 13) | (hash >>> 19);
    hash = (imul(hash, 5) + 0xe6546b64) | 0;
  }
  if (position < length) hash ^= scramble(text.charCodeAt(position));
  return mix32(hash ^ (length * 2));
}

/**
 * The finaliser of MurmurHash3: every input bit changes every output bit with probability close to
 * one half.
 */
export function mix32(value: number): number {
  let hash = value | 0;
  hash = imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function scramble(block: number): number {
  const product = imul(block, 0xcc9e2d51);
  return imul((product << 15) | (product >>> 17), 0x1b873593);
}

/**
 * JSON with the keys of every object sorted by code unit, so that equal values give equal text.
 *
 * Follows JSON.stringify otherwise: `toJSON` is called, undefined members are left out, undefined
 * in a list becomes null.
 *
 * @param options.digits significant digits of numbers that are not whole; default: all
 */
export function canonicalJson(
  value: unknown,
  { digits }: { readonly digits?: number } = {},
): string {
  return (
    JSON.stringify(value, (_key, member: unknown) => {
      if (digits !== undefined && typeof member === "number" && !Number.isInteger(member))
        return Number(member.toPrecision(digits));
      if (member === null || typeof member !== "object" || Array.isArray(member)) return member;
      const record = member as Record<string, unknown>;
      // A null prototype keeps a key named "__proto__" an ordinary key.
      const sorted = Object.create(null) as Record<string, unknown>;
      for (const key of Object.keys(record).sort()) sorted[key] = record[key];
      return sorted;
    }) ?? "null"
  );
}
