import type { Cell, CoverageMap } from "../../../schema/coverage.js";
import { apportion } from "../../../tools/coverage/apportion.js";
import { abandonedCells } from "../../../tools/coverage/saturation.js";
import { wilsonInterval } from "../../../base/statistics/intervals.js";
import { cellsByLabel } from "./divide-round.js";

/** Fewer predictions say nothing about a cell. */
const FEWEST_PREDICTIONS = 8;
/**
 * Standard score of a one-sided level of 90 percent: a cell is hard when it is surely worse than
 * the others.
 */
const SURE = 1.2816;

/** How quotas follow the small model's errors: see `plan.steering` of the task. */
export interface ErrorSteering {
  readonly studentError: number;
  readonly acrossLabels: boolean;
}

/**
 * Moves part of what cells lack that the small model labels well to cells that it surely labels
 * worse than the rest of their label, or of the task: samples are worth more where it still errs
 * (the idea of S3, Wang et al. 2023). A cell gives once.
 *
 * @param expected cell id -> accepted samples expected of the orders that are outstanding
 * @returns the map with changed quotas and one row in `moves` for each change; the sum of the
 *         quotas stays
 */
export function moveToErrors(
  map: CoverageMap,
  {
    round,
    expected,
    steering,
  }: {
    readonly round: number;
    readonly expected: ReadonlyMap<string, number>;
    readonly steering: ErrorSteering;
  },
): CoverageMap {
  if (steering.studentError === 0) return map;
  const groups = steering.acrossLabels ? [map.cells] : [...cellsByLabel(map.cells).values()];
  const changes = new Map<string, { by: number; why: string }>();
  for (const group of groups)
    for (const [cell, change] of changesOf(group, map, { expected, share: steering.studentError }))
      changes.set(cell, change);
  if (changes.size === 0) return map;
  const moves = [...map.moves];
  const cells = map.cells.map((cell) => {
    const change = changes.get(cell.id);
    if (!change) return cell;
    moves.push({
      round,
      cell: cell.id,
      from: cell.quota,
      to: cell.quota + change.by,
      why: change.why,
      cause: "student-errors",
    });
    return { ...cell, quota: cell.quota + change.by };
  });
  return { ...map, cells, moves };
}

function changesOf(
  group: readonly Cell[],
  map: CoverageMap,
  { expected, share }: { readonly expected: ReadonlyMap<string, number>; readonly share: number },
): [string, { by: number; why: string }][] {
  const judged = group.filter(
    (cell) => cell.studentError !== null && cell.judgedByStudent >= FEWEST_PREDICTIONS,
  );
  const all = judged.reduce((sum, cell) => sum + cell.judgedByStudent, 0);
  if (all === 0) return [];
  const mean = judged.reduce((sum, cell) => sum + wrongOf(cell), 0) / all;
  const abandoned = abandonedCells(map);
  const hard = judged.filter(
    (cell) =>
      cell.quota > 0 &&
      !abandoned.has(cell.id) &&
      wilsonInterval(wrongOf(cell), cell.judgedByStudent, SURE).lower > mean,
  );
  if (hard.length === 0) return [];
  const gave = new Set(
    map.moves
      .filter((move) => move.to < move.from && move.cause === "student-errors")
      .map((move) => move.cell),
  );
  const gifts = judged
    .filter((cell) => cell.studentError! < mean && !gave.has(cell.id))
    .map((cell) => {
      const lacks = Math.floor(cell.quota - cell.accepted - (expected.get(cell.id) ?? 0));
      return { cell, amount: Math.floor(Math.max(0, lacks) * share) };
    })
    .filter(({ amount }) => amount > 0);
  const total = gifts.reduce((sum, { amount }) => sum + amount, 0);
  if (total === 0) return [];
  const parts = apportion(
    total,
    hard.map((cell) => cell.studentError!),
  );
  return [
    ...gifts.map(({ cell, amount }): [string, { by: number; why: string }] => [
      cell.id,
      {
        by: -amount,
        why:
          `the small model is wrong on ${percent(cell.studentError!)} of ${cell.judgedByStudent} samples here, on ` +
          `${percent(mean)} elsewhere: gives ${amount}`,
      },
    ]),
    ...hard.flatMap((cell, index): [string, { by: number; why: string }][] =>
      parts[index]! === 0
        ? []
        : [
            [
              cell.id,
              {
                by: parts[index]!,
                why:
                  `the small model is wrong on ${percent(cell.studentError!)} of ${cell.judgedByStudent} samples ` +
                  `here, on ${percent(mean)} elsewhere: takes ${parts[index]}`,
              },
            ],
          ],
    ),
  ];
}

function wrongOf(cell: Cell): number {
  return Math.round(cell.studentError! * cell.judgedByStudent);
}

function percent(value: number): string {
  return `${Math.round(value * 100)} %`;
}
