import { binomialBelow } from "../../base/statistics/binomial.js";
import { clopperPearson } from "../../base/statistics/clopper-pearson.js";
import { shapeError } from "../agreement/rated.js";

/** What a certificate is to show, and what is expected. */
export interface AuditPlanOptions {
  /** Least share of faithful rows that is to be shown, above 0 and below 1. */
  readonly faithfulness: number;
  /** How sure, 0.5 to below 1. Default: 0.9. */
  readonly confidence?: number;
  /** Share of faithful rows that is expected; above `faithfulness`, at most 1. Default: 1. */
  readonly expected?: number;
  /** How likely the audits are to show it where it is as expected. Default: 0.8. */
  readonly power?: number;
  /** Most audits that are thought of. Default: 100,000. */
  readonly most?: number;
}

/** How many rows people have to look at. */
export interface AuditPlan {
  /** Audits that show it with the wanted power; null where `most` are not enough. */
  readonly audits: number | null;
  /** Unfaithful rows among them that may be found. */
  readonly mayFail: number | null;
  /** Audits that show it where none of them fails: fewer never do. */
  readonly fewest: number;
}

/**
 * The size of an audit: the fewest random rows whose exact one-sided bound (Clopper-Pearson) reaches
 * the wanted faithfulness with the wanted power.
 *
 * @throws SHAPE if a share is out of range, or what is expected is not above what is to be shown
 */
export function planAudits(options: AuditPlanOptions): AuditPlan {
  const { faithfulness, confidence = 0.9, expected = 1, power = 0.8, most = 100_000 } = options;
  const inside = (share: number): boolean => share > 0 && share < 1;
  if (!inside(faithfulness) || !(confidence >= 0.5 && confidence < 1) || !inside(power))
    throw shapeError(
      `planAudits: faithfulness ${faithfulness}, confidence ${confidence}, power ${power}`,
      "Each lies above 0 and below 1, the confidence from 0.5.",
    );
  if (!(expected > faithfulness && expected <= 1))
    throw shapeError(
      `planAudits: ${expected} is expected and ${faithfulness} is to be shown`,
      "What is not above the share that is to be shown cannot show it, with any number of audits.",
    );
  const fewest = Math.ceil(Math.log(1 - confidence) / Math.log(faithfulness) - 1e-9);
  const holds = (n: number): boolean => powerOf(n, options) >= power;
  let [short, enough] = [fewest - 1, fewest];
  while (!holds(enough)) {
    if (enough >= most) return { audits: null, mayFail: null, fewest };
    [short, enough] = [enough, Math.min(most, Math.ceil(enough * 1.5) + 1)];
  }
  while (enough - short > 1) {
    const middle = (short + enough) >> 1;
    if (holds(middle)) enough = middle;
    else short = middle;
  }
  return { audits: enough, mayFail: mostFailures(enough, faithfulness, confidence), fewest };
}

/** How likely `n` audits show the wanted share where the true one is as expected. */
function powerOf(
  n: number,
  { faithfulness, confidence = 0.9, expected = 1 }: AuditPlanOptions,
): number {
  const failures = mostFailures(n, faithfulness, confidence);
  if (failures < 0) return 0;
  return expected === 1 ? 1 : binomialBelow(failures + 1, { trials: n, probability: 1 - expected });
}

/** Most failures of `n` audits with which the bound still reaches the wanted share; -1 for none. */
function mostFailures(n: number, faithfulness: number, confidence: number): number {
  // The bound is reached where so few failures would be rare at the wanted share itself.
  let [holds, fails] = [-1, n];
  while (fails - holds > 1) {
    const middle = (holds + fails) >> 1;
    const rare =
      binomialBelow(middle + 1, { trials: n, probability: 1 - faithfulness }) <= 1 - confidence;
    if (rare) holds = middle;
    else fails = middle;
  }
  return holds;
}

/** The one-sided exact bound that audits show: at least this share is faithful. */
export function auditBound(
  { faithful, audited }: { readonly faithful: number; readonly audited: number },
  { confidence }: { readonly confidence: number },
): number {
  return clopperPearson({ successes: faithful, trials: audited, confidence: 2 * confidence - 1 })
    .low;
}
