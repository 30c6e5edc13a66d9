import type { TextEncoding } from "../../../schema/task-file/data-source.js";

/** What a character of a double-byte encoding is. */
type CharacterClass = "common" | "symbol" | "rare" | "wrong";

interface DoubleByteEncoding {
  readonly name: TextEncoding;
  /** Bytes above 127 that stand for a character by themselves. */
  readonly single?: (byte: number) => boolean;
  readonly classOf: (lead: number, trail: number) => CharacterClass;
}

const within = (byte: number, first: number, last: number): boolean =>
  byte >= first && byte <= last;

/*
 * What writing consists of in each: the syllables of KS X 1001, kana and the kanji of level 1, the
 * characters of GB 2312 level 1, the frequent ones of Big5. The rest is allowed, and rare.
 */
const ENCODINGS: readonly DoubleByteEncoding[] = [
  {
    name: "cp949",
    classOf: (lead, trail) => {
      if (within(trail, 0xa1, 0xfe)) {
        if (within(lead, 0xb0, 0xc8)) return "common";
        if (within(lead, 0xa1, 0xac)) return "symbol";
        if (within(lead, 0xca, 0xfd)) return "rare";
      }
      const extended =
        within(trail, 0x41, 0x5a) || within(trail, 0x61, 0x7a) || within(trail, 0x81, 0xfe);
      return within(lead, 0x81, 0xc6) && extended ? "rare" : "wrong";
    },
  },
  {
    name: "shift_jis",
    single: (byte) => within(byte, 0xa1, 0xdf),
    classOf: (lead, trail) => {
      if (!within(trail, 0x40, 0xfc) || trail === 0x7f) return "wrong";
      if (lead === 0x81) return "symbol";
      if (lead === 0x82) return within(trail, 0x9f, 0xf1) ? "common" : "symbol";
      if (lead === 0x83) return within(trail, 0x40, 0x96) ? "common" : "symbol";
      if (within(lead, 0x88, 0x97)) return "common";
      return within(lead, 0x84, 0x9f) || within(lead, 0xe0, 0xfc) ? "rare" : "wrong";
    },
  },
  {
    name: "euc-jp",
    classOf: (lead, trail) => {
      if (lead === 0x8e) return within(trail, 0xa1, 0xdf) ? "rare" : "wrong";
      if (!within(trail, 0xa1, 0xfe)) return "wrong";
      if (lead === 0xa4 || lead === 0xa5 || within(lead, 0xb0, 0xcf)) return "common";
      if (within(lead, 0xa1, 0xa8)) return "symbol";
      return within(lead, 0xd0, 0xf4) ? "rare" : "wrong";
    },
  },
  {
    name: "gb18030",
    classOf: (lead, trail) => {
      if (!within(lead, 0x81, 0xfe)) return "wrong";
      if (within(trail, 0xa1, 0xfe)) {
        if (within(lead, 0xb0, 0xd7)) return "common";
        if (within(lead, 0xa1, 0xa9)) return "symbol";
      }
      return within(trail, 0x30, 0x39) || (within(trail, 0x40, 0xfe) && trail !== 0x7f)
        ? "rare"
        : "wrong";
    },
  },
  {
    name: "big5",
    classOf: (lead, trail) => {
      if (!within(trail, 0x40, 0x7e) && !within(trail, 0xa1, 0xfe)) return "wrong";
      if (within(lead, 0xa4, 0xc6)) return "common";
      if (within(lead, 0xa1, 0xa3)) return "symbol";
      return within(lead, 0xc9, 0xf9) ? "rare" : "wrong";
    },
  },
];

/** How well bytes read in one encoding. */
export interface ScriptReading {
  readonly encoding: TextEncoding;
  /** Characters of the script, symbols apart. */
  readonly characters: number;
  /** Share of them that writing in the script consists of, 0 to 1. */
  readonly common: number;
  /** Share of their second bytes below 128: Big5 has many, the others next to none. */
  readonly lowTrails: number;
  /** Share of kana among them, where the encoding is Japanese. */
  readonly kana: number;
}

/** How bytes read in each double-byte encoding of East Asia that allows all of them. */
export function scriptReadings(bytes: Uint8Array): ScriptReading[] {
  return ENCODINGS.flatMap((encoding) => readingOf(bytes, encoding) ?? []);
}

function readingOf(bytes: Uint8Array, encoding: DoubleByteEncoding): ScriptReading | null {
  const { name, single, classOf } = encoding;
  const counts = { common: 0, symbol: 0, rare: 0 };
  let [low, kana] = [0, 0];
  for (let at = 0; at < bytes.length; at++) {
    const lead = bytes[at]!;
    if (lead < 0x80) continue;
    if (single?.(lead)) {
      counts.rare++;
      continue;
    }
    if (at + 1 === bytes.length) break; // cut off where the sample ends
    const trail = bytes[++at]!;
    const kind = classOf(lead, trail);
    if (kind === "wrong") return null;
    counts[kind]++;
    if (name === "gb18030" && within(trail, 0x30, 0x39)) at += 2; // four bytes
    if (kind === "symbol") continue;
    if (trail < 0x80) low++;
    if (name === "euc-jp" ? within(lead, 0xa4, 0xa5) : within(lead, 0x82, 0x83)) kana++;
  }
  const characters = counts.common + counts.rare;
  if (characters + counts.symbol === 0) return null;
  const share = (count: number): number => (characters === 0 ? 0 : count / characters);
  return {
    encoding: name,
    characters,
    common: share(counts.common),
    lowTrails: share(low),
    kana: share(kana),
  };
}
