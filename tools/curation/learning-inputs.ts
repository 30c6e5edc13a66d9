import type { PlainInput, TextInput } from "../learning/contract.js";
import { embeddedInputs } from "../learning/features/embedded-inputs.js";
import type { LearningRow } from "../learning/scores/labelled-rows.js";
import type { CurationContext } from "./contract.js";

/**
 * The rows with what small models learn from: nothing is added where that is the words; else each
 * row has its embedding beside its text. Rows that have one keep it.
 */
export async function withInputs<R extends LearningRow>(
  rows: readonly R[],
  context: Pick<CurationContext, "features" | "embed" | "signal"> &
    Partial<Pick<CurationContext, "progress">>,
): Promise<readonly R[]> {
  if ((context.features ?? "words") === "words") return rows;
  const plain = rows.map((row): PlainInput => row.pair ?? row.text);
  const inputs = await embeddedInputs(plain, context);
  return rows.map((row, at) => {
    const input = inputs[at]!;
    return typeof input === "object" && "vector" in input ? { ...row, input } : row;
  });
}

/** The context with embeddings beside the texts of its trusted rows, where small models learn from them. */
export async function withSupportInputs(context: CurationContext): Promise<CurationContext> {
  return { ...context, support: await withInputs(context.support, context) };
}

/** What a small model learns from of a row. */
export function inputOf(row: Pick<LearningRow, "input" | "pair" | "text">): TextInput {
  return row.input ?? row.pair ?? row.text;
}
