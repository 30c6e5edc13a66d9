import { labelKey, type LabelValue } from "../../../schema/label.js";
import { areaUnderCurve } from "../../../tools/agreement/area-under-curve.js";
import { cohenKappa } from "../../../tools/agreement/cohen-kappa.js";
import type { Review } from "../../api/review.js";
import type { JournalEntry } from "../review-journal.js";
import type { RunReader } from "../run-readers.js";
import { growthOf, shareOf } from "./agreement.js";

/** A sample that people decided, beside what the critic said of it. */
interface Decided {
  readonly people: boolean;
  readonly critic: boolean;
  /** Mean of the critic's scores. */
  readonly score: number | null;
}

/**
 * The critic's verdicts, and the small model's labels, held against what people decided so far, in the
 * order of their answers. Right is for people what they accepted as it stood; several people count by
 * their majority, and a tie does not count.
 */
export async function againstPeople(
  { samples }: Pick<RunReader, "samples">,
  answers: readonly JournalEntry[],
): Promise<Pick<Review, "critic" | "student">> {
  const bySample = new Map<string, JournalEntry[]>();
  for (const answer of answers)
    bySample.set(answer.sampleId, [...(bySample.get(answer.sampleId) ?? []), answer]);
  const ids = [...bySample.keys()];
  const verdicts = await samples.verdicts(ids);
  const stored = new Map((await samples.samples({ ids })).map((sample) => [sample.id, sample]));
  const decided: Decided[] = [];
  const student: boolean[] = [];
  for (const [id, own] of bySample) {
    const sample = stored.get(id);
    const kept = own.filter(({ decision }) => decision === "accept").length;
    if (sample === undefined || 2 * kept === own.length) continue;
    const labels = own.filter(({ decision }) => decision !== "reject");
    const said = sample.label.student?.label;
    if (said !== undefined && said !== null && labels.length > 0)
      student.push(labels.some((answer) => labelKey(labelOf(answer)) === labelKey(said)));
    const judged = verdicts.filter(
      (verdict) => verdict.sampleId === id && verdict.revision === sample.revisions,
    );
    if (judged.length === 0) continue;
    const scores = judged.flatMap(({ score }) => score ?? []);
    decided.push({
      people: 2 * kept > own.length,
      critic: judged.every(({ pass }) => pass),
      score: scores.length === 0 ? null : scores.reduce((sum, one) => sum + one, 0) / scores.length,
    });
  }
  return { critic: criticOf(decided), student: sharesOf(student) };
}

function criticOf(decided: readonly Decided[]): Review["critic"] {
  const count = (critic: boolean, people: boolean): number =>
    decided.filter((one) => one.critic === critic && one.people === people).length;
  const agreed = decided.map(({ critic, people }) => critic === people);
  const scored = decided.filter(({ score }) => score !== null);
  const word = (right: boolean): string => (right ? "right" : "wrong");
  return {
    of: decided.length,
    share: shareOf(agreed.filter(Boolean).length, decided.length),
    kappa: cohenKappa(
      decided.map(({ critic }) => word(critic)),
      decided.map(({ people }) => word(people)),
    ),
    table: {
      bothRight: count(true, true),
      bothWrong: count(false, false),
      onlyCritic: count(true, false),
      onlyPeople: count(false, true),
    },
    ranks:
      scored.length === 0
        ? null
        : areaUnderCurve(
            scored.map(({ score }) => score!),
            scored.map(({ people }) => people),
          ),
    growth: growthOf(agreed),
  };
}

function sharesOf(right: readonly boolean[]): Review["student"] {
  return { of: right.length, share: shareOf(right.filter(Boolean).length, right.length) };
}

/** The label that a person gave, or kept. */
function labelOf({ decision, label, given = null }: JournalEntry): LabelValue {
  return decision === "relabel" ? (label ?? null) : (label ?? given);
}
