import type { z } from "zod";
import { isConfigurable, type Configurable } from "../../base/slots/configurable.js";

/** An implementation as a run gets it: made with these settings over its defaults. */
export function made<T, S extends z.ZodObject>(
  value: T | Configurable<T, S>,
  settings: Readonly<Record<string, unknown>> = {},
): T {
  return isConfigurable(value as T | Configurable<T>)
    ? (value as Configurable<T, S>).make((value as Configurable<T, S>).settings.parse(settings))
    : (value as T);
}
