import type { Random } from "../../base/statistics/random.js";

/** Pieces of the formats themselves, and what programs stumble over. */
const PIECES: readonly string[] = [
  ..."[]{}()<>\"'`,:;|\t\n\r \\/#&*!%@-.0",
  ...["null", "true", "NaN", "-0", "1e999", "99999999999999999999", "0x1", "~", "---", "..."],
  ...["__proto__", "constructor", "toString", "valueOf", "hasOwnProperty", "length"],
  ...['{"toString":1}', "{toString: 1}", "&a [*a]", "<<: *a", "!!binary x", "? [a]", "|\n  x"],
  ...["\u0000", "\ufeff", "\ufffd", "\ud800", "\u2028", "\u202e", "👨‍👩‍👧", "가", "é", "\u0301"],
  ...[
    "```",
    "<think>",
    "</think>",
    '"""',
    "\r\n",
    "{{",
    "}}",
    "${x}",
    "../../etc/passwd",
    "\\u0000",
  ],
];
/** Bytes of a mutated file at most, so that a case stays quick. */
const LARGEST = 200_000;

/** A file that is nearly like one of the corpus: one to eight changes, all drawn from the seed. */
export function mutate(bytes: Buffer, random: Random, others: readonly Buffer[]): Buffer {
  let changed = bytes;
  for (let count = 1 + random.integer(8); count > 0; count--)
    changed = change(changed, random, others);
  return changed.subarray(0, LARGEST);
}

function change(bytes: Buffer, random: Random, others: readonly Buffer[]): Buffer {
  const place = (): number => random.integer(bytes.length + 1);
  const [start, end] = [place(), place()].sort((a, b) => a - b) as [number, number];
  const put = (from: number, to: number, piece: Buffer): Buffer =>
    Buffer.concat([bytes.subarray(0, from), piece, bytes.subarray(to)]);
  const piece = (): Buffer => Buffer.from(random.pick(PIECES));
  switch (random.integer(8)) {
    case 0: {
      const copy = Buffer.from(bytes);
      for (let at = 0; at < 4 && copy.length > 0; at++)
        copy[random.integer(copy.length)] = random.integer(256);
      return copy;
    }
    case 1:
      return put(start, Math.min(end, start + random.integer(20)), piece());
    case 2:
      return put(start, start, piece());
    case 3:
      return put(start, start, Buffer.concat(Array.from({ length: random.integer(2000) }, piece)));
    case 4: {
      const repeated = piece();
      return put(
        start,
        start,
        Buffer.alloc(repeated.length * (1 + random.integer(4000)), repeated),
      );
    }
    case 5:
      return put(start, end, Buffer.alloc(0));
    case 6:
      return put(start, start, bytes.subarray(start, Math.min(end, start + 400)));
    default: {
      const other = random.pick(others);
      const from = random.integer(other.length + 1);
      return put(start, start, other.subarray(from, from + random.integer(200)));
    }
  }
}
