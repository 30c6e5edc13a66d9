import type { ReadOptions } from "../contract.js";
import type { TextOptions } from "./text-lines.js";

/** What the options of a reader say about text. */
export function textOptions({
  encoding,
  onEncoding,
  limits,
}: ReadOptions): TextOptions & { readonly longest: number } {
  return { encoding, onEncoding, longest: Math.ceil(limits.lineMegabytes * 1024 * 1024) };
}
