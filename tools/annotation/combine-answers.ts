import { labelKey, type LabelValue } from "../../schema/label.js";
import type { AnnotationAnswer, AnnotationImport, AnnotatorAgreement } from "./contract.js";
import { krippendorffAlpha } from "../agreement/krippendorff-alpha.js";

/** What one person said of one row; a null label rejects the row. */
export interface Rating {
  readonly sampleId: string;
  /** The label that the row had; undefined where the file does not say. */
  readonly given: LabelValue | undefined;
  readonly label: LabelValue;
  readonly note: string | undefined;
  readonly by: string | undefined;
}

const REJECTED = "\u0000rejected";

/**
 * One answer a row by majority, and how far the people agree. Of two answers by the same person the
 * later one counts.
 */
export function combineAnswers(
  ratings: readonly Rating[],
  multiLabel: boolean,
): Pick<AnnotationImport, "answers" | "individual" | "ties" | "agreement" | "replaced"> {
  const last = new Map<string, Rating>();
  for (const [index, rating] of ratings.entries())
    last.set(
      `${JSON.stringify(rating.sampleId)} ` +
        `${rating.by === undefined ? index : JSON.stringify(rating.by)}`,
      rating,
    );
  const counted = [...last.values()];
  const ofSample = new Map<string, Rating[]>();
  for (const rating of counted)
    ofSample.set(rating.sampleId, [...(ofSample.get(rating.sampleId) ?? []), rating]);
  const answers: AnnotationAnswer[] = [];
  const ties: string[] = [];
  for (const [sampleId, group] of ofSample) {
    const winner = majority(group, multiLabel);
    if (winner === undefined) ties.push(sampleId);
    else answers.push(together(group, winner));
  }
  return {
    answers,
    ties,
    individual: counted.map((rating) => together([rating], rating.label)),
    agreement: agreementOf([...ofSample.values()], counted),
    replaced: ratings.length - counted.length,
  };
}

/**
 * Undefined for a tie. Of several labels, those that more than half of the people who keep the row
 * gave.
 */
function majority(group: readonly Rating[], multiLabel: boolean): LabelValue | undefined {
  const kept = group.filter((rating) => rating.label !== null);
  const rejections = group.length - kept.length;
  if (multiLabel) {
    if (rejections * 2 === group.length) return undefined;
    if (rejections * 2 > group.length) return null;
    const counts = new Map<string, number>();
    for (const { label } of kept)
      for (const name of new Set(([] as string[]).concat(label ?? [])))
        counts.set(name, (counts.get(name) ?? 0) + 1);
    if ([...counts.values()].some((count) => count * 2 === kept.length)) return undefined;
    return [...counts].filter(([, count]) => count * 2 > kept.length).map(([name]) => name);
  }
  const counts = new Map<string, { label: LabelValue; count: number }>();
  for (const { label } of group) {
    const key = valueKey(label);
    counts.set(key, { label, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  const [first, second] = [...counts.values()].sort((a, b) => b.count - a.count);
  return second !== undefined && second.count === first!.count ? undefined : first!.label;
}

function together(group: readonly Rating[], label: LabelValue): AnnotationAnswer {
  const { sampleId, given } = group[0]!;
  const notes = [
    ...new Set(group.flatMap(({ note }) => (note === undefined || note === "" ? [] : [note]))),
  ];
  const people = group.flatMap(({ by }) => (by === undefined ? [] : [by]));
  const said = {
    note: notes.length === 0 ? undefined : notes.join("; "),
    by: people.length === 0 ? undefined : people.join(", "),
  };
  if (label === null) return { sampleId, decision: "reject", ...said };
  return {
    sampleId,
    decision: given !== undefined && valueKey(given) === valueKey(label) ? "accept" : "relabel",
    label,
    ...said,
  };
}

function agreementOf(
  groups: readonly (readonly Rating[])[],
  ratings: readonly Rating[],
): AnnotatorAgreement {
  const shared = groups
    .filter((group) => group.length > 1)
    .map((group) => group.map(({ label }) => valueKey(label)));
  let pairs = 0;
  let equal = 0;
  for (const values of shared) {
    for (let a = 0; a < values.length; a++)
      for (let b = a + 1; b < values.length; b++) {
        pairs++;
        if (values[a] === values[b]) equal++;
      }
  }
  return {
    annotators: new Set(ratings.flatMap(({ by }) => by ?? [])).size,
    shared: shared.length,
    observed: pairs === 0 ? null : equal / pairs,
    alpha: krippendorffAlpha(shared),
  };
}

function valueKey(label: LabelValue): string {
  // A label set is compared as a set: the same names in another order are the same answer.
  return label === null ? REJECTED : labelKey(Array.isArray(label) ? [...new Set(label)] : [label]);
}
