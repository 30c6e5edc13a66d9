import { clopperPearson } from "../../base/statistics/clopper-pearson.js";
import type { Certificate, CertifySettings } from "../../schema/task-file/certify-settings.js";
import { predictionPoweredMean } from "../../tools/certificate/prediction-powered-mean.js";
import type { Certification } from "../runtime/run-entries.js";
import type { Audited } from "./audited-population.js";
import { certificateSentence } from "./certificate-sentence.js";

/** How many of the samples that are there now an earlier look has shown to be faithful. */
export function stillShown(
  { shown }: Pick<Certification, "shown">,
  accepted: readonly Audited[],
): number {
  if (shown === null) return 0;
  const still = accepted.filter(({ round }) => round <= shown.round).length;
  return shown.faithful - Math.max(0, shown.accepted - still);
}

/** What a run shows of its promise, as the report has it. */
export function certificateOf(
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
        : Math.max(0, Math.min(1, stillShown(state, population.accepted) / accepted)),
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
