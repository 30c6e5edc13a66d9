import { z } from "zod";
import { isDatawrightError } from "../../../base/errors.js";
import type { LabelSpec, LabelValue } from "../../../schema/label.js";
import type { RoleModel } from "../../models/contract.js";
import { hash32 } from "../../../base/statistics/hash.js";
import type { AskModel, CurationRow } from "../contract.js";
import { PROMPT_VARIANTS, variantSections } from "./prompt-variants.js";

export interface ModelAskerOptions {
  readonly model: RoleModel;
  readonly labels: readonly Pick<LabelSpec, "name" | "definition">[];
  readonly multiLabel?: boolean;
  /** What the dataset is about. */
  readonly about?: string;
}

type Answer = Awaited<ReturnType<AskModel>>[number];

const NOTHING: Answer = { label: null, confidence: null };
const oneSchema = z.object({ label: z.union([z.string(), z.number()]), confidence: z.number() });
const severalSchema = z.object({
  label: z.array(z.union([z.string(), z.number()])),
  confidence: z.number(),
});
/** Answers that are missing, refused or of a wrong form: the row has no label then. */
export const UNREAD_ANSWERS: ReadonlySet<string> = new Set([
  "MODEL_EMPTY",
  "MODEL_OUTPUT",
  "MODEL_REFUSED",
  "MODEL_CONTENT_FILTER",
  "MODEL_CONTEXT_LENGTH",
  "MODEL_TRUNCATED",
]);

/**
 * A language model as a labeller: one request a row, worded by `PROMPT_VARIANTS[variant modulo
 * their number]`. An answer that cannot be read or is no label of the task is null; a confidence
 * outside 0 to 1 is null. Errors of the connection or the budget are thrown.
 */
export function modelAsker(options: ModelAskerOptions): AskModel {
  return (rows, { demonstrations, variant }) => {
    const shown = demonstrations.map(({ text, label }) => ({ text, label }));
    return Promise.all(rows.map((row) => askOne(options, row, shown, variant)));
  };
}

async function askOne(
  { model, labels, multiLabel = false, about = "" }: ModelAskerOptions,
  row: CurationRow,
  demonstrations: readonly { readonly text: string; readonly label: LabelValue }[],
  variant: number,
): Promise<Answer> {
  const wording = PROMPT_VARIANTS[variant % PROMPT_VARIANTS.length]!;
  const proposal = labels[hash32(row.id) % labels.length]!.name;
  const sections = variantSections(
    wording,
    { about, labels, multiLabel, text: row.text, proposal },
    demonstrations,
  );
  try {
    const { value } = await model.object({
      prompt: { sections },
      schema: multiLabel ? severalSchema : oneSchema,
      name: "label",
      step: "label",
      orderId: `label-${variant}-${row.id}`,
      sampleIds: [row.id],
    });
    const said = ([] as (string | number)[])
      .concat(value.label)
      .map((entry) => nameOf(entry, labels, wording.numbered));
    if (said.includes(null)) return NOTHING;
    const names = said as string[];
    return {
      label: multiLabel ? [...new Set(names)] : names[0]!,
      confidence: value.confidence >= 0 && value.confidence <= 1 ? value.confidence : null,
    };
  } catch (error) {
    if (isDatawrightError(error) && UNREAD_ANSWERS.has(error.code)) return NOTHING;
    throw error;
  }
}

/**
 * A name as it stands, without regard to case and outer space where that is clear, or by its
 * number.
 */
function nameOf(
  said: string | number,
  labels: ModelAskerOptions["labels"],
  numbered: boolean,
): string | null {
  const text = String(said).trim();
  const exact = labels.find(({ name }) => name === text);
  if (exact !== undefined) return exact.name;
  if (numbered && /^\d+\.?$/u.test(text))
    return labels[Number.parseInt(text, 10) - 1]?.name ?? null;
  const alike = labels.filter(
    ({ name }) => name.normalize("NFC").toLowerCase() === text.normalize("NFC").toLowerCase(),
  );
  return alike.length === 1 ? alike[0]!.name : null;
}
