import { isUtf8 } from "node:buffer";
import chardet from "chardet";
import { TEXT_ENCODINGS, type TextEncoding } from "../../../schema/task-file/data-source.js";
import { scriptReadings, type ScriptReading } from "./double-byte-scripts.js";

/** What chardet must say at least for a single-byte encoding to be taken, of 100. */
const SURE = 40;
/** So many characters of a script are no chance. */
const FEWEST = 4;
/** chardet tells encodings of one language by little; these hold the others. */
const WIDER: Readonly<Record<string, TextEncoding>> = {
  "iso-8859-1": "windows-1252",
  "iso-8859-9": "windows-1254",
};

/** What bytes that are no UTF-8 may be. */
export interface RecognisedEncoding {
  /** Null where none is sure. */
  readonly encoding: TextEncoding | null;
  /** The most likely first; at most three. */
  readonly likely: readonly TextEncoding[];
}

/**
 * Recognises the encoding of a piece of text that is neither ASCII nor UTF-8.
 *
 * The double-byte encodings of East Asia are told by the share of their characters that writing
 * consists of: of four characters on, where chardet wants some twenty. The others are chardet's.
 */
export function recogniseEncoding(bytes: Uint8Array): RecognisedEncoding {
  if (mostlyUtf8(bytes)) return { encoding: null, likely: ["utf-8"] };
  const readings = scriptReadings(bytes)
    .map((reading) => ({ reading, worth: worthOf(reading) }))
    .sort((a, b) => b.worth - a.worth);
  const [best, second] = readings;
  const single = singleByte(bytes);
  const likely = [
    ...readings.filter(({ worth }) => worth > 0.3).map(({ reading }) => reading.encoding),
    ...single.map(({ encoding }) => encoding),
  ].slice(0, 3);
  if (best !== undefined && best.worth > 0.3) {
    const clear =
      best.reading.characters >= FEWEST &&
      best.worth >= 0.75 &&
      best.worth - (second?.worth ?? 0) >= 0.1;
    return { encoding: clear ? best.reading.encoding : null, likely };
  }
  const [first] = single;
  const letters = bytes.filter((byte) => byte >= 0x80).length;
  return {
    encoding:
      first !== undefined && first.confidence >= SURE && letters >= FEWEST ? first.encoding : null,
    likely: likely.length > 0 ? likely : ["windows-1252"],
  };
}

/** How much a reading looks like writing, 0 to 1. */
function worthOf({ encoding, common, lowTrails, kana, characters }: ScriptReading): number {
  switch (encoding) {
    // Its syllables are the first half of GB 2312's characters: Chinese soon leaves them.
    case "cp949":
      return common >= 0.9 ? common + 0.2 : common * 0.5;
    case "big5":
      return lowTrails >= 0.1 ? common : common * 0.5;
    // Japanese has kana; what has none is read as Chinese or Korean as well.
    case "euc-jp":
      return kana >= 0.1 ? common + 0.3 : common * 0.5;
    case "shift_jis":
      return kana >= 0.1 || characters < 10 ? common : common * 0.5;
    default:
      return common;
  }
}

function singleByte(
  bytes: Uint8Array,
): { readonly encoding: TextEncoding; readonly confidence: number }[] {
  const known = new Set<string>(TEXT_ENCODINGS);
  const doubled = new Set(["cp949", "shift_jis", "euc-jp", "gb18030", "big5"]);
  return chardet.analyse(bytes).flatMap(({ name, confidence }) => {
    const plain = name.toLowerCase();
    const encoding = WIDER[plain] ?? plain;
    return known.has(encoding) && !doubled.has(encoding) && !encoding.startsWith("utf")
      ? [{ encoding: encoding as TextEncoding, confidence }]
      : [];
  });
}

/** True where more lines with letters beyond ASCII are UTF-8 than are not: a damaged file of it. */
function mostlyUtf8(bytes: Uint8Array): boolean {
  let [right, wrong] = [0, 0];
  for (let start = 0; start < bytes.length;) {
    const newline = bytes.indexOf(10, start);
    const end = newline < 0 ? bytes.length : newline + 1;
    const line = bytes.subarray(start, end);
    if (line.some((byte) => byte >= 0x80)) {
      if (isUtf8(line)) right++;
      else wrong++;
    }
    start = end;
  }
  return right > wrong;
}
