import {
  counted,
  get,
  INTEGER_TYPE,
  loadInteger,
  loadPair,
  loadVector,
  loadWideRepeated,
  moduleOf,
  set,
  storePair,
  storeVector,
  VECTOR_TYPE,
  vectors,
  when,
  whileBelow,
  type Code,
} from "./machine-code.js";

/** Bytes of an entry of a row: where its weights are (a number of 32 bits), and from 8 on its value. */
export const ROW_ENTRY_BYTES = 16;
/** Pairs of classes whose sums stay in registers. */
const PAIRS_AT_ONCE = 8;

/** The parameters of both functions, addresses all, then their variables. */
const [FIRST, END, FROM, TO] = [0, 1, 2, 3] as const;
const PARAMETERS = 4;
const [ENTRY, AT] = [4, 5] as const;
const VALUE = 6;
const PAIRS = 7;

/**
 * The bytes of a WebAssembly module with `scores` and `add`: scoreRow and addRow of row-kernels.ts
 * for the entries of one row, two classes to a vector register, in 64-bit floats and in the same order,
 * so that the numbers are the same to the bit.
 *
 * @param classes even
 */
export function rowProgram(classes: number): Uint8Array<ArrayBuffer> {
  return moduleOf(
    { scores: body(classes, scoresOf), add: body(classes, addTo) },
    { from: "rows", parameters: PARAMETERS },
  );
}

/** Code for some pairs of classes, from a first one on, at a time. */
function body(classes: number, code: (from: number, pairs: readonly number[]) => Code): Code {
  const starts = Array.from(
    { length: Math.ceil(classes / 2 / PAIRS_AT_ONCE) },
    (_, block) => block * PAIRS_AT_ONCE,
  );
  const locals = counted([
    [2, INTEGER_TYPE],
    [1 + PAIRS_AT_ONCE, VECTOR_TYPE],
  ]);
  const blocks = starts.flatMap((from) =>
    code(
      from,
      Array.from({ length: Math.min(PAIRS_AT_ONCE, classes / 2 - from) }, (_, pair) => pair),
    ),
  );
  return [...locals, ...blocks, 0x0b];
}

function eachEntry(code: Code): Code {
  return [
    ...set(ENTRY, get(FIRST)),
    ...whileBelow(
      ENTRY,
      get(END),
      [
        ...set(AT, loadInteger(get(ENTRY))),
        ...set(VALUE, loadWideRepeated(get(ENTRY), 8)),
        ...code,
      ],
      ROW_ENTRY_BYTES,
    ),
  ];
}

/** From the weights of the bias at FROM; the sums go to TO. */
function scoresOf(from: number, pairs: readonly number[]): Code {
  return [
    ...pairs.flatMap((pair) =>
      set(PAIRS + pair, vectors("widen", loadPair(get(FROM), 8 * (from + pair)))),
    ),
    ...eachEntry(
      pairs.flatMap((pair) =>
        set(
          PAIRS + pair,
          vectors(
            "addWide",
            get(PAIRS + pair),
            vectors(
              "multiplyWide",
              vectors("widen", loadPair(get(AT), 8 * (from + pair))),
              get(VALUE),
            ),
          ),
        ),
      ),
    ),
    ...pairs.flatMap((pair) => storeVector(get(TO), 16 * (from + pair), get(PAIRS + pair))),
  ];
}

/** The steps are at FROM. */
function addTo(from: number, pairs: readonly number[]): Code {
  return [
    ...pairs.flatMap((pair) => set(PAIRS + pair, loadVector(get(FROM), 16 * (from + pair)))),
    ...when(
      vectors(
        "anyTrue",
        pairs
          .slice(1)
          .reduce<Code>((all, pair) => vectors("or", all, get(PAIRS + pair)), get(PAIRS)),
      ),
      eachEntry(
        pairs.flatMap((pair) =>
          storePair(
            get(AT),
            8 * (from + pair),
            vectors(
              "narrow",
              vectors(
                "addWide",
                vectors("widen", loadPair(get(AT), 8 * (from + pair))),
                vectors("multiplyWide", get(PAIRS + pair), get(VALUE)),
              ),
            ),
          ),
        ),
      ),
    ),
  ];
}
