import {
  constant,
  counted,
  get,
  INTEGER_TYPE,
  integers,
  loadInteger,
  loadRepeated,
  loadVector,
  moduleOf,
  set,
  storeByte,
  storeVector,
  VECTOR_TYPE,
  vectors,
  when,
  whileBelow,
  ZEROS,
  type Code,
} from "./machine-code.js";

/**
 * The bytes of a WebAssembly module with two functions, `pass` and `scores`: `plainPass` and
 * `plainScores` of lane-pass.ts, four problems to a vector register, which give the same numbers to the
 * bit.
 *
 * @param width problems side by side, a multiple of four
 */
export function laneProgram(width: number): Uint8Array<ArrayBuffer> {
  return moduleOf(
    { pass: passBody(width), scores: scoresBody(width) },
    { from: "lanes", parameters: PARAMETERS },
  );
}

/** The parameters of both, addresses all, then their variables; `scores` writes to the states. */
const [ORDER, LAST, STARTS, STATES, TOTALS, BIAS, IDLE] = [0, 1, 2, 3, 4, 5, 6] as const;
const PARAMETERS = 7;
const [ROW, FIRST, ENTRY, END, AT, STATE] = [7, 8, 9, 10, 11, 12] as const;
const INTEGERS = 6;
const [VALUE, MOVED, AWAKE, GRADIENT, RATE, DUAL, IS_ZERO, PROJECTED, SIGN] = [
  13, 14, 15, 16, 17, 18, 19, 20, 21,
] as const;
/** Scores, and then steps, of four problems each. */
const SUMS = 22;

/** Bytes of an entry of a row: where its weights are, and its value. */
const ENTRY_BYTES = 8;

/** What is written for each four problems of `width`. */
function everyFour(width: number): (code: (part: number) => Code) => Code {
  const parts = Array.from({ length: width / 4 }, (_, part) => part);
  return (code) => parts.flatMap(code);
}

function locals(width: number): Code {
  return counted([
    [INTEGERS, INTEGER_TYPE],
    [SUMS - VALUE + width / 4, VECTOR_TYPE],
  ]);
}

/** Code for each entry of the row: where its weights are, and its value, are in locals. */
function eachEntry(code: Code): Code {
  return [
    ...set(ENTRY, get(FIRST)),
    ...whileBelow(
      ENTRY,
      get(END),
      [...set(AT, loadInteger(get(ENTRY))), ...set(VALUE, loadRepeated(get(ENTRY), 4)), ...code],
      ENTRY_BYTES,
    ),
  ];
}

/** Reads the next row and leaves its scores in the sums. */
function scoreOfRow(all: ReturnType<typeof everyFour>): Code {
  return [
    ...set(ROW, loadInteger(get(ORDER))),
    ...set(AT, integers("add", get(STARTS), integers("multiply", get(ROW), constant(4)))),
    ...set(FIRST, loadInteger(get(AT))),
    ...set(END, loadInteger(get(AT), 4)),
    ...all((part) => set(SUMS + part, loadVector(get(BIAS), 16 * part))),
    ...eachEntry(
      all((part) =>
        set(
          SUMS + part,
          vectors(
            "add",
            get(SUMS + part),
            vectors("multiply", loadVector(get(AT), 16 * part), get(VALUE)),
          ),
        ),
      ),
    ),
  ];
}

function scoresBody(width: number): Code {
  const all = everyFour(width);
  const row: Code = [
    ...scoreOfRow(all),
    ...all((part) => storeVector(get(STATES), 16 * part, get(SUMS + part))),
    ...set(STATES, integers("add", get(STATES), constant(4 * width))),
  ];
  return [...locals(width), ...whileBelow(ORDER, get(LAST), row, 4), 0x0b];
}

function passBody(width: number): Code {
  const all = everyFour(width);
  const place = (field: number, part: number): number => 4 * width * field + 16 * part;
  const state = (field: number, part: number): Code => loadVector(get(STATE), place(field, part));
  const total = (field: number, part: number): Code => loadVector(get(TOTALS), place(field, part));
  const setTotal = (field: number, part: number, value: Code): Code =>
    storeVector(get(TOTALS), place(field, part), value);
  const step = (part: number): Code => [
    ...set(SIGN, state(0, part)),
    ...set(RATE, state(2, part)),
    ...set(DUAL, state(3, part)),
    ...set(
      GRADIENT,
      vectors(
        "add",
        vectors("subtract", vectors("multiply", get(SIGN), get(SUMS + part)), total(3, part)),
        vectors("multiply", state(1, part), get(DUAL)),
      ),
    ),
    ...set(IS_ZERO, vectors("equal", get(DUAL), ZEROS)),
    ...set(
      PROJECTED,
      vectors(
        "and",
        vectors("select", vectors("least", get(GRADIENT), ZEROS), get(GRADIENT), get(IS_ZERO)),
        vectors("unequal", get(RATE), ZEROS),
      ),
    ),
    ...setTotal(0, part, vectors("most", total(0, part), get(PROJECTED))),
    ...setTotal(1, part, vectors("least", total(1, part), get(PROJECTED))),
    ...set(
      AWAKE,
      vectors(
        "or",
        get(AWAKE),
        vectors(
          "andNot",
          vectors("and", vectors("unequal", get(RATE), ZEROS), get(IS_ZERO)),
          vectors("greater", get(GRADIENT), total(2, part)),
        ),
      ),
    ),
    ...set(
      RATE,
      vectors(
        "and",
        get(RATE),
        vectors("greater", vectors("absolute", get(PROJECTED)), total(4, part)),
      ),
    ),
    ...set(AWAKE, vectors("or", get(AWAKE), vectors("unequal", get(RATE), ZEROS))),
    ...set(
      GRADIENT,
      vectors(
        "most",
        vectors("subtract", get(DUAL), vectors("multiply", get(GRADIENT), get(RATE))),
        ZEROS,
      ),
    ),
    ...storeVector(get(STATE), place(3, part), get(GRADIENT)),
    ...set(
      SUMS + part,
      vectors("multiply", vectors("subtract", get(GRADIENT), get(DUAL)), get(SIGN)),
    ),
    ...set(MOVED, vectors("or", get(MOVED), vectors("unequal", get(SUMS + part), ZEROS))),
  ];
  const row: Code = [
    ...scoreOfRow(all),
    ...set(
      STATE,
      integers("add", get(STATES), integers("multiply", get(ROW), constant(16 * width))),
    ),
    ...set(MOVED, ZEROS),
    ...set(AWAKE, ZEROS),
    ...all(step),
    ...storeByte(
      integers("add", get(IDLE), get(ROW)),
      integers("isZero", vectors("anyTrue", get(AWAKE))),
    ),
    ...when(vectors("anyTrue", get(MOVED)), [
      ...all((part) =>
        storeVector(
          get(BIAS),
          16 * part,
          vectors(
            "add",
            loadVector(get(BIAS), 16 * part),
            vectors("multiply", get(SUMS + part), total(5, part)),
          ),
        ),
      ),
      ...eachEntry(
        all((part) =>
          storeVector(
            get(AT),
            16 * part,
            vectors(
              "add",
              loadVector(get(AT), 16 * part),
              vectors("multiply", get(SUMS + part), get(VALUE)),
            ),
          ),
        ),
      ),
    ]),
  ];
  return [...locals(width), ...whileBelow(ORDER, get(LAST), row, 4), 0x0b];
}
