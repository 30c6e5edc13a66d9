import { lowestScored, scoreCounts } from "../../memory/verdict-scores.js";
import type { CoverageMap } from "../../schema/coverage.js";
import type { LabelValue } from "../../schema/label.js";
import type { ReportFigures } from "../../schema/report-figures.js";
import type { Sample } from "../../schema/sample.js";
import { calibrationFigures } from "../../tools/reporting/figures/calibration-figures.js";
import { diversityBeside, MOST_BESIDE } from "../../tools/reporting/figures/diversity-beside.js";
import { isEvenlySpaced } from "../../tools/reporting/figures/evenly-spaced.js";
import { heatOf } from "../../tools/reporting/figures/heat-of.js";
import { LengthCounts, lengthBins } from "../../tools/reporting/figures/length-bins.js";
import { MOST_COMPARED, nearPairs } from "../../tools/reporting/figures/near-pairs.js";
import { shownSample } from "../../tools/reporting/figures/shown-sample.js";
import { runEntries, type EvaluationFigures } from "../runtime/run-entries.js";
import type { RunRuntime } from "../runtime/runtime.js";
import { auditedPopulation } from "./audited-population.js";

const BINS = 20;
const MOST_WORST = 8;
/** Reasons against a sample that are shown. */
const MOST_AGAINST = 2;

/** What the plots of a run's report show, counted in its store: memory does not grow with the run. */
export async function runFigures(
  runtime: RunRuntime,
  {
    sealed,
    coverage,
    evaluation,
  }: {
    readonly sealed: number;
    readonly coverage: CoverageMap;
    readonly evaluation: EvaluationFigures;
  },
): Promise<ReportFigures> {
  const { support } = runtime.task;
  const real = new LengthCounts();
  for (const { text } of support) real.add(text);
  const { lengths, labels, texts, compared, accepted } = await acceptedOf(runtime);
  const vectors = await vectorsOf(runtime, compared);
  const { downstream } = evaluation;
  return {
    heat: heatOf(coverage.cells),
    labels: labelCounts(runtime, { labels, coverage }),
    lengths: lengthBins(lengths, real),
    diversity: diversityBeside(
      texts,
      support.map(({ text }) => text),
    ),
    scores: await scoresOf(runtime, sealed),
    rounds: await roundsOf(runtime, sealed),
    curves: (["synthetic", "real"] as const).flatMap((trainedOn) => {
      const found = downstream[trainedOn];
      if (found === null) return [];
      const { trainSize: rows, accuracy, low, high } = found;
      return [{ trainedOn, points: [{ rows, accuracy, low, high }] }];
    }),
    majority: downstream.majority,
    testRows: downstream.testSize,
    calibration: [
      ...(evaluation.calibration == null
        ? []
        : [{ of: "small-model" as const, ...evaluation.calibration }]),
      ...(await criticCalibration(runtime)),
    ],
    nearPairs: await nearPairs(
      vectors.map(({ sample }) => shownSample(sample)),
      vectors.map(({ vector }) => vector),
      accepted,
    ),
    worst: await worstOf(runtime, sealed),
  };
}

type Compared = Parameters<typeof shownSample>[0];

/** One pass over the dataset: what is counted of every sample, and those that are looked at closer. */
async function acceptedOf(runtime: RunRuntime) {
  const accepted = await runtime.samples.count({ status: "accepted" });
  const lengths = new LengthCounts();
  const labels = new Map<string, number>();
  const texts: string[] = [];
  const compared: Compared[] = [];
  let at = 0;
  for await (const { id, text, label } of runtime.samples.stream({
    status: "accepted",
    order: "accepted",
  })) {
    lengths.add(text);
    for (const name of namesOf(label.current)) labels.set(name, (labels.get(name) ?? 0) + 1);
    if (isEvenlySpaced(at, { most: MOST_BESIDE, of: accepted })) texts.push(text);
    if (isEvenlySpaced(at, { most: MOST_COMPARED, of: accepted }))
      compared.push({ id, text, label: label.current });
    at += 1;
  }
  return { lengths, labels, texts, compared, accepted };
}

async function vectorsOf({ samples }: RunRuntime, compared: readonly Compared[]) {
  const vectors = await samples.vectors(compared.map(({ id }) => id));
  return compared.flatMap((sample) => {
    const vector = vectors.get(sample.id);
    return vector === undefined ? [] : [{ sample, vector }];
  });
}

function namesOf(label: LabelValue): readonly string[] {
  return label === null ? [] : typeof label === "string" ? [label] : label;
}

function labelCounts(
  { task }: RunRuntime,
  {
    labels,
    coverage,
  }: { readonly labels: ReadonlyMap<string, number>; readonly coverage: CoverageMap },
): ReportFigures["labels"] {
  const quotas = new Map<string, number>();
  for (const { label, quota } of coverage.cells)
    for (const name of namesOf(label)) quotas.set(name, (quotas.get(name) ?? 0) + quota);
  const reference = new Map<string, number>();
  for (const { label } of task.support)
    for (const name of namesOf(label)) reference.set(name, (reference.get(name) ?? 0) + 1);
  const names = new Set([...task.labels.map(({ name }) => name), ...labels.keys()]);
  return [...names]
    .map((label) => ({
      label,
      samples: labels.get(label) ?? 0,
      quota: quotas.get(label) ?? null,
      reference: task.support.length === 0 ? null : (reference.get(label) ?? 0),
    }))
    .sort((a, b) => b.samples - a.samples || (a.label < b.label ? -1 : 1));
}

async function scoresOf(
  { database }: RunRuntime,
  sealed: number,
): Promise<ReportFigures["scores"]> {
  const found = new Map<string, { accepted: number[]; refused: number[] }>();
  const empty = (): number[] => Array.from({ length: BINS }, () => 0);
  for (let round = 0; round <= sealed; round++)
    for (const { criterion, status, bin, samples } of await scoreCounts(database, {
      round,
      bins: BINS,
    })) {
      const own = found.get(criterion) ?? { accepted: empty(), refused: empty() };
      own[status === "accepted" ? "accepted" : "refused"][bin]! += samples;
      found.set(criterion, own);
    }
  return [...found]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([criterion, bins]) => ({ criterion, ...bins }));
}

async function roundsOf({ rounds }: RunRuntime, sealed: number): Promise<ReportFigures["rounds"]> {
  const found: ReportFigures["rounds"] = [];
  for (let round = 0; round <= sealed; round++) {
    const planned = await rounds.plannedOrNull(round);
    const end = await rounds.sealedOrNull(round);
    if (planned === null || end === null || end.cancelled) continue;
    found.push({ round, orders: planned.size, drafted: end.drafted, accepted: end.accepted });
  }
  return found;
}

/** The critic's scores held against what people said of the samples that were audited. */
async function criticCalibration(runtime: RunRuntime): Promise<ReportFigures["calibration"]> {
  const state = await runtime.store.get(runEntries.certification);
  if (state === null) return [];
  const { rows } = await auditedPopulation(runtime, state);
  const audited = rows.filter(({ score, faithful }) => score !== null && faithful !== null);
  const found = calibrationFigures(
    audited.map(({ score }) => score!),
    audited.map(({ faithful }) => faithful!),
  );
  return found === null ? [] : [{ of: "critic", ...found }];
}

/** Samples of the dataset with the lowest scores, and what spoke against each. */
async function worstOf(
  { database, samples }: RunRuntime,
  sealed: number,
): Promise<ReportFigures["worst"]> {
  const lowest: { id: string; score: number }[] = [];
  for (let round = 0; round <= sealed; round++)
    lowest.push(...(await lowestScored(database, { round, limit: MOST_WORST })));
  lowest.sort((a, b) => a.score - b.score || (a.id < b.id ? -1 : 1));
  const shown = lowest.slice(0, MOST_WORST);
  const byId = new Map(
    (await samples.samples({ ids: shown.map(({ id }) => id) })).map((sample) => [
      sample.id,
      sample,
    ]),
  );
  const verdicts = await samples.verdicts(shown.map(({ id }) => id));
  return shown.flatMap(({ id, score }) => {
    const sample = byId.get(id);
    if (sample === undefined) return [];
    const own = verdicts.filter(
      (verdict) => verdict.sampleId === id && verdict.revision === sample.revisions,
    );
    return [
      {
        ...shownSample({ ...sample, label: sample.label.current }),
        score,
        reasons: against(sample, own),
      },
    ];
  });
}

function against(
  { label }: Sample,
  verdicts: readonly {
    readonly criterion: string;
    readonly score: number | null;
    readonly reason: string;
  }[],
): string[] {
  const { student } = label;
  return [
    ...(student !== null && student.probabilityOfCurrent < 0.5
      ? [
          `the small model gives its label a probability of ${student.probabilityOfCurrent.toFixed(2)}`,
        ]
      : []),
    ...verdicts
      .filter((verdict): verdict is typeof verdict & { score: number } => verdict.score !== null)
      .sort((a, b) => a.score - b.score)
      .slice(0, MOST_AGAINST)
      .map(({ criterion, score, reason }) => `${criterion} ${score.toFixed(2)}: ${reason}`),
  ];
}
