import { InvalidArgumentError } from "commander";

/** Collects the values of an option that may be repeated. */
export const repeat = (value: string, before: string[]): string[] => [...before, value];

/** A whole number from `least` on. */
export const whole =
  (least: number) =>
  (value: string): number => {
    const number = value.trim() === "" ? Number.NaN : Number(value);
    if (!Number.isSafeInteger(number) || number < least)
      throw new InvalidArgumentError(
        least <= -Number.MAX_SAFE_INTEGER
          ? "It must be a whole number."
          : `It must be a whole number of at least ${least}.`,
      );
    return number;
  };

/** A number above 0. */
export const amount = (value: string): number => {
  const number = Number(value);
  if (!(number > 0) || number === Infinity)
    throw new InvalidArgumentError("It must be a number above 0.");
  return number;
};
