import { DatawrightError } from "../../base/errors.js";
import type { JsonValue } from "../../schema/json.js";
import { SANDBOX_LIMITS, type SandboxOptions } from "./contract.js";

/** The limits of one run, complete, as they go into a boundary. */
export interface RunLimits {
  readonly milliseconds: number;
  readonly memoryMegabytes: number;
  readonly outputCharacters: number;
  readonly maxRows: number;
}

const MOST_SECONDS = 600;
const MOST_MEGABYTES = 1024;
const INPUT_NAME = /^(?!__proto__$)[A-Za-z_][A-Za-z0-9_]*$/u;

/**
 * Fills in the defaults.
 * @throws SHAPE naming the limit that is out of range or the input whose name is no identifier
 */
export function readRequest(options: SandboxOptions): {
  readonly input: Readonly<Record<string, JsonValue>>;
  readonly limits: RunLimits;
} {
  const within = (
    name: keyof typeof SANDBOX_LIMITS,
    { whole, most }: { readonly whole: boolean; readonly most: number },
  ): number => {
    const value = options[name] ?? SANDBOX_LIMITS[name];
    if (value > 0 && value <= most && (!whole || Number.isInteger(value))) return value;
    throw new DatawrightError({
      code: "SHAPE",
      message:
        `${name} is ${value}; it must be a${whole ? " whole" : ""} number above ` +
        `0${most < Infinity ? ` and at most ${most}` : ""}`,
      details: { name, value },
    });
  };
  const limits: RunLimits = {
    milliseconds: within("timeoutSeconds", { whole: false, most: MOST_SECONDS }) * 1000,
    memoryMegabytes: within("memoryMegabytes", { whole: true, most: MOST_MEGABYTES }),
    outputCharacters: within("outputCharacters", { whole: true, most: Number.MAX_SAFE_INTEGER }),
    maxRows: within("maxRows", { whole: true, most: Number.MAX_SAFE_INTEGER }),
  };
  const input = options.input ?? {};
  for (const name of Object.keys(input)) {
    if (!INPUT_NAME.test(name))
      throw new DatawrightError({
        code: "SHAPE",
        message:
          `input ${JSON.stringify(name)}: the name must be letters, digits and underscores, ` +
          "as code can write it",
      });
  }
  return { input, limits };
}
