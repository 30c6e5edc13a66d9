import type { ReportFigures } from "../../schema/report-figures.js";
import type { EvaluatedRow, EvaluationInput } from "../../tools/evaluation/contract.js";
import type { DownstreamDetails } from "../../tools/evaluation/downstream/downstream-details.js";
import {
  browserRow,
  MOST_KEPT,
  type SampleBrowser,
} from "../../tools/reporting/figures/browser-rows.js";
import { isEvenlySpaced } from "../../tools/reporting/figures/evenly-spaced.js";
import { heatOf } from "../../tools/reporting/figures/heat-of.js";
import { LengthCounts, lengthBins } from "../../tools/reporting/figures/length-bins.js";
import { MOST_COMPARED, nearPairs } from "../../tools/reporting/figures/near-pairs.js";
import { shownSample, shownText } from "../../tools/reporting/figures/shown-sample.js";
import type { PartName } from "./evaluation-parts.js";
import type { PartResult } from "./evaluation-report.js";

/** Figures of diversity that are drawn beside those of the reference. */
const BESIDE = [
  ...["vocabulary", "classVocabulary", "distinct1", "distinct2", "entropy2", "selfBleu4"],
  ...["mtld", "vendi", "averagePairwiseSimilarity", "meanLength"],
];

type Parts = Readonly<Partial<Record<PartName, PartResult | null>>>;

/** What the plots of an evaluation's report show. */
export async function evaluationFigures(
  { rows, reference }: EvaluationInput,
  parts: Parts,
  {
    embed,
    file,
  }: {
    embed(texts: readonly string[]): Promise<readonly Float32Array[]>;
    /** Name of the file that the rows stand in; null for rows that were given in its place. */
    readonly file: string | null;
  },
): Promise<ReportFigures> {
  const compared = rows.filter((_, at) =>
    isEvenlySpaced(at, { most: MOST_COMPARED, of: rows.length }),
  );
  return {
    heat: heatOf(
      rows.map(({ label, conditions }) => ({
        label,
        conditions: Object.entries(conditions).map(([name, value]) => ({ name, value })),
        quota: null,
        accepted: 1,
      })),
    ),
    labels: labelCounts(rows, reference),
    lengths: lengthBins(lengthsOf(rows), reference === null ? null : lengthsOf(reference)),
    diversity: BESIDE.flatMap((figure) => {
      const found = parts.diversity?.basis[figure]?.compared;
      return found === undefined
        ? []
        : [{ figure, samples: found.data, reference: found.reference, rows: found.rows }];
    }),
    scores: (parts.faithfulness?.["scores"] as ReportFigures["scores"] | undefined) ?? [],
    rounds: [],
    ...downstreamOf(parts.downstream as Partial<DownstreamDetails> | null | undefined),
    calibration: [],
    nearPairs: await nearPairs(
      compared.map((row) => shownSample({ ...row, id: placeOf(row, file) })),
      await embed(compared.map(({ text }) => text)),
      rows.length,
    ),
    worst: worstOf(rows, parts.faithfulness).map(({ row, ...shown }) => ({
      ...shown,
      id: placeOf(row, file),
    })),
  };
}

/** The rows that the page lets its reader leaf through. */
export function evaluationBrowser(
  rows: readonly EvaluatedRow[],
  file: string | null,
): SampleBrowser {
  return {
    rows: rows
      .filter((_, at) => isEvenlySpaced(at, { most: MOST_KEPT, of: rows.length }))
      .map(({ id, fields, text, label, line, conditions }) =>
        browserRow({
          id: placeOf({ id, line }, file),
          fields,
          text,
          label,
          status: "",
          conditions: Object.entries(conditions).map(([name, value]) => `${name}: ${value}`),
        }),
      ),
    of: { rows: rows.length },
  };
}

/** Where a row stands: the line of its file, else its id. */
function placeOf({ id, line }: Pick<EvaluatedRow, "id" | "line">, file: string | null): string {
  return line === null || file === null ? id : `${file}:${line}`;
}

function lengthsOf(rows: readonly EvaluatedRow[]): LengthCounts {
  const lengths = new LengthCounts();
  for (const { text } of rows) lengths.add(text);
  return lengths;
}

function labelCounts(
  rows: readonly EvaluatedRow[],
  reference: readonly EvaluatedRow[] | null,
): ReportFigures["labels"] {
  const [own, real] = [countsOf(rows), countsOf(reference ?? [])];
  return [...new Set([...own.keys(), ...real.keys()])]
    .map((label) => ({
      label,
      samples: own.get(label) ?? 0,
      quota: null,
      reference: reference === null ? null : (real.get(label) ?? 0),
    }))
    .sort((a, b) => b.samples - a.samples || (a.label < b.label ? -1 : 1));
}

function countsOf(rows: readonly EvaluatedRow[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { label } of rows)
    for (const name of ([] as string[]).concat(label ?? []))
      counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

/** Learning curves up to each whole set; both together as a point. */
function downstreamOf(
  found: Partial<DownstreamDetails> | null | undefined,
): Pick<ReportFigures, "curves" | "majority" | "testRows"> {
  if (found?.arms === undefined) return { curves: [], majority: null, testRows: 0 };
  const { arms, curves = [] } = found;
  const pointsOf = (arm: "synthetic" | "real" | "mixed") =>
    [...curves.filter((curve) => curve.arm === arm).map(({ score }) => score), arms[arm]].flatMap(
      (score) =>
        score === undefined
          ? []
          : [{ rows: score.trainSize, accuracy: score.accuracy, low: score.low, high: score.high }],
    );
  return {
    curves: (["synthetic", "real", "mixed"] as const).map((trainedOn) => ({
      trainedOn,
      points: pointsOf(trainedOn).sort((a, b) => a.rows - b.rows),
    })),
    majority: found.majority ?? null,
    testRows: found.testRows ?? 0,
  };
}

function worstOf(
  rows: readonly EvaluatedRow[],
  part: PartResult | null | undefined,
): (ReportFigures["worst"][number] & { readonly row: EvaluatedRow })[] {
  const worst = (part?.["worst"] ?? []) as readonly {
    readonly id: string;
    readonly score: number | null;
    readonly reasons: readonly string[];
  }[];
  const wanted = new Map(worst.map((one) => [one.id, one]));
  const byId = new Map(rows.filter(({ id }) => wanted.has(id)).map((row) => [row.id, row]));
  return worst.flatMap(({ id, score, reasons }) => {
    const row = byId.get(id);
    return row === undefined
      ? []
      : [{ ...shownSample(row), row, score, reasons: reasons.map((reason) => shownText(reason)) }];
  });
}
