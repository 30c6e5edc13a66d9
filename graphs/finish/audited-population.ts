import { hash32 } from "../../base/statistics/hash.js";
import type { StoredVerdict } from "../../memory/contract.js";
import type { Sample } from "../../schema/sample.js";
import type { Certification } from "../runtime/run-entries.js";
import type { RunRuntime } from "../runtime/runtime.js";
import { verdictScore } from "../../tools/certificate/verdict-score.js";

/** Samples whose verdicts are read at a time. */
const PAGE = 500;

/** A sample as an audit sees it. */
export interface Audited {
  readonly id: string;
  readonly round: number;
  /** Mean of the critic's scores; null where it gave none. */
  readonly score: number | null;
  /** What a person found of it; null where nobody looked. */
  readonly faithful: boolean | null;
  /** The sample itself, where it waits for a person. */
  readonly sample: Sample | null;
}

/** What the audits of a run are drawn from. */
export interface AuditedPopulation {
  /**
   * Every sample of the dataset and those that an audit took out of it, in the one random order of
   * the run: the first n are a random sample, whatever comes to the dataset or goes.
   */
  readonly rows: readonly Audited[];
  /** Those of them that are in the dataset. */
  readonly accepted: readonly Audited[];
  /** Those that were drawn and wait for a person. */
  readonly waiting: readonly Audited[];
  /** The audits with what people have said by now; without samples that left the dataset unseen. */
  readonly audits: Certification["audits"];
}

/** Reads the dataset and people's verdicts on it. */
export async function auditedPopulation(
  runtime: RunRuntime,
  { audits, threshold }: Certification,
): Promise<AuditedPopulation> {
  const known = new Map(audits.map(({ id, faithful }) => [id, faithful]));
  const drawn = new Map(
    (await samplesOf(runtime, [...known.keys()])).map((sample) => [sample.id, sample]),
  );
  for (const [id, faithful] of known) if (faithful === null) known.set(id, foundBy(drawn.get(id)!));
  const accepted: Audited[] = [];
  const rows: Audited[] = [];
  let page: Sample[] = [];
  const flush = async (): Promise<void> => {
    const scores = await scoresOf(runtime, page);
    for (const sample of page) {
      const { id, round } = sample;
      const isDrawn = known.has(id);
      const faithful = isDrawn ? known.get(id)! : decidedBefore(sample);
      const waits = isDrawn && faithful === null;
      const row = { id, round, score: scores.get(id)!, faithful, sample: waits ? sample : null };
      rows.push(row);
      if (sample.status === "accepted") accepted.push(row);
    }
    page = [];
  };
  for await (const sample of runtime.samples.stream({ status: "accepted", order: "accepted" })) {
    page.push(sample);
    if (page.length === PAGE) await flush();
  }
  // What an audit took out was part of what it was drawn from.
  page.push(
    ...[...drawn.values()].filter(
      ({ id, status }) => status !== "accepted" && known.get(id) === false,
    ),
  );
  await flush();
  const place = new Map(
    rows.map(({ id }) => [id, hash32(`${runtime.task.spec.seed}:audit:${id}`)]),
  );
  rows.sort((a, b) => place.get(a.id)! - place.get(b.id)! || (a.id < b.id ? -1 : 1));
  const stays = ({ score }: Audited): boolean =>
    threshold === null || (score !== null && score >= threshold);
  const inSight = new Set(rows.map(({ id }) => id));
  return {
    rows: rows.filter(stays),
    accepted,
    waiting: rows.filter(({ sample }) => sample !== null),
    audits: [...known]
      .filter(([id, faithful]) => faithful !== null || inSight.has(id))
      .map(([id, faithful]) => ({ id, faithful })),
  };
}

/** What a person said of a sample that was drawn: only as it stood it counts as faithful. */
function foundBy({ history }: Sample): boolean | null {
  const last = history.findLast(({ step }) => step === "review");
  return last === undefined ? null : last.reason === "review-accepted";
}

/** A sample that people accepted or mended before the draw is right as it stands now. */
function decidedBefore({ history, status }: Sample): boolean | null {
  return status === "accepted" && history.some(({ step }) => step === "review") ? true : null;
}

async function samplesOf(runtime: RunRuntime, ids: readonly string[]): Promise<Sample[]> {
  const found: Sample[] = [];
  for (let start = 0; start < ids.length; start += PAGE)
    found.push(...(await runtime.samples.samples({ ids: ids.slice(start, start + PAGE) })));
  return found;
}

async function scoresOf(
  runtime: RunRuntime,
  samples: readonly Sample[],
): Promise<ReadonlyMap<string, number | null>> {
  const last = new Map<string, StoredVerdict[]>(samples.map(({ id }) => [id, []]));
  const revision = new Map(samples.map(({ id, revisions }) => [id, revisions]));
  if (samples.length > 0)
    for (const verdict of await runtime.samples.verdicts([...last.keys()]))
      if (verdict.revision === revision.get(verdict.sampleId))
        last.get(verdict.sampleId)!.push(verdict);
  return new Map([...last].map(([id, verdicts]) => [id, verdictScore(verdicts)]));
}
