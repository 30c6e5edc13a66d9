import { labelKey } from "../../../schema/label.js";
import type { CuratedRow, CurationResult, StepFigures } from "../contract.js";
import type { Stability } from "../steady-curation.js";
import type { CurationDiagnosis } from "./diagnose-curation.js";

/** What the readable report is made of. */
export interface CurationReportParts extends Omit<CurationResult, "rows"> {
  /** The file that was curated. */
  readonly data: string;
  /** Rows as they came, aligned with `after`. */
  readonly before: readonly { readonly label: CuratedRow["label"] }[];
  readonly after: readonly CuratedRow[];
  /** All rows, where `after` has only some that were drawn at random. */
  readonly total?: number;
  readonly stability: Stability | null;
  readonly diagnosis: CurationDiagnosis | null;
  /** A sentence for each step whose right to act was measured. */
  readonly gains: readonly string[];
}

const ROWS_PER_REASON = 5;
const LONGEST_TEXT = 140;
/** More classes do not fit a table that anybody reads: their largest cells are listed instead. */
const MOST_COLUMNS = 12;
const MOST_CELLS = 20;

/** The report of a curation for people to read, as Markdown. */
export function curationReportText(parts: CurationReportParts): string {
  const { data, kept, removed, toPeople, relabelled } = parts;
  return [
    `# Curation of ${safe(flat(data))}`,
    `${parts.total ?? parts.after.length} rows: ${kept} kept (${relabelled} of them with another label), ` +
      `${removed} removed, ${toPeople} for people.`,
    ...stepsPart(parts),
    ...stabilityPart(parts),
    ...diagnosisPart(parts.diagnosis),
    ...(parts.total === undefined
      ? []
      : [`Labels and rows below are those of ${parts.after.length} rows drawn at random.`]),
    ...labelsPart(parts),
    ...worstPart(parts),
  ]
    .join("\n\n")
    .concat("\n");
}

function stepsPart({ steps, gains }: CurationReportParts): string[] {
  const why = steps.flatMap(({ step, figures }) =>
    typeof figures["notApplied"] === "string"
      ? [`- ${step} was not applied: ${safe(flat(figures["notApplied"]))}`]
      : [],
  );
  return [
    "## Steps",
    table(
      ["step", "seen", "removed", "changed", "for people", "reasons"],
      steps.map((step) => [
        step.step,
        String(step.seen),
        String(step.removed),
        String(step.changed),
        String(step.toPeople),
        reasonsOf(step),
      ]),
    ),
    ...(gains.length > 0 ? [gains.map((line) => `- ${safe(flat(line))}`).join("\n")] : []),
    ...(why.length > 0 ? [why.join("\n")] : []),
  ];
}

function reasonsOf({ byReason }: StepFigures): string {
  return Object.entries(byReason)
    .map(([reason, count]) => `${reason} ${count}`)
    .join(", ");
}

function stabilityPart(parts: CurationReportParts): string[] {
  const { stability, removed, relabelled, toPeople } = parts;
  // Repeats that touch nothing are the same whatever the seed.
  if (stability === null || removed + relabelled + toPeople + stability.leftAlone === 0) return [];
  const { repeats, agreement, unsteady, leftAlone } = stability;
  return [
    "## Stability",
    `${repeats} repeats with other folds touch the same rows to ${percent(agreement)}; ${unsteady} ` +
      `rows were not decided alike by all, ${leftAlone} that some touched were left alone. Each ` +
      "row's share stands under `curationScores.stability`.",
  ];
}

function diagnosisPart(diagnosis: CurationDiagnosis | null): string[] {
  if (diagnosis === null) return [];
  const { heldOut, noise, noiseRate, classes, slices, contradicted, notes } = diagnosis;
  return [
    ...(heldOut === null
      ? []
      : [
          "## Held-out rows",
          `A small model labels ${percent(heldOut.before)} of ${heldOut.rows} held-out rows right ` +
            `when it learns from the rows before the curation, ${percent(heldOut.after)} after: ` +
            `${points(heldOut.after - heldOut.before)} points ` +
            `[${points(heldOut.gain.lower)}, ${points(heldOut.gain.upper)}].`,
        ]),
    ...(noise === null
      ? []
      : [
          "## Noise matrix",
          `Before the curation ${percent(noiseRate!)} of the labels look wrong to a small model, its ` +
            "own errors among them. Of rows with a given label, the share that looks like each class:",
          noiseTable(classes, noise),
        ]),
    ...(contradicted === null
      ? []
      : [
          "## Where a small model contradicts the kept labels",
          `It does on ${percent(contradicted)} of the kept rows` +
            (slices.length === 0 ? "; no slice of them stands out." : ", and more often on:"),
          ...(slices.length === 0
            ? []
            : [
                table(
                  ["rows with", "rows", "contradicted", "interval"],
                  slices.map(({ terms, errors, errorRate, interval }) => [
                    cell(terms.join(", ")),
                    String(Math.round(errors / errorRate)),
                    percent(errorRate),
                    `${percent(interval.lower)} to ${percent(interval.upper)}`,
                  ]),
                ),
              ]),
        ]),
    ...(notes.length === 0 ? [] : [notes.map((note) => `- ${safe(flat(note))}`).join("\n")]),
  ];
}

function noiseTable(classes: readonly string[], noise: readonly (readonly number[])[]): string {
  if (classes.length <= MOST_COLUMNS)
    return table(
      ["given", ...classes.map(cell)],
      noise.map((row, given) => [cell(classes[given]!), ...row.map(percent)]),
    );
  const cells = noise
    .flatMap((row, given) => row.map((share, real) => ({ given, real, share })))
    .filter(({ given, real, share }) => given !== real && share > 0)
    .sort((a, b) => b.share - a.share)
    .slice(0, MOST_CELLS);
  return table(
    ["given", "is rather", "share"],
    cells.map(({ given, real, share }) => [
      cell(classes[given]!),
      cell(classes[real]!),
      percent(share),
    ]),
  );
}

function labelsPart({ before, after }: CurationReportParts): string[] {
  const counts = new Map<string, { from: string; to: string; count: number }>();
  after.forEach(({ status, label }, at) => {
    const [from, to] = [labelKey(before[at]!.label), labelKey(label)];
    if (status !== "kept" || from === to) return;
    const key = JSON.stringify([from, to]);
    const entry = counts.get(key) ?? { from, to, count: 0 };
    entry.count += 1;
    counts.set(key, entry);
  });
  if (counts.size === 0) return [];
  return [
    "## Labels that changed",
    table(
      ["from", "to", "rows"],
      [...counts.values()]
        .sort((a, b) => b.count - a.count)
        .slice(0, MOST_CELLS)
        .map(({ from, to, count }) => [cell(from || "none"), cell(to), String(count)]),
    ),
  ];
}

/** Of each step and reason the rows whose score lies farthest from those of the kept rows. */
function worstPart({ before, after }: CurationReportParts): string[] {
  const groups = new Map<string, number[]>();
  after.forEach(({ step, reason }, at) => {
    if (step === null || reason === null) return;
    const name = `${step}: ${reason}`;
    groups.set(name, [...(groups.get(name) ?? []), at]);
  });
  if (groups.size === 0) return [];
  return [
    "## The worst rows of each reason",
    ...[...groups].flatMap(([name, rows]) => {
      const { step } = after[rows[0]!]!;
      const usual = usualScore(after, step!);
      const distance = (at: number): number =>
        Math.abs((after[at]!.scores[step!] ?? usual) - usual);
      const worst = rows
        .sort((a, b) => distance(b) - distance(a) || a - b)
        .slice(0, ROWS_PER_REASON);
      return [
        `### ${cell(name)} (${rows.length})`,
        table(
          ["line", "label", "text", "why"],
          worst.map((at) => {
            const { row, label, status, note } = after[at]!;
            const from = labelKey(before[at]!.label);
            const to = labelKey(label);
            return [
              row.line === null ? cell(row.id) : String(row.line),
              cell(status === "kept" && from !== to ? `${from || "none"} -> ${to}` : from),
              cell(row.text),
              cell(note ?? ""),
            ];
          }),
        ),
      ];
    }),
  ];
}

function usualScore(rows: readonly CuratedRow[], step: string): number {
  const kept = rows.flatMap(({ status, reason, scores }) =>
    status === "kept" && reason === null && scores[step] !== undefined ? [scores[step]] : [],
  );
  return kept.length === 0 ? 0 : kept.reduce((sum, score) => sum + score, 0) / kept.length;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/** The beginning of a text of the data on one line of a table. */
function cell(text: string): string {
  const letters = [...flat(text)];
  return safe(
    letters.length > LONGEST_TEXT
      ? `${letters.slice(0, LONGEST_TEXT).join("")}…`
      : letters.join(""),
  );
}

function flat(text: string): string {
  return text.replace(/[\s\p{Cc}\p{Cf}]+/gu, " ").trim();
}

/** A text with nothing in it that Markdown or HTML would act on. */
function safe(text: string): string {
  return text
    .replace(/[\\`*_[\]#|!]/gu, "\\$&")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;");
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function points(share: number): string {
  return `${share >= 0 ? "+" : ""}${(100 * share).toFixed(1)}`;
}
