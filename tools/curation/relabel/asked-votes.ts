import type { LabelValue } from "../../../schema/label.js";
import type { CurationContext, CurationRow } from "../contract.js";

/** The votes of every row, and the rows that the language model was asked about for them. */
export interface AskedVotes {
  readonly votes: readonly (readonly LabelValue[])[];
  readonly asked: ReadonlySet<number>;
}

/**
 * The votes that came with a row, else what the language model answers to each of so many prompt
 * variants; answers that could not be read are no votes.
 */
export async function votesOf(
  rows: readonly CurationRow[],
  context: CurationContext,
  variants: number,
): Promise<AskedVotes> {
  const votes = rows.map((row): LabelValue[] => [...(row.votes ?? [])]);
  const open = [...votes.keys()].filter(
    (index) => votes[index]!.length === 0 && rows[index]!.text.trim() !== "",
  );
  if (!context.askModel || open.length === 0) return { votes, asked: new Set() };
  const asked = open.map((index) => rows[index]!);
  for (let variant = 0; variant < variants; variant++) {
    const answers = await context.askModel(asked, { demonstrations: [], variant });
    open.forEach((index, at) => {
      const label = answers[at]?.label ?? null;
      if (label !== null) votes[index]!.push(label);
    });
    context.progress("votes", (variant + 1) / variants);
  }
  return { votes, asked: new Set(open) };
}
