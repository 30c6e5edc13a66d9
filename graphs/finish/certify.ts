import type { ReviewItem } from "../../agents/roles.js";
import { clopperPearson } from "../../base/statistics/clopper-pearson.js";
import { entry } from "../../memory/entry-key.js";
import type { Certificate, CertifySettings } from "../../schema/task-file/certify-settings.js";
import {
  certifiedThreshold,
  type AuditedRow,
  type CertifiedThreshold,
} from "../../tools/certificate/certified-threshold.js";
import { planAudits } from "../../tools/certificate/plan-audits.js";
import { predictionPoweredMean } from "../../tools/certificate/prediction-powered-mean.js";
import { decidedSample } from "../runtime/decided-sample.js";
import { runEntries, type Certification } from "../runtime/run-entries.js";
import type { RunRuntime } from "../runtime/runtime.js";
import { auditedPopulation, type Audited } from "./audited-population.js";
import { certificateSentence } from "./certificate-sentence.js";

/** How much larger the audit gets where a look did not show the promise. */
const GROWTH = 1.6;
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
    if (waiting.length > 0) {
      await save({}, asksMore ? "waiting" : "cannot");
      return asksMore ? waiting.map((audited) => itemOf(audited)) : [];
    }
    const most = Math.min(settings.audits, population.rows.length);
    const size = Math.min(most, state.size);
    const drawn = population.rows.slice(0, size);
    const missing = drawn.filter(({ faithful }) => faithful === null);
    if (missing.length > 0) {
      if (!asksMore) {
        await save({}, "cannot");
        return [];
      }
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
      await takeOut(runtime, { sealed, out, next: { ...next, certificate } });
      return [];
    }
    const larger = Math.min(most, Math.ceil(size * GROWTH));
    if (larger <= size || isHopeless(found, settings) || !asksMore) {
      await save({ looks: look }, "cannot");
      return [];
    }
    await save({ looks: look, size: larger }, "waiting");
  }
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
  const size = Math.min(audits, plan.audits ?? audits);
  return {
    audits: [],
    size,
    looks: 0,
    threshold: null,
    takenOut: 0,
    shown: null,
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

/** How many of the samples that are there now an earlier look has shown to be faithful. */
function stillShown({ shown }: Certification, accepted: readonly Audited[]): number {
  if (shown === null) return 0;
  const still = accepted.filter(({ round }) => round <= shown.round).length;
  return shown.faithful - Math.max(0, shown.accepted - still);
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

async function takeOut(
  runtime: RunRuntime,
  {
    sealed,
    out,
    next,
  }: {
    readonly sealed: number;
    readonly out: readonly Audited[];
    readonly next: Certification;
  },
): Promise<void> {
  const samples = await runtime.samples.samples({ ids: out.map(({ id }) => id) });
  const note = `threshold ${(next.threshold ?? 0).toFixed(3)}`;
  await runtime.rounds.recount(
    sealed,
    samples.map(({ cell, status }) => ({ cell, from: status, to: "rejected" as const })),
    {
      updates: samples.map((sample) => ({
        sample: decidedSample(sample, "certify", "rejected", "below-threshold", note),
      })),
      entries: [
        entry(runEntries.certification, next),
        ...(samples.length > 0 ? [entry(runEntries.unmeasured, true)] : []),
      ],
    },
  );
}

function certificateOf(
  state: Omit<Certification, "certificate">,
  {
    settings,
    population,
    status,
  }: {
    readonly settings: CertifySettings;
    readonly population: {
      readonly rows: readonly Audited[];
      readonly accepted: readonly Audited[];
    };
    readonly status: Certificate["status"];
  },
): Certificate {
  const { faithfulness, confidence } = settings;
  // The draw before anything was taken out for its score: what people found of it all.
  const answered = state.audits.filter(({ faithful }) => faithful !== null);
  const faithful = answered.filter((audit) => audit.faithful === true).length;
  const rows = population.rows.slice(0, state.size);
  const looked = rows.filter((row) => row.faithful !== null);
  const good = looked.filter((row) => row.faithful === true).length;
  const accepted = population.accepted.length;
  const certificate = {
    faithfulness,
    confidence,
    status,
    atLeast:
      state.shown === null || accepted === 0
        ? null
        : Math.max(
            0,
            Math.min(1, stillShown(state as Certification, population.accepted) / accepted),
          ),
    audited: answered.length,
    faithful,
    waiting: state.audits.length - answered.length,
    audits:
      looked.length === 0 || looked.length < rows.length
        ? null
        : {
            share: good / looked.length,
            ...clopperPearson({ successes: good, trials: looked.length }),
          },
    withJudge: looked.length < rows.length ? null : withJudge(looked, population.rows),
    threshold: state.threshold,
    takenOut: state.takenOut,
    looks: state.looks,
  };
  return { ...certificate, sentence: certificateSentence(certificate) };
}

/** Prediction-powered, where the judge gave every sample a score. */
function withJudge(looked: readonly Audited[], rows: readonly Audited[]): Certificate["withJudge"] {
  const others = rows.slice(looked.length);
  const all = [...looked, ...others].map(({ score }) => score);
  if (looked.length < 2 || others.length === 0 || all.includes(null)) return null;
  const found = predictionPoweredMean({
    labels: looked.map(({ faithful }) => (faithful === true ? 1 : 0)),
    predictions: looked.map(({ score }) => score!),
    unlabelled: others.map(({ score }) => score!),
  });
  return { share: found.mean, low: found.low, high: found.high };
}

function itemOf({ id, sample }: Audited): ReviewItem {
  return {
    sampleId: id,
    fields: sample!.fields,
    label: sample!.label.current,
    why: "an audit: is it right as it stands?",
    priority: 2,
  };
}
