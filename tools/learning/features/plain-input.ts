import type { EmbeddedInput, PlainInput, TextInput } from "../contract.js";
import { isRecord } from "../../../base/values/is-record.js";

/** True for an input that carries an embedding. */
export function isEmbedded(input: TextInput): input is EmbeddedInput {
  return isRecord(input);
}

/** The text or the pair of an input, without its embedding. */
export function plainInput(input: TextInput): PlainInput {
  return isEmbedded(input) ? input.text : input;
}

/** The text of an input; the two of a pair on two lines. */
export function joinedText(input: TextInput): string {
  const plain = plainInput(input);
  return typeof plain === "string" ? plain : plain.join("\n");
}
