import { DatawrightError } from "../errors.js";
import { didYouMean } from "../text/nearest-name.js";
import { isRecord } from "../values/is-record.js";

/** What an option may be: one of some names, or what a test says of it. */
export type OptionRule =
  | readonly string[]
  | {
      /** What it must be, in words: "it must be EXPECTED". */
      readonly expected: string;
      readonly holds: (value: unknown) => boolean;
    };

const number = (expected: string, holds: (value: number) => boolean): OptionRule => ({
  expected,
  holds: (value) => typeof value === "number" && holds(value),
});

/** An integer of at least `least`. */
export const integerFrom = (least: number): OptionRule =>
  number(`an integer >= ${least}`, (value) => Number.isSafeInteger(value) && value >= least);
/** Any integer. */
export const ANY_INTEGER = number("an integer", Number.isSafeInteger);
/** A share above 0. */
export const SHARE = number("a number above 0, at most 1", (value) => value > 0 && value <= 1);
/** A finite number above 0. */
export const POSITIVE = number("finite and > 0", (value) => value > 0 && value < Infinity);
/** True or false. */
export const BOOLEAN: OptionRule = {
  expected: "true or false",
  holds: (value) => typeof value === "boolean",
};
/** Anything: checked by what uses it. */
export const ANYTHING: OptionRule = { expected: "anything", holds: () => true };
/** A function. */
export const CALLBACK: OptionRule = {
  expected: "a function",
  holds: (value) => typeof value === "function",
};
/** An array, or a typed array. */
export const LIST: OptionRule = {
  expected: "an array",
  holds: (value) => Array.isArray(value) || (ArrayBuffer.isView(value) && "length" in value),
};

/**
 * Refuses options that a public function does not have or that have a value it does not know, for
 * callers without types: an unknown value must not quietly mean another.
 *
 * @param check.needed options that must be there
 * @throws SHAPE that names the option, what it may be, and the nearest name
 */
export function checkOptions(
  options: unknown,
  check: {
    readonly of: string;
    readonly rules: Readonly<Record<string, OptionRule>>;
    readonly needed?: readonly string[];
  },
): void {
  const { of, rules, needed = [] } = check;
  const fail = (message: string, option?: string): never => {
    throw new DatawrightError({
      code: "SHAPE",
      message: `${of}: ${message}`,
      details: option === undefined ? {} : { option },
    });
  };
  if (!isRecord(options)) return fail(`the options are ${shown(options)}; they must be an object`);
  for (const name of needed)
    if ((options as Record<string, unknown>)[name] === undefined) fail(`${name} is missing`, name);
  for (const [name, value] of Object.entries(options)) {
    if (!Object.hasOwn(rules, name))
      fail(
        `there is no option ${JSON.stringify(name)}${didYouMean(name, Object.keys(rules))} ` +
          `(options: ${Object.keys(rules).join(", ")})`,
        name,
      );
    const rule = rules[name]!;
    if (value === undefined) continue;
    if ("holds" in rule) {
      if (!rule.holds(value)) fail(`${name} is ${shown(value)}; it must be ${rule.expected}`, name);
    } else if (!rule.includes(value as string))
      fail(
        `${name} is ${shown(value)}; it must be one of ${rule.join(", ")}` +
          (typeof value === "string" ? didYouMean(value, rule) : ""),
        name,
      );
  }
}

/**
 * Refuses a list of texts in which something is not one.
 *
 * @throws SHAPE with its index
 */
export function checkTexts(texts: unknown, of: string): void {
  const odd = Array.isArray(texts) ? texts.findIndex((text) => typeof text !== "string") : -1;
  if (Array.isArray(texts) && odd < 0) return;
  throw new DatawrightError({
    code: "SHAPE",
    message: Array.isArray(texts)
      ? `${of}: text ${odd} is ${shown(texts[odd])}; it must be a string`
      : `${of}: the texts are ${shown(texts)}; they must be an array of strings`,
    details: odd < 0 ? {} : { row: odd },
  });
}

/** A value in a message: short, and never all of a long one. */
export function shown(value: unknown): string {
  if (typeof value === "string")
    return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (typeof value === "object" && value !== null) return "an object";
  return typeof value === "function" ? "a function" : String(value);
}
