import type { Condition } from "../../../schema/task-file/condition.js";
import type { Cell, CoverageMap, Growth } from "../../../schema/coverage.js";
import type { LabelValue } from "../../../schema/label.js";
import { apportion } from "../../../tools/coverage/apportion.js";
import { emptyCoverage, type CellSeed } from "../../../tools/coverage/empty-coverage.js";
import { cellId } from "../conditions/plan-cells.js";

/** Conditions of a sample for a sub-task: one for each level of the tree. */
function conditionsOf(path: readonly string[]): Condition[] {
  return path.map((value, level) => ({
    name: level === 0 ? "topic" : level === 1 ? "subtopic" : `subtopic ${level}`,
    value,
  }));
}

/** The cell of a sub-task, with an id of its own. */
export function subTaskCell(
  place: {
    readonly root: readonly string[];
    readonly path: readonly string[];
    readonly label: LabelValue;
  },
  quota: number,
  taken: ReadonlySet<string>,
): CellSeed {
  const path = [...place.root, ...place.path];
  return {
    id: cellId(path.slice(1), taken),
    path,
    label: place.label,
    conditions: conditionsOf(place.path),
    quota,
  };
}

/** What a cell gives to new sub-tasks. */
export interface Gift {
  readonly cell: string;
  readonly amount: number;
}

/**
 * The map with new cells below a node. Their quotas are what other cells give, in equal parts, so
 * that the sum of all quotas stays.
 *
 * @param seeds cells of the new sub-tasks, in the order of `growth.added`, their quotas left at 0
 * @param gifts at least as much in all as there are seeds
 */
export function graftSubTasks(
  map: CoverageMap,
  {
    seeds,
    gifts,
    growth,
  }: {
    readonly seeds: readonly CellSeed[];
    readonly gifts: readonly Gift[];
    readonly growth: Growth;
  },
): CoverageMap {
  const total = gifts.reduce((sum, gift) => sum + gift.amount, 0);
  const parts = apportion(
    total,
    seeds.map(() => 1),
  );
  const given = new Map(gifts.map(({ cell, amount }) => [cell, amount]));
  const below = growth.path.at(-1) ?? "the root";
  const moves = [...map.moves];
  const cells = map.cells.map((cell): Cell => {
    const amount = given.get(cell.id) ?? 0;
    if (amount === 0) return cell;
    const to = cell.quota - amount;
    const whom =
      growth.step === "lookahead"
        ? `its ${seeds.length} sub-tasks`
        : `${seeds.length} new sub-tasks below "${below}"`;
    moves.push({
      round: growth.round,
      cell: cell.id,
      from: cell.quota,
      to,
      why: `gives ${amount} of what it lacks to ${whom}`,
    });
    return { ...cell, quota: to };
  });
  const grown = emptyCoverage(
    seeds.map((seed, index) => ({ ...seed, quota: parts[index]! })),
  ).cells;
  for (const cell of grown)
    moves.push({
      round: growth.round,
      cell: cell.id,
      from: 0,
      to: cell.quota,
      why: `new sub-task, found by ${growth.step} below "${below}"`,
    });
  return { ...map, cells: [...cells, ...grown], moves, growth: [...map.growth, growth] };
}
