import type { LabelValue } from "../../schema/label.js";
import type { CurationRow } from "./contract.js";

/**
 * Asks people. Absent where nobody can be asked: methods that need people then return what they
 * would ask.
 */
export type AskPeople = (
  rows: readonly CurationRow[],
  question: string,
) => Promise<ReadonlyMap<string, LabelValue>>;
/**
 * Asks a language model for labels; null where its answer could not be read. `demonstrations` go
 * into the prompt, best first.
 */
export type AskModel = (
  rows: readonly CurationRow[],
  options: { readonly demonstrations: readonly CurationRow[]; readonly variant: number },
) => Promise<readonly { readonly label: LabelValue; readonly confidence: number | null }[]>;
