import type { Passage } from "../../agents/contract.js";
import type { ReviewItem, RoleOutput } from "../../agents/roles.js";
import { entryKey } from "../../memory/entry-key.js";
import type { StopReason } from "../../schema/report.js";
import type { Certificate } from "../../schema/task-file/certify-settings.js";
import type { LimitsNow } from "../../schema/limits-now.js";
import type { Row } from "../../schema/sample.js";
import type { StatusChange } from "./recount-coverage.js";

/** What a curation pass did, and the run's state when it began. */
export interface CurationFigures {
  readonly rejected: number;
  readonly relabelled: number;
  readonly inReview: number;
  readonly last: number;
  readonly stop: StopReason | null;
  readonly stopDetail: string;
  readonly topUps: number;
}

/**
 * A curation pass whose changes are more than one transaction takes: what it comes to, stored with the
 * changes themselves before any of them is written. It is never decided again: a curator that saw some of
 * them would decide others.
 */
export interface DecidedCuration {
  readonly figures: CurationFigures;
  /** Those of the curator's own. */
  readonly ofCurator: Readonly<Record<string, unknown>>;
  /** Accepted samples that it leaves. */
  readonly kept: number;
  readonly changes: readonly StatusChange[];
}

/** How a run ended; there once it came to its end. */
export interface FinishedRun {
  readonly stop: StopReason;
  readonly stopDetail: string;
  readonly sealed: number;
}

/** How far a stage behind the curator has come: the last sample that it processed. */
export type StageProgress = readonly [round: number, ordinal: number];

export type EvaluationFigures = RoleOutput<"evaluator", "evaluate">;

/** Audits of a run and what they showed: see certify-step. */
export interface Certification {
  /** Samples that people are to look at, in the order of their draw, with what they found. */
  readonly audits: readonly { readonly id: string; readonly faithful: boolean | null }[];
  /** How many samples of the draw the last look took. */
  readonly size: number;
  /** How often the audits were looked at. */
  readonly looks: number;
  /** Least score of a sample that stays. */
  readonly threshold: number | null;
  /** Samples taken out for their score. */
  readonly takenOut: number;
  /** What a look has shown: at least so many of the samples up to a round are faithful. */
  readonly shown: {
    readonly faithful: number;
    readonly round: number;
    /** Accepted samples up to that round, at the look. */
    readonly accepted: number;
  } | null;
  /** True where no look and no audit is left: the run goes on no more for it. */
  readonly isFinal: boolean;
  readonly certificate: Certificate;
}

/** How entries of found passages begin. */
export const FOUND = "found:";

/**
 * The small values of a run's store by what they hold. Those of rounds belong to the round log,
 * sizes of row sets to the store.
 */
export const runEntries = {
  /** Rows that people decided. */
  gold: entryKey<readonly Row[]>("gold"),
  /** What the labeler learned at a sealed round; forgotten once nothing in flight needs it. */
  learned: (round: number) =>
    entryKey<{ readonly state: unknown } | { readonly forgotten: true }>(`learned:${round}`),
  curation: (pass: number) => entryKey<CurationFigures>(`curation:${pass}`),
  /** Figures of the curator's own, of its last pass. */
  curationFigures: entryKey<Readonly<Record<string, unknown>>>("curation-figures"),
  /** A pass that is decided and not written whole; null where there is none. */
  curationDecided: entryKey<DecidedCuration | null>("curation-decided"),
  /** Slices of such a pass that are written. */
  curationWritten: entryKey<number>("curation-written"),
  /** Accepted samples that the last curation pass left. */
  curationLeft: entryKey<number>("curation-left"),
  stage: (name: string, last: number) => entryKey<StageProgress>(`stage:${name}:${last}`),
  /** The queue that people were shown behind a curation pass. */
  review: (pass: number) => entryKey<readonly ReviewItem[]>(`review:${pass}`),
  /** How far the promise of `certify` is shown. */
  certification: entryKey<Certification>("certification"),
  /** What the models were asked at a time, in milliseconds since 1970; null while nothing works. */
  limits: entryKey<{ readonly at: number; readonly models: readonly LimitsNow[] } | null>(
    "limits-now",
  ),
  evaluation: entryKey<EvaluationFigures | null>("evaluation"),
  finished: entryKey<FinishedRun | null>("finished"),
  /** How often the graph took each way between two of its nodes, by `wayName`. */
  ways: entryKey<Readonly<Record<string, number>>>("ways"),
  /**
   * Last sealed round at which a finished run was opened for more work: what ended it then does not
   * end it again.
   */
  reopened: entryKey<number>("reopened"),
  /** Last sealed round of a run that a larger budget goes on with: its open orders come first. */
  openOrders: entryKey<number>("open-orders"),
  /** Orders of the whole first round, where a trial writes fewer. */
  firstRound: entryKey<number>("first-round"),
  /** The target that the quotas stand for: below that of the configuration while it is extended. */
  quotasFor: entryKey<number>("quotas-for"),
  /** People's answers changed samples, and figures and files are not made from them yet. */
  unmeasured: entryKey<boolean>("unmeasured"),
  /** Number of the graph's thread that is in use. */
  thread: entryKey<number>("thread"),
  /** Seconds that the run worked so far. */
  secondsBefore: entryKey<number>("seconds-before"),
  /** The passages that a source found for a query. */
  foundPassages: (query: string) => entryKey<readonly Passage[]>(`${FOUND}${query}`),
} as const;
