import type { ClassScore } from "../../evaluation/downstream/arm-scores.js";
import type { AnsweredRow } from "../contract.js";

interface Counts {
  right: number;
  said: number;
  wanted: number;
}

/** Names of a label value or of an answer: one, several, or none. */
export function namesOf(value: unknown): string[] {
  if (value === null || value === undefined) return [];
  return Array.isArray(value) ? value.map(String) : [typeof value === "string" ? value : ""];
}

/** Whether exactly the row's labels were answered. */
export function isSameLabel({ row, answer }: AnsweredRow): boolean {
  const wanted = new Set(namesOf(row.label));
  const said = new Set(namesOf(answer));
  return wanted.size === said.size && [...said].every((name) => wanted.has(name));
}

function countsByLabel(answered: readonly AnsweredRow[]): Map<string, Counts> {
  const counts = new Map<string, Counts>();
  const of = (name: string): Counts => {
    let found = counts.get(name);
    if (!found) counts.set(name, (found = { right: 0, said: 0, wanted: 0 }));
    return found;
  };
  for (const { row, answer } of answered) {
    const wanted = namesOf(row.label);
    for (const name of wanted) of(name).wanted++;
    for (const name of new Set(namesOf(answer))) {
      of(name).said++;
      if (wanted.includes(name)) of(name).right++;
    }
  }
  return counts;
}

const f1Of = ({ right, said, wanted }: Counts): number =>
  said + wanted === 0 ? 0 : (2 * right) / (said + wanted);

/** Mean F1 of the labels that rows have or that were answered; each label counts alike. */
export function macroF1(answered: readonly AnsweredRow[]): number {
  const all = [...countsByLabel(answered).values()];
  return all.length === 0 ? 0 : all.reduce((sum, counts) => sum + f1Of(counts), 0) / all.length;
}

/** F1 of all labels of all rows together; each answer counts alike. */
export function microF1(answered: readonly AnsweredRow[]): number {
  const sum: Counts = { right: 0, said: 0, wanted: 0 };
  for (const counts of countsByLabel(answered).values()) {
    sum.right += counts.right;
    sum.said += counts.said;
    sum.wanted += counts.wanted;
  }
  return f1Of(sum);
}

/** Precision, recall and F1 of each label, over all trainings; rows are those of one. */
export function scoresByLabel(
  runs: readonly (readonly AnsweredRow[])[],
): Record<string, ClassScore> {
  const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);
  return Object.fromEntries(
    [...countsByLabel(runs.flat())]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, { right, said, wanted }]) => [
        name,
        {
          precision: share(right, said),
          recall: share(right, wanted),
          f1: share(2 * right, said + wanted),
          rows: wanted / runs.length,
        },
      ]),
  );
}
