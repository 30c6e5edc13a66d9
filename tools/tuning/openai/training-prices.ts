/** US dollars per million tokens of OpenAI's own fine-tuning, by model. */
const TRAINING: Readonly<Record<string, number>> = {
  "gpt-3.5-turbo": 8,
  "gpt-4o": 25,
  "gpt-4o-mini": 3,
  "gpt-4.1": 25,
  "gpt-4.1-mini": 5,
  "gpt-4.1-nano": 1.5,
};
const SNAPSHOT = /-(\d{4}-\d{2}-\d{2}|\d{4})$/;

/** Price of a million trained tokens at OpenAI itself; null for every other model. */
export function trainingPrice(model: string): number | null {
  const base = model.split(":").length > 2 ? (model.split(":")[1] ?? "") : model;
  return TRAINING[base] ?? TRAINING[base.replace(SNAPSHOT, "")] ?? null;
}
