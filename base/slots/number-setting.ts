import { z } from "zod";

/** The numbers that a setting takes; `usual` is its default, and without one it may be left out. */
interface NumberRange {
  readonly from?: number;
  /** In place of `from`: the setting is larger than this. */
  readonly above?: number;
  readonly to?: number;
  readonly usual?: number;
}
type WithDefault = NumberRange & { readonly usual: number };

/** A number that a task file sets. */
export function numberSetting(range: WithDefault, about: string): z.ZodDefault<z.ZodNumber>;
export function numberSetting(range: NumberRange, about: string): z.ZodOptional<z.ZodNumber>;
export function numberSetting(range: NumberRange, about: string): z.ZodType<number | undefined> {
  return within(z.number(), range).describe(about);
}

/** A whole number that a task file sets. */
export function countSetting(range: WithDefault, about: string): z.ZodDefault<z.ZodNumber>;
export function countSetting(range: NumberRange, about: string): z.ZodOptional<z.ZodNumber>;
export function countSetting(range: NumberRange, about: string): z.ZodType<number | undefined> {
  return within(z.number().int(), range).describe(about);
}

function within(
  number: z.ZodNumber,
  { from, above, to, usual }: NumberRange,
): z.ZodDefault<z.ZodNumber> | z.ZodOptional<z.ZodNumber> {
  let bounded = number;
  if (from !== undefined) bounded = bounded.min(from);
  if (above !== undefined) bounded = bounded.gt(above);
  if (to !== undefined) bounded = bounded.max(to);
  return usual === undefined ? bounded.optional() : bounded.default(usual);
}
