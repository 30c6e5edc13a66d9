import { wilsonInterval } from "../../../base/statistics/intervals.js";
import type { Report } from "../../../schema/report.js";
import type { ReportFigures } from "../../../schema/report-figures.js";
import type { Finding } from "../../evaluation/contract.js";
import { count, percent } from "../number-text.js";
import { shownDifference } from "../shown-difference.js";
import { adviceFor, NOT_ABOUT_QUALITY } from "./refusal-advice.js";

/** What a verdict is derived from. */
export interface RunFacts extends Pick<
  Report,
  "summary" | "funnel" | "agentFailures" | "certificate" | "leakage" | "task"
> {
  readonly figures: ReportFigures;
}

/** A finding that a run may deserve; null where it does not. */
export interface RunRule {
  readonly name: string;
  find(facts: RunFacts): Finding | null;
}

/** Where findings begin: conventions, not laws. */
const LIMITS = {
  fewSamples: 100,
  fewTested: 100,
  rowsOfLabel: 10,
  acceptance: 0.5,
  fewDrafts: 30,
  covered: 0.9,
  twins: 0.05,
  nearCopies: 0.05,
  agreement: 0.7,
  farBelow: 0.15,
} as const;

/** What to do about an end other than the target, by the reason of the end. */
const AFTER_STOP: Readonly<Partial<Record<Report["summary"]["stop"], string>>> = {
  budget: "Give it more: `datawright resume RUN --budget USD` (or --max-calls, --max-tokens).",
  interrupted: "Go on where it stopped: `datawright resume RUN`.",
  "provider-down": "Go on once the provider answers again: `datawright resume RUN`.",
  saturation: "Steer more topics and attributes, or add support rows: the model repeats itself.",
  "no-progress": "Look at what was refused and why: `datawright samples RUN --status rejected`.",
  "plan-failed": "Look at the step that failed: `datawright trace RUN --slow`.",
  "inputs-used": "Give more input rows, or set the target to what there is.",
  error: "Look at the error in run.log, then go on: `datawright resume RUN`.",
};

/** The rules of a run's verdict, those first that say most of what its dataset is good for. */
export const RUN_RULES: readonly RunRule[] = [
  {
    name: "nothing",
    find: ({ summary }) =>
      summary.accepted > 0
        ? null
        : {
            level: "bad",
            text: "there is no dataset: no sample was accepted",
            next: `Look at what was refused and why: ${command("samples", summary, " --status rejected")}.`,
          },
  },
  {
    name: "agents",
    find: ({ agentFailures }) => {
      const samples = agentFailures.reduce((sum, row) => sum + row.samples, 0);
      return samples === 0
        ? null
        : {
            level: "doubt",
            text: `errors of an agent's own code refused ${count(samples)} samples`,
            next: "Mend the agents that failed: the message says where.",
          };
    },
  },
  {
    name: "leakage",
    find: ({ leakage, summary }) => {
      const rows = leakage?.["heldOutRows"];
      if (typeof rows !== "number" || rows === 0) return null;
      return {
        level:
          summary.downstream.testSize > 0 && rows / summary.downstream.testSize > 0.01
            ? "bad"
            : "doubt",
        text: `${count(rows)} held-out rows are given away by samples: what is tested on them says too much`,
        next: "Take those samples out: datawright curate DATA --test TEST --filters leakage.",
      };
    },
  },
  {
    name: "certificate",
    find: ({ certificate, summary }) =>
      certificate === null
        ? null
        : {
            level: { holds: "good", waiting: "doubt", cannot: "bad" }[
              certificate.status
            ] as Finding["level"],
            text: certificate.sentence,
            ...(certificate.status === "waiting"
              ? { next: `Let people look at the audits: ${command("review", summary)}.` }
              : {}),
          },
  },
  {
    name: "downstream",
    find: ({ summary: { downstream } }) => {
      const { synthetic, real, majority, testSize } = downstream;
      if (synthetic === null || majority === null || testSize === 0) return null;
      const accuracy = percent(synthetic.accuracy);
      const [low, high] = [percent(synthetic.low), percent(synthetic.high)];
      const tested = count(testSize);
      const few =
        testSize < LIMITS.fewTested
          ? { level: "doubt" as const, next: "Hold out more real rows: so few tell little." }
          : null;
      if (synthetic.low <= majority)
        return {
          level: few?.level ?? "bad",
          text: `a small model trained on the samples is right on ${accuracy} of ${tested} held-out rows (95 %: ${low} to ${high}), not surely more than always giving the most frequent label (${percent(majority)})`,
          next:
            few?.next ??
            "Look at the worst samples below, and at labels that are taken for each other.",
        };
      if (real !== null && shownDifference(downstream)?.shown === "worse")
        return {
          level:
            real.accuracy - synthetic.accuracy > LIMITS.farBelow && few === null ? "bad" : "doubt",
          text: `a small model trained on the samples is right on ${accuracy} of ${tested} held-out rows (95 %: ${low} to ${high}); trained on the ${count(real.trainSize)} support rows it is right on ${percent(real.accuracy)}`,
          next: "Use the samples beside the real rows, not in their place, or show the model more of them.",
        };
      return {
        level: few?.level ?? "good",
        text: `a small model trained on the samples is right on ${accuracy} of ${tested} held-out rows (95 %: ${low} to ${high}); always giving the most frequent label: ${percent(majority)}`,
        ...(few === null ? {} : { next: few.next }),
      };
    },
  },
  {
    name: "stop",
    find: ({ summary }) => {
      if (summary.stop === "target" || summary.accepted === 0) return null;
      const next = AFTER_STOP[summary.stop];
      return {
        level: "doubt",
        text: `${count(summary.accepted)} of ${count(summary.target)} samples were made, then the run ended (${summary.stop})`,
        ...(next === undefined ? {} : { next: next.replace("RUN", summary.runId) }),
      };
    },
  },
  {
    name: "review",
    find: ({ summary }) =>
      summary.inReview === 0
        ? null
        : {
            level: "doubt",
            text: `${count(summary.inReview)} samples wait for a person`,
            next: `Decide them: ${command("review", summary)}.`,
          },
  },
  {
    name: "few",
    find: ({ summary }) =>
      summary.accepted === 0 || summary.accepted >= LIMITS.fewSamples
        ? null
        : {
            level: "doubt",
            text: `too few samples (${count(summary.accepted)}): figures of less than ${LIMITS.fewSamples} scatter too much to compare`,
            next: "Take them as a first look, and make more before you decide by them.",
          },
  },
  {
    name: "copies",
    find: ({ summary: { copies, accepted } }) => {
      const { verbatim, near } = copies;
      if ((verbatim ?? 0) > 0)
        return {
          level: "doubt",
          text: `${count(verbatim!)} samples repeat a support row word for word`,
          next: "Keep the check against copies (critique.copyWords), or take those samples out.",
        };
      return near === null || accepted === 0 || near / accepted <= LIMITS.nearCopies
        ? null
        : {
            level: "doubt",
            text: `${count(near)} of ${count(accepted)} samples are near copies of support rows`,
            next: "Lower critique.rougeL, or show the model other support rows each time.",
          };
    },
  },
  {
    name: "labels",
    find: ({ figures: { labels } }) => {
      if (labels.length < 2) return null;
      const rare = labels.filter(({ samples }) => samples < LIMITS.rowsOfLabel);
      const least = rare.at(-1);
      return least === undefined
        ? null
        : {
            level: "doubt",
            text: `${count(rare.length)} of ${count(labels.length)} labels have fewer than ${LIMITS.rowsOfLabel} samples, "${least.label}" has ${count(least.samples)}`,
            next: "Raise the target, or order more samples of the rare labels.",
          };
    },
  },
  {
    name: "coverage",
    find: ({ summary: { coverage, accepted } }) =>
      coverage.cells === 0 || accepted === 0 || coverage.ratio >= LIMITS.covered
        ? null
        : {
            level: "doubt",
            text: `${count(coverage.covered)} of ${count(coverage.cells)} planned cells hold a sample`,
            next:
              accepted < coverage.cells
                ? "Raise the target, or plan fewer attributes: there are more cells than samples."
                : "Look at the empty cells of the coverage table, and at what was refused there.",
          },
  },
  {
    name: "twins",
    find: ({ figures: { nearPairs } }) =>
      nearPairs === null || nearPairs.twins / nearPairs.looked <= LIMITS.twins
        ? null
        : {
            level: "doubt",
            text: `${count(nearPairs.twins)} of ${count(nearPairs.looked)} compared samples have a twin: one that says the same in almost the same words`,
            next: "Steer topics and styles, or raise what novelty asks for (critique.vectorDistance).",
          },
  },
  {
    name: "acceptance",
    find: ({ funnel }) => {
      const judged = funnel.filter(({ reason }) => !NOT_ABOUT_QUALITY.includes(reason));
      const drafts = judged.reduce((sum, row) => sum + row.count, 0);
      const accepted = judged.find(({ reason }) => reason === "accepted")?.count ?? 0;
      const first = judged.find(({ reason }) => reason !== "accepted");
      if (drafts < LIMITS.fewDrafts || first === undefined || accepted === 0) return null;
      const share = accepted / drafts;
      return share >= LIMITS.acceptance
        ? null
        : {
            level: "doubt",
            text: `${percent(share)} of ${count(drafts)} drafts were kept; the most frequent other end is ${first.reason} (${count(first.count)})`,
            next: adviceFor(first.reason),
          };
    },
  },
  {
    name: "agreement",
    find: ({ summary: { labelAgreement, labelAgreementRows } }) => {
      if (labelAgreement === null || !labelAgreementRows) return null;
      const { lower, upper } = wilsonInterval(
        labelAgreement * labelAgreementRows,
        labelAgreementRows,
      );
      const [share, rows] = [percent(labelAgreement), count(labelAgreementRows)];
      const [low, high] = [percent(lower), percent(upper)];
      return upper < LIMITS.agreement
        ? {
            level: "doubt",
            text: `a small model that did not see a sample gives its label to ${share} of ${rows} (95 %: ${low} to ${high}): labels are wrong, or hard to tell apart`,
            next: "Look at samples whose label is doubted, and sharpen the definitions of the labels.",
          }
        : {
            level: "good",
            text: `a small model that did not see a sample gives its label to ${share} of ${rows} (95 %: ${low} to ${high})`,
          };
    },
  },
  {
    name: "embedded",
    find: ({ task }) => {
      const models = task["models"] as Readonly<Record<string, unknown>> | undefined;
      return models?.["generator"] !== "embedded"
        ? null
        : {
            level: "doubt",
            text: "the embedded model wrote the samples: it recombines support rows, and knows nothing beside them",
            next: "Take this as a trial of the task; make the dataset with a language model (--model).",
          };
    },
  },
];

function command(name: string, { runId }: Report["summary"], flags = ""): string {
  return `\`datawright ${name} ${runId}${flags}\``;
}
