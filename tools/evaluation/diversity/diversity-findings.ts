import type { EvaluationInput, Figure, Finding } from "../contract.js";
import { percent } from "../figure.js";
import { labelCounts } from "./space-part.js";

/** Rows below which figures scatter too much to compare two datasets. */
const FEW_ROWS = 100;
/** Shares of rows that repeat another: more than the first is a doubt, than the second too many. */
const DUPLICATES = { doubt: 0.01, bad: 0.1 };
const NEAR_DUPLICATES = { doubt: 0.05, bad: 0.3 };
/** Share of rows with another that says the same at which the dataset says little. */
const TWINS = 0.2;
/** A figure of diversity below this share of the reference's is a doubt. */
const OF_REFERENCE = 0.7;
/** Share of the real rows that no generated one comes near to. */
const LOW_RECALL = 0.5;
/** Difference of the label shares that a model trained on them would notice. */
const LABEL_DISTANCE = 0.15;
/** A class of fewer rows is hardly learnt. */
const SMALL_CLASS = 10;

/** What the figures of diversity mean, worst first. */
export function diversityFindings(
  figures: Readonly<Record<string, Figure>>,
  { rows, reference }: Pick<EvaluationInput, "rows" | "reference">,
): Finding[] {
  const found = [
    ...repeats(figures, rows.length),
    ...labels(rows),
    ...(reference === null ? [] : againstReference(figures)),
    ...fewRows(rows.length),
  ];
  if (found.length === 0)
    found.push({
      level: "good",
      text:
        reference === null
          ? "few rows repeat another"
          : "few rows repeat another, and words and meanings are about as varied as the reference's",
      ...(reference === null
        ? { next: "Give real rows (--reference) to see whether they are varied enough." }
        : {}),
    });
  return found;
}

function fewRows(n: number): Finding[] {
  if (n >= FEW_ROWS) return [];
  return [
    {
      level: "doubt",
      text: `too few rows (${n}): figures of less than ${FEW_ROWS} rows scatter too much to compare`,
      next: "Take them as a first look, and evaluate again with more rows.",
    },
  ];
}

function repeats(figures: Readonly<Record<string, Figure>>, n: number): Finding[] {
  const level = (share: number, limits: typeof DUPLICATES): Finding["level"] | null =>
    share > limits.bad ? "bad" : share > limits.doubt ? "doubt" : null;
  const share = (name: string): number =>
    (figures[name]?.value ?? 0) / Math.max(1, figures[name]?.rows ?? n);
  const [exact, near] = [share("exactDuplicates"), share("nearDuplicates")];
  const exactly = level(exact, DUPLICATES);
  const nearly = level(near, NEAR_DUPLICATES);
  const twins = figures["rowsWithTwin"];
  const isTwin = exactly === null && nearly === null && (twins?.low ?? twins?.value ?? 0) > TWINS;
  return [
    ...(!isTwin
      ? []
      : [
          {
            level: "doubt" as const,
            text: `${percent(twins!.value!)} of the rows have a twin: a row that says the same in almost the same words`,
            next: "Steer topics and styles, or raise what novelty asks for.",
          },
        ]),
    ...(exactly === null
      ? []
      : [
          {
            level: exactly,
            text: `${percent(exact)} of the rows equal an earlier one`,
            next: "Take them out: datawright curate DATA --filters exact-duplicate.",
          },
        ]),
    ...(nearly === null || near - exact <= NEAR_DUPLICATES.doubt
      ? []
      : [
          {
            level: nearly,
            text: `${percent(near)} of the rows are near copies of others`,
            next: "Take them out: datawright curate DATA --filters near-duplicate.",
          },
        ]),
  ];
}

function labels(rows: EvaluationInput["rows"]): Finding[] {
  const counts = [...labelCounts(rows)].sort(([, a], [, b]) => a - b);
  if (counts.length === 0) return [];
  const [name, count] = counts[0]!;
  if (counts.length === 1)
    return [
      {
        level: "bad",
        text: `every row has the label "${name}": nothing can be learnt from one class`,
        next: "Give rows of the other labels too.",
      },
    ];
  if (count >= SMALL_CLASS) return [];
  const small = counts.filter(([, rowsOf]) => rowsOf < SMALL_CLASS).length;
  return [
    {
      level: "doubt",
      text:
        `${small} of ${counts.length} labels have fewer than ${SMALL_CLASS} rows, "${name}" has ` +
        `${count}`,
      next: "Order more rows of the rare labels.",
    },
  ];
}

function againstReference(figures: Readonly<Record<string, Figure>>): Finding[] {
  const found: Finding[] = [];
  const low = (name: string, text: (rows: number, share: string) => string, next: string): void => {
    const compared = figures[name]?.compared;
    if (compared === undefined || compared.data >= OF_REFERENCE * compared.reference) return;
    const share = percent(compared.data / compared.reference);
    found.push({ level: "doubt", text: text(compared.rows, share), next });
  };
  low(
    "vocabulary",
    (rows, share) => `${rows} rows have ${share} of the vocabulary of as many real rows`,
    "Steer topics and styles, or show the model more real rows.",
  );
  low(
    "vendi",
    (rows, share) =>
      `${rows} rows have ${share} of the different meanings (Vendi) of as many real rows`,
    "Plan more topics, or raise what novelty asks for.",
  );
  const recall = figures["recall"];
  if (recall?.value != null && (recall.high ?? 1) < LOW_RECALL)
    found.push({
      level: "doubt",
      text: `only ${percent(recall.value)} of the real rows have a row of their kind here`,
      next: "Find what is missing: real rows of the rare kinds as demonstrations widen the space.",
    });
  const labelDistance = figures["labelDistance"]?.value ?? 0;
  if (labelDistance > LABEL_DISTANCE)
    found.push({
      level: "doubt",
      text: `the labels are distributed otherwise than in the reference: ${percent(labelDistance)} of the rows would have to change theirs`,
      next: "Give the reference's shares as quotas, or weigh the rows (--reweight class-balance).",
    });
  return found;
}
