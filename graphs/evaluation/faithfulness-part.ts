import type { CRITERIA } from "../../agents/critic/criteria/criteria.js";
import { chosenName, type SlotChoice } from "../../base/slots/slot-choice.js";
import type { Task } from "../../schema/task.js";
import type {
  EvaluationPart,
  Figure,
  Finding,
  PartReport,
} from "../../tools/evaluation/contract.js";
import type { Faithfulness } from "./faithfulness-figures.js";
import type { ReportFigures } from "../../schema/report-figures.js";
import { JUDGE_CRITERIA, measureFaithfulness, RULE_CRITERIA } from "./measure-faithfulness.js";

/** Criteria that hold a draft against other samples, or against its order. */
const IN_A_RUN: ReadonlySet<string> = new Set([
  ...["novel", "no-copy", "conditions", "consistent", "format", "checker", "meaning-kept"],
  ...["no-echo", "instruction-heuristics"],
]);

/** Bins of the scores. */
const BINS = 20;
/** Rows that are shown as the worst. */
const WORST = 10;
/** Fewer rows say little about a share. */
const FEW = 30;
/** A share of faithful rows below this is bad, below the next one doubtful. */
const BAD = 0.8;
const DOUBTFUL = 0.95;

/**
 * Faithfulness of every row by the criteria of the critic: by rules where the judge is `rules`, else
 * by the model that was named; and by what the task names beside what every run judges by.
 */
export const faithfulnessPart = (slot: typeof CRITERIA): EvaluationPart => ({
  async measure({ rows, task, judge }, { model, embed, signal, progress }) {
    if (judge === null) return null;
    const found = await measureFaithfulness(rows, {
      task,
      slot,
      criteria: criteriaFor(task, model !== undefined),
      models: model === undefined ? [] : [model],
      embed,
      ...(signal === undefined ? {} : { signal }),
      progress: (share) => progress("faithfulness", share),
    });
    return report(found, rows);
  },
});

/** The usual criteria, and the task's own that say something of a row by itself. */
function criteriaFor({ spec }: Task, asks: boolean): readonly SlotChoice[] {
  const usual: readonly string[] = asks ? JUDGE_CRITERIA : RULE_CRITERIA;
  const own = (spec.critique.criteria ?? []).filter(
    (choice) => !IN_A_RUN.has(chosenName(choice)) && !usual.includes(chosenName(choice)),
  );
  return [...usual, ...own];
}

function report(
  found: Faithfulness,
  rows: readonly { readonly id: string; readonly text: string; readonly line: number | null }[],
): PartReport {
  const of = found.rows;
  const { faithful, judged } = found;
  const note =
    judged === of
      ? undefined
      : `the judge's answers could not be read for ${of - judged} of ${of} rows ` +
        `(${Object.entries(found.unjudged)
          .map(([code, count]) => `${code} ${count}`)
          .join(", ")})`;
  const figures: Record<string, Figure> = {
    faithfulShare: {
      value: faithful?.share ?? null,
      ...(faithful === null ? {} : { low: faithful.low, high: faithful.high }),
      rows: judged,
      of,
      ...(note === undefined ? {} : { note }),
    },
  };
  for (const criterion of found.criteria)
    figures[camelCase(criterion.name)] = {
      value: criterion.judged === 0 ? null : criterion.passed / criterion.judged,
      rows: criterion.judged,
      of,
      ...(criterion.judged === 0 ? { note: note ?? "no row was judged" } : {}),
    };
  const lines = new Map(rows.map((row) => [row.id, row]));
  const worst = [...found.found]
    .filter(({ pass }) => pass === false)
    .sort((a, b) => (a.score ?? 0) - (b.score ?? 0))
    .slice(0, WORST)
    .map(({ id, score, verdicts }) => ({
      id,
      line: lines.get(id)?.line ?? null,
      score,
      reasons: verdicts
        .filter(({ pass }) => !pass)
        .map(({ criterion, reason }) => `${criterion}: ${reason}`),
    }));
  return {
    figures,
    findings: findings(found),
    details: { worst, panel: found.panel, scores: scoreBins(found) },
  };
}

/** The rows' scores by criterion, of those that pass and of those that do not, in bins over 0 to 1. */
function scoreBins({ criteria, found }: Faithfulness): ReportFigures["scores"] {
  return criteria.flatMap(({ name }) => {
    const [accepted, refused] = [true, false].map((pass) => {
      const bins = Array.from({ length: BINS }, () => 0);
      for (const row of found) {
        const score = row.scores[name];
        if (row.pass === pass && score !== undefined)
          bins[Math.max(0, Math.min(BINS - 1, Math.floor(score * BINS)))]! += 1;
      }
      return bins;
    }) as [number[], number[]];
    return [...accepted, ...refused].some((rows) => rows > 0)
      ? [{ criterion: name, accepted, refused }]
      : [];
  });
}

function findings({ faithful, judged, rows, criteria }: Faithfulness): Finding[] {
  if (faithful === null)
    return [
      {
        level: "doubt",
        text: `none of ${rows} rows could be judged: the judge's answers could not be read`,
        next: "Take another judge, or --judge rules.",
      },
    ];
  const { share, low, high } = faithful;
  const weakest = [...criteria]
    .filter((criterion) => criterion.passed < criterion.judged)
    .sort((a, b) => a.passed / a.judged - b.passed / b.judged)[0];
  const shown = `${percent(share)} [${percent(low)}, ${percent(high)}] of ${judged} rows pass every criterion of the judge`;
  const because =
    weakest === undefined
      ? ""
      : `; most fail ${weakest.name} (${weakest.judged - weakest.passed} rows)`;
  return [
    {
      level: judged < FEW ? "doubt" : share < BAD ? "bad" : share < DOUBTFUL ? "doubt" : "good",
      text: `${shown}${because}${judged < FEW ? "; too few rows to tell" : ""}`,
      ...(weakest === undefined
        ? {}
        : {
            next:
              "Look at the worst rows, and check the judge against people: `datawright judge " +
              "calibrate`.",
          }),
    },
  ];
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function camelCase(name: string): string {
  return name.replace(/-(\w)/gu, (_, letter: string) => letter.toUpperCase());
}
