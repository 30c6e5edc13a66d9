import { z } from "zod";
import type { CurationRow } from "../../tools/curation/contract.js";
import type { LabelChange } from "../../tools/curation/label-change.js";
import { historyOf } from "../../tools/curation/label-history.js";
import type { TaskRows } from "../../tools/rows/read-task-rows.js";

/** Columns of a file, beside the task's, that a curation goes on from. */
export const CURATION_COLUMNS = [
  "weight",
  "votes",
  "scores",
  "formerLabel",
  "former label",
  "labelHistory",
] as const;

const scoresSchema = z.record(z.string(), z.number());
const votesSchema = z.array(z.string());

/**
 * The rows with the weights, votes, scores and label histories that stand in their file, and which
 * of these columns were read. A `weight` column that holds anything but numbers from 0 is another
 * thing: it is left alone, and `problems` says so.
 */
export function withColumns(
  rows: readonly CurationRow[],
  { beside }: Pick<TaskRows, "beside">,
): {
  readonly rows: readonly CurationRow[];
  readonly columns: readonly string[];
  readonly problems: readonly string[];
} {
  const cellsOf = (row: CurationRow): Readonly<Record<string, unknown>> => beside.get(row.id) ?? {};
  const wrong = rows.find((row) => {
    const { weight } = cellsOf(row);
    return weight !== undefined && weightOf(weight) === null;
  });
  const found = new Set<string>();
  const next = rows.map((row): CurationRow => {
    const cells = cellsOf(row);
    const weight = wrong === undefined ? weightOf(cells["weight"]) : null;
    const votesBy = namedVotesOf(cells["votes"]);
    const votes = votesBy === null ? votesOf(cells["votes"]) : Object.values(votesBy);
    const scores = scoresSchema.safeParse(parsed(cells["scores"])).data;
    const former = cells["formerLabel"] ?? cells["former label"];
    const history = historyOf(parsed(cells["labelHistory"]), { former, label: row.label });
    for (const [name, value] of Object.entries({ weight, votes, scores, labelHistory: history }))
      if (value !== null && value !== undefined) found.add(name);
    return {
      ...row,
      weight: weight ?? row.weight,
      scores: { ...row.scores, ...scores },
      ...(votes === null ? {} : { votes }),
      ...(votesBy === null || row.votesBy !== undefined ? {} : { votesBy }),
      ...(history === undefined ? {} : { history }),
    };
  });
  return {
    rows: next,
    columns: [...found].sort(),
    problems:
      wrong === undefined
        ? []
        : [
            `line ${wrong.line}: weight: ${JSON.stringify(cellsOf(wrong)["weight"])} is no number ` +
              "from 0; the column was not used, every row counts 1",
          ],
  };
}

/** The columns of a curated row that a next curation reads. */
export function columnsOfRow(row: CurationRow): Record<string, unknown> {
  const former = row.history?.find((change: LabelChange) => change.from !== null)?.from;
  return {
    weight: row.weight,
    votes: row.votes,
    ...(Object.keys(row.scores).length === 0 ? {} : { scores: row.scores }),
    formerLabel: former,
    labelHistory: row.history,
  };
}

function weightOf(cell: unknown): number | null {
  const number =
    typeof cell === "number"
      ? cell
      : typeof cell === "string" && cell.trim() !== ""
        ? Number(cell)
        : NaN;
  return number >= 0 && number < Infinity ? number : null;
}

const namedVotesSchema = z.record(z.string(), z.string());
const countedVotesSchema = z.record(z.string(), z.number().int().min(0).max(10_000));

/** The label that each annotator gave: `{"ann1": "spam"}`. */
function namedVotesOf(cell: unknown): Readonly<Record<string, string>> | null {
  const named = Object.entries(namedVotesSchema.safeParse(parsed(cell)).data ?? {}).filter(
    ([, label]) => label.trim() !== "",
  );
  return named.length === 0 ? null : Object.fromEntries(named);
}

/** A list, a JSON list, names with `|` between them, or how often each was named: `{"spam": 2}`. */
function votesOf(cell: unknown): readonly string[] | null {
  const value = parsed(cell);
  const counted = Object.entries(countedVotesSchema.safeParse(value).data ?? {});
  const all = counted.flatMap(([label, count]) => Array.from({ length: count }, () => label));
  if (all.length > 0) return all;
  const list = typeof value === "string" ? value.split("|").map((name) => name.trim()) : value;
  const names = votesSchema.safeParse(list).data?.filter((name) => name !== "") ?? [];
  return names.length === 0 ? null : names;
}

/** JSON in a cell of a table; any other cell as it stands. */
function parsed(cell: unknown): unknown {
  if (typeof cell !== "string" || !/^\s*[[{]/u.test(cell)) return cell;
  try {
    return JSON.parse(cell) as unknown;
  } catch {
    return cell;
  }
}
