import type { ReviewItem } from "../../agents/roles.js";
import { clopperPearson } from "../../base/statistics/clopper-pearson.js";
import { entry } from "../../memory/entry-key.js";
import type { ReasonCode } from "../../schema/reasons.js";
import type { Certificate, CertifySettings } from "../../schema/task-file/certify-settings.js";
import {
  certifiedThreshold,
  type AuditedRow,
  type CertifiedThreshold,
} from "../../tools/certificate/certified-threshold.js";
import { planAudits } from "../../tools/certificate/plan-audits.js";
import { decidedSample } from "../runtime/decided-sample.js";
import { runEntries, type Certification } from "../runtime/run-entries.js";
import type { RunRuntime } from "../runtime/runtime.js";
import { auditedPopulation, type Audited, type AuditedPopulation } from "./audited-population.js";
import { certificateOf, stillShown } from "./certificate-of.js";
import { auditItem } from "./open-audits.js";

/** How much larger the audit gets where a look did not show the promise. */
const GROWTH = 1.6;
/** Share of the audits that the first look takes at most. */
const FIRST_SHARE = 0.6;
/** A promise that is not even possible at this confidence is given up. */
const HOPELESS = 0.95;

/**
 * Takes the promise of a task as far as it goes without people: reads their verdicts, looks at them
 * when all that were drawn are there, takes out what is below the threshold that holds, or draws more.
 *
 * The audit is the start of one random order of all samples, so that it stays a random sample of the
 * dataset whatever comes to it or goes. Each look has its share of the error (half, a sixth, a
 * twelfth … of it), so that looking again is paid for; within it the thresholds share (learn then
 * test). What is found bad is taken out and still counts against the dataset that it was drawn from.
 *
 * @param options.asksMore false where people answer no more: what is not shown then cannot be
 * @returns samples that wait for people
 */
export async function certify(
  runtime: RunRuntime,
  sealed: number,
  { asksMore = true }: { readonly asksMore?: boolean } = {},
): Promise<readonly ReviewItem[]> {
  const settings = runtime.task.spec.certify;
  if (settings === undefined) return [];
  let state = (await runtime.store.get(runEntries.certification)) ?? initial(settings);
  for (;;) {
    const population = await auditedPopulation(runtime, state);
    const { waiting, accepted } = population;
    const save = async (next: Partial<Certification>, status: Certificate["status"]) => {
      const found = { ...state, audits: population.audits, ...next };
      const certificate = certificateOf(found, { settings, population, status });
      state = { ...found, certificate };
      await runtime.store.set(runEntries.certification, state);
    };
    if (accepted.length === 0) {
      await save({}, "cannot");
      return [];
    }
    if (stillShown(state, accepted) >= settings.faithfulness * accepted.length) {
      await save({}, "holds");
      return [];
    }
    if (waiting.length > 0 && asksMore) {
      await save({}, "waiting");
      return waiting.map(({ sample }) => auditItem(sample!));
    }
    const giveUp = async (next: Partial<Certification> = {}): Promise<readonly ReviewItem[]> => {
      state = { ...state, ...next, audits: population.audits, isFinal: true };
      if (!(await backToShown(runtime, { sealed, state, population, settings })))
        await save({ isFinal: true }, "cannot");
      return [];
    };
    if (waiting.length > 0) return giveUp();
    const most = Math.min(settings.audits, population.rows.length);
    const wanted = Math.min(most, state.size);
    const size = withinBudget(population.rows, {
      wanted,
      left: settings.audits - population.audits.length,
    });
    const drawn = population.rows.slice(0, size);
    const missing = drawn.filter(({ faithful }) => faithful === null);
    if (missing.length > 0) {
      if (!asksMore) return giveUp();
      const audits = [...population.audits, ...missing.map(({ id }) => ({ id, faithful: null }))];
      await save({ audits }, "waiting");
      continue;
    }
    const look = state.looks + 1;
    const found = lookAt(drawn, population.rows, { settings, look });
    if (found.chosen !== null) {
      const { threshold, low } = found.chosen;
      const out = accepted.filter(
        ({ score }) => threshold !== null && !(score !== null && score >= threshold),
      );
      const left = accepted.length - out.length;
      const next = {
        ...state,
        audits: population.audits,
        looks: look,
        threshold: threshold ?? state.threshold,
        takenOut: state.takenOut + out.length,
        shown: { faithful: low * left, round: sealed, accepted: left },
      };
      const certificate = certificateOf(next, {
        settings,
        population: { ...population, accepted: accepted.filter((row) => !out.includes(row)) },
        status: "holds",
      });
      const note = `threshold ${(next.threshold ?? 0).toFixed(3)}`;
      const why = { reason: "below-threshold", note } as const;
      await takeOut(runtime, { sealed, out, next: { ...next, certificate }, why });
      return [];
    }
    const larger = Math.min(most, Math.ceil(size * GROWTH));
    if (size < wanted || larger <= size || isHopeless(found, settings) || !asksMore)
      return giveUp({ looks: look });
    await save({ looks: look, size: larger }, "waiting");
  }
}

/** How many of the first rows people have seen or may still be asked about. */
function withinBudget(
  rows: readonly Audited[],
  { wanted, left }: { readonly wanted: number; readonly left: number },
): number {
  let unseen = 0;
  for (let size = 0; size < wanted; size++)
    if (rows[size]!.faithful === null && ++unseen > left) return size;
  return wanted;
}

function initial(settings: CertifySettings): Certification {
  const { faithfulness, confidence, audits } = settings;
  // Where twice as good as promised it is shown at the first look, most of the time.
  const plan = planAudits({
    faithfulness,
    confidence: 1 - errorOf(1, confidence) / 2,
    expected: (1 + faithfulness) / 2,
    most: audits,
  });
  // Some are left for what the run writes in place of what is taken out.
  const size = Math.min(Math.ceil(FIRST_SHARE * audits), plan.audits ?? audits);
  return {
    audits: [],
    size,
    looks: 0,
    threshold: null,
    takenOut: 0,
    shown: null,
    isFinal: false,
    certificate: {
      faithfulness,
      confidence,
      status: "waiting",
      atLeast: null,
      audited: 0,
      faithful: 0,
      waiting: 0,
      audits: null,
      withJudge: null,
      threshold: null,
      takenOut: 0,
      looks: 0,
      sentence: "",
    },
  };
}

/** The error of the looks together is that of the confidence: 1 / 2 + 1 / 6 + 1 / 12 + … = 1. */
function errorOf(look: number, confidence: number): number {
  return (1 - confidence) / (look * (look + 1));
}

function lookAt(
  drawn: readonly Audited[],
  rows: readonly Audited[],
  { settings, look }: { readonly settings: CertifySettings; readonly look: number },
): CertifiedThreshold {
  return certifiedThreshold({
    audits: drawn.map(({ score, faithful }): AuditedRow => ({
      score,
      faithful: faithful === true,
    })),
    scores: rows.map(({ score }) => score),
    faithfulness: settings.faithfulness,
    confidence: 1 - errorOf(look, settings.confidence),
    takesOut: true,
  });
}

/** True where no threshold has audits that leave the promise possible. */
function isHopeless({ tried }: CertifiedThreshold, { faithfulness }: CertifySettings): boolean {
  return tried.every(
    ({ audited, faithful }) =>
      audited > 0 &&
      clopperPearson({ successes: faithful, trials: audited, confidence: HOPELESS }).high <
        faithfulness,
  );
}

/**
 * The promise goes before the target: where an earlier look has shown it and what was written since
 * cannot be shown, as much of that is taken out, the latest first, as it takes.
 */
async function backToShown(
  runtime: RunRuntime,
  {
    sealed,
    state,
    population,
    settings,
  }: {
    readonly sealed: number;
    readonly state: Certification;
    readonly population: AuditedPopulation;
    readonly settings: CertifySettings;
  },
): Promise<boolean> {
  const { accepted } = population;
  const { shown } = state;
  if (shown === null) return false;
  const most = Math.floor(stillShown(state, accepted) / settings.faithfulness);
  const out = accepted.slice(most).filter(({ round }) => round > shown.round);
  if (most === 0 || accepted.length - out.length > most) return false;
  const left = accepted.filter((row) => !out.includes(row));
  const certificate = certificateOf(state, {
    settings,
    population: { ...population, accepted: left },
    status: "holds",
  });
  const why = { reason: "not-certified", note: undefined } as const;
  await takeOut(runtime, { sealed, out, next: { ...state, certificate }, why });
  return true;
}

async function takeOut(
  runtime: RunRuntime,
  {
    sealed,
    out,
    next,
    why,
  }: {
    readonly sealed: number;
    readonly out: readonly Audited[];
    readonly next: Certification;
    readonly why: { readonly reason: ReasonCode; readonly note: string | undefined };
  },
): Promise<void> {
  const ids = out.map(({ id }) => id);
  const write = async (): Promise<void> => {
    const samples = await runtime.samples.samples({ ids });
    await runtime.rounds.recount(
      sealed,
      samples.map(({ cell, status }) => ({ cell, from: status, to: "rejected" as const })),
      {
        updates: samples.map((sample) => ({
          sample: decidedSample(sample, "certify", "rejected", why.reason, why.note),
        })),
        entries: [
          entry(runEntries.certification, next),
          ...(samples.length > 0 ? [entry(runEntries.unmeasured, true)] : []),
        ],
      },
    );
  };
  if (ids.length === 0) return write();
  const attributes = { "datawright.step": "certify" };
  await runtime.tracer.span(
    { name: "certify", operation: "step", sampleIds: ids, attributes },
    write,
  );
}
