import { itemOf } from "../../../agents/reviewer/review-item.js";
import { auditItem, openAudits } from "../../../graphs/finish/open-audits.js";
import { labelKey, type LabelValue } from "../../../schema/label.js";
import type { ReviewAnswer } from "../../../agents/roles.js";
import { combineAnswers } from "../../../tools/annotation/combine-answers.js";
import type { Review, ReviewItem } from "../../api/review.js";
import { ReviewJournal, type JournalEntry } from "../review-journal.js";
import type { RunReader } from "../run-readers.js";
import { alphaOf, shareOf } from "./agreement.js";
import { againstPeople } from "./critic-agreement.js";
import { runState } from "./run-state.js";

/** Items of the queue that are sent at once, the most valuable first. */
const MOST_ITEMS = 500;

/** What waits for people in a run, read beside whoever works on it. */
export async function waitingItems(reader: RunReader): Promise<Omit<ReviewItem, "answeredBy">[]> {
  const { samples } = reader;
  const items: Omit<ReviewItem, "answeredBy">[] = [];
  for await (const sample of samples.stream({ status: "in-review" }))
    items.push({ ...itemOf(sample), kind: "uncertain" });
  for (const sample of await openAudits(reader)) {
    items.push({ ...auditItem(sample), kind: "audit" });
  }
  return items.sort((a, b) => b.priority - a.priority || (a.sampleId < b.sampleId ? -1 : 1));
}

/** The review of a run as a person sees it. */
export async function reviewOf(
  reader: RunReader,
  { reviewer, working }: { readonly reviewer: string | undefined; readonly working: boolean },
): Promise<Review> {
  const { config, folder } = reader;
  const { spec } = config;
  const status = await runState(reader, { working });
  const answers = await new ReviewJournal(folder).answers();
  const waiting = await waitingItems(reader);
  const open = new Set(waiting.map(({ sampleId }) => sampleId));
  const by = new Map<string, string[]>();
  for (const { sampleId, by: name } of answers)
    by.set(sampleId, [...(by.get(sampleId) ?? []), name]);
  const items = waiting
    .map((item) => ({ ...item, answeredBy: by.get(item.sampleId) ?? [] }))
    .filter(({ answeredBy }) => reviewer === undefined || !answeredBy.includes(reviewer));
  return {
    run: config.runId,
    available: status !== "working",
    blocking: status === "waiting",
    items: items.slice(0, MOST_ITEMS),
    waiting: waiting.length,
    labels: (spec.labels ?? []).map(({ name, definition = null }) => ({ name, definition })),
    multiLabel: spec.multiLabel,
    guidelines: [spec.description, ...(spec.constraints.notes ?? [])].join("\n"),
    reviewers: reviewersOf(answers),
    agreement: agreementOf(answers),
    judge: judgeOf(answers),
    ...(await againstPeople(reader, answers)),
    unapplied: new Set(
      answers.filter(({ sampleId }) => open.has(sampleId)).map(({ sampleId }) => sampleId),
    ).size,
  };
}

/** One answer a sample by majority, for those that wait and that people agree on. */
export function decided(
  answers: readonly JournalEntry[],
  waiting: ReadonlySet<string>,
  multiLabel: boolean,
): ReviewAnswer[] {
  const own = answers.filter(({ sampleId }) => waiting.has(sampleId));
  const found = combineAnswers(
    own.map((entry) => ({
      sampleId: entry.sampleId,
      given: valueOf({ ...entry, decision: "accept" }),
      label: valueOf(entry),
      note: entry.note,
      by: entry.by,
    })),
    multiLabel,
  );
  return found.answers.map(({ sampleId, decision, label, note, by }): ReviewAnswer => {
    const edited = own.findLast(
      (entry) => entry.sampleId === sampleId && entry.decision === "edit",
    );
    const said = { ...(note ? { note } : {}), ...(by ? { by } : {}) };
    if (decision === "reject") return { sampleId, decision, ...said };
    return {
      sampleId,
      decision: decision === "relabel" ? "relabel" : "accept",
      ...(decision === "relabel" ? { label: label ?? null } : {}),
      ...(edited?.fields === undefined ? {} : { fields: edited.fields }),
      ...said,
    };
  });
}

/** Stands for a sample that is kept, where the kind has no labels. */
const KEPT = "\u0000kept";

/** What a person would have the sample be: a label, or null for no sample at all. */
function valueOf({ decision, label, given = null }: JournalEntry): LabelValue {
  if (decision === "reject") return null;
  const kept = decision === "relabel" ? (label ?? null) : (label ?? given);
  return kept ?? KEPT;
}

function reviewersOf(answers: readonly JournalEntry[]): Review["reviewers"] {
  const names = [...new Set(answers.map(({ by }) => by))].sort();
  return names.map((name) => {
    const own = answers.filter(({ by }) => by === name);
    const count = (...wanted: readonly JournalEntry["decision"][]): number =>
      own.filter(({ decision }) => wanted.includes(decision)).length;
    return {
      name,
      answers: own.length,
      accepted: count("accept", "edit"),
      rejected: count("reject"),
      relabelled: count("relabel"),
    };
  });
}

function valuesBySample(answers: readonly JournalEntry[]): string[][] {
  const values = new Map<string, string[]>();
  for (const answer of answers)
    values.set(answer.sampleId, [
      ...(values.get(answer.sampleId) ?? []),
      answer.decision === "reject" ? "\u0000rejected" : labelKey(valueOf(answer)),
    ]);
  return [...values.values()];
}

function agreementOf(answers: readonly JournalEntry[]): Review["agreement"] {
  return alphaOf(valuesBySample(answers));
}

/** How often people kept what the run had: every answer counts once. */
function judgeOf(answers: readonly JournalEntry[]): Review["judge"] {
  const agreed = answers.filter(({ decision }) => decision === "accept").length;
  return { agreed, of: answers.length, share: shareOf(agreed, answers.length) };
}
