import { REASON_CODES, type ReasonCode } from "../../../schema/reasons.js";
import { englishPage } from "./english-page.js";
import { englishPlots } from "./english-plots.js";
import { ENGLISH_FIGURE_NAMES } from "./english-figure-names.js";
import type { StopReason } from "../../../schema/report.js";
import {
  FILTER_REASONS,
  type FilterReason,
} from "../../curation/filters/measures/filter-reasons.js";

const STOPS: Readonly<Record<StopReason, string>> = {
  target: "The target was reached.",
  budget: "The budget was used up.",
  saturation: "New drafts stopped being new in every open cell.",
  "no-progress": "Several rounds in a row gave no accepted sample.",
  "plan-failed": "A step of the plan failed again after it was planned anew.",
  "inputs-used": "All given inputs were used.",
  interrupted: "The run was interrupted; it can be resumed.",
  "provider-down": "The model provider failed; the run can be resumed.",
  error: "An error ended the run.",
};
const REASONS: Readonly<Record<ReasonCode | FilterReason, string>> = {
  ...FILTER_REASONS,
  ...REASON_CODES,
};

/** What report.html says in English; `korean.ts` has the same keys. */
export const englishReport = {
  /** A sentence that the run left in English: as it is, or as this language has it. */
  sentence: (text: string): string => text,
  title: (name: string) => `${name} – dataset report`,
  run: (id: string) => `Run ${id}.`,
  stops: STOPS,
  reasons: REASONS,
  none: "None.",
  unknown: "unknown",
  tooFew: (rows: number) => `Only ${rows} rows: take this as a first look.`,
  tooFewTested: (rows: number) => `Only ${rows} test rows: the intervals are wide.`,
  sections: {
    failures: "Agents that failed",
    funnel: "Funnel by reason",
    downstream: "Test with real data",
    diversity: "Diversity and copies",
    coverage: "Coverage",
    tree: "Concept tree",
    replans: "Plan revisions",
    usage: "Cost by agent",
    accepted: "Accepted samples",
    rejected: "Rejected samples",
    thresholds: "Thresholds",
    task: "Task",
    notes: "Notes",
  },
  columns: {
    reason: "Reason",
    meaning: "Meaning",
    samples: "Samples",
    cell: "Cell",
    trainedOn: "Trained on",
    rows: "Rows",
    accuracy: "Accuracy",
    interval: "95 % interval",
    agent: "Agent",
    model: "Model",
    calls: "Calls",
    cached: "From cache",
    inputTokens: "Input tokens",
    cachedInputTokens: "Kept by the provider",
    outputTokens: "Output tokens",
    cost: "Cost",
    seconds: "Seconds",
    name: "Name",
    value: "Value",
    label: "Label",
    reference: "Reference",
    criterion: "Criterion",
    figure: "Figure",
  },
  /** Figures of a cell, by their names in report.json. */
  cellFigures: {
    quota: "quota",
    accepted: "accepted",
    rejected: "rejected",
    duplicates: "duplicates",
    inReview: "in review",
    misplaced: "misplaced",
    unseenMass: "unseen mass",
    studentError: "student error",
  } as Readonly<Record<string, string>>,
  plots: englishPlots,
  page: englishPage,
  figureNames: ENGLISH_FIGURE_NAMES,
  figures: {
    verbatim: "verbatim copies of support rows",
    near: "near copies of support rows",
    agreement: "label agreement",
    leakage: "held-out rows given away",
    vocabulary: "vocabulary",
    distinct1: "distinct words",
    distinct2: "distinct pairs of words",
    similarity: "average pairwise similarity",
  },
  tiles: {
    accepted: (stop: StopReason) => `accepted of the target (stop: ${stop})`,
    rejected: "rejected",
    inReview: "wait for a person",
    covered: (cells: string) => `of ${cells} cells covered`,
    nothingPlanned: "cells covered: nothing was planned",
    accuracy: "accuracy on real rows",
    agreement: "label agreement",
    calls: (cached: string) => `model calls, ${cached} from cache`,
    cost: (tokens: string) => `cost, ${tokens} tokens`,
    seconds: (seconds: string) => `${seconds} s`,
    time: (rounds: string) => `time, ${rounds} rounds`,
    notMeasured: (name: string) => `${name}: not measured`,
    fewRows: (name: string, rows: string) => `${name}: only ${rows} rows, 95 % interval`,
    rows: (name: string, rows: string, interval: string) =>
      `${name} (${rows} rows; 95 % interval ${interval})`,
  },
  coverage: (covered: string, cells: string, share: string) =>
    `${covered} of ${cells} cells hold a sample (${share}).`,
  downstream: {
    about: (rows: string) => `A small model trained on each, tested on ${rows} held-out real rows.`,
    majority: (share: string) => ` The most frequent label alone: ${share}.`,
    removed: (rows: string) => ` ${rows} rows equal to a support row were taken out of the test.`,
    synthetic: "Synthetic data",
    real: "Real support data",
  },
  failedSamples: (samples: string) => `${samples} samples`,
  grown: (round: number, step: string) => `round ${round}, ${step}:`,
  replanned: (revision: number, subTask: string, because: string) =>
    `revision ${revision}: ${subTask} after ${because}`,
};

/** Everything that report.html says by itself: the same keys in every language. */
export type ReportTexts = typeof englishReport;
