import type { Cell, CoverageMap } from "../../../schema/coverage.js";
import { labelKey } from "../../../schema/label.js";
import { apportion } from "../../../tools/coverage/apportion.js";
import type { SaturationSettings } from "../../../tools/coverage/coverage-state.js";
import { abandonedCells, draftsOf, isCellSaturated } from "../../../tools/coverage/saturation.js";

/** A cell is judged by its yield only after this many drafts. */
const FEWEST_DRAFTS = 40;
/**
 * A cell whose smoothed acceptance rate is below this is given up where siblings do at least twice
 * as well.
 */
const HOPELESS_RATE = 0.05;
/**
 * A cell that repeats itself: more duplicates than accepted samples, and an unseen mass below this.
 */
const REPETITIVE_MASS = 0.25;

/** A cell whose prompts the provider will not take is given up after so many, if they are most. */
const FEWEST_BARRED = 3;

interface Reason {
  readonly why: string;
  /** Share of what the cell still lacks that moves away. */
  readonly share: number;
  /** True where the demand may leave the label if no sibling has room. */
  readonly leavesLabel: boolean;
}

/**
 * Moves the demand of cells that will not meet it: saturated ones, ones whose prompts the provider
 * refuses, ones whose yield is hopeless,
 * and half of it where a cell mostly repeats itself. It goes to cells of the same label with room,
 * and only from saturated or hopeless ones to other labels.
 *
 * @param expected cell id -> accepted samples expected of the orders that are outstanding
 * @returns the map with changed quotas and one row in `moves` for each change; the sum of the
 *         quotas stays
 */
export function moveQuotas(
  map: CoverageMap,
  options: {
    readonly round: number;
    readonly rates: ReadonlyMap<string, number>;
    readonly expected: ReadonlyMap<string, number>;
    readonly saturation: SaturationSettings;
  },
): CoverageMap {
  const { round, rates, expected, saturation } = options;
  const abandoned = abandonedCells(map);
  const reasons = new Map<string, Reason>();
  for (const cell of map.cells) {
    const reason = reasonToLeave(cell, rates, saturation);
    if (reason) reasons.set(cell.id, reason);
  }
  const hasRoom = (cell: Cell): boolean =>
    !reasons.has(cell.id) && !abandoned.has(cell.id) && (cell.quota > 0 || cell.accepted > 0);
  const moved = new Map<string, { change: number; why: string[] }>();
  const change = (cell: Cell, by: number, why: string): void => {
    const entry = moved.get(cell.id) ?? { change: 0, why: [] };
    moved.set(cell.id, { change: entry.change + by, why: [...entry.why, why] });
  };
  for (const cell of map.cells) {
    const reason = reasons.get(cell.id);
    if (!reason) continue;
    // Nothing is expected of a cell that is given up: a fraction of a sample on its way would keep
    // its last one there for ever.
    const lacking =
      cell.quota - cell.accepted - (reason.share === 1 ? 0 : Math.ceil(expected.get(cell.id) ?? 0));
    const demand = Math.floor(lacking * reason.share);
    if (demand < 1) continue;
    const better = map.cells.filter(
      (other) =>
        hasRoom(other) &&
        rates.get(other.id)! >= 2 * HOPELESS_RATE &&
        rates.get(other.id)! >= rates.get(cell.id)! / 2,
    );
    const siblings = better.filter((other) => labelKey(other.label) === labelKey(cell.label));
    const receivers = siblings.length > 0 ? siblings : reason.leavesLabel ? better : [];
    if (receivers.length === 0) continue;
    change(cell, -demand, reason.why);
    // Where new texts are likely: yield times what is unseen.
    const parts = apportion(
      demand,
      receivers.map((other) => rates.get(other.id)! * Math.max(0.01, other.unseenMass)),
    );
    receivers.forEach((other, index) => {
      if (parts[index]! > 0) change(other, parts[index]!, `takes ${parts[index]} from ${cell.id}`);
    });
  }
  return applyChanges(map, round, moved);
}

function reasonToLeave(
  cell: Cell,
  rates: ReadonlyMap<string, number>,
  saturation: SaturationSettings,
): Reason | null {
  const drafts = draftsOf(cell);
  if (isCellSaturated(cell, saturation)) {
    return {
      why:
        `saturated: only ${(100 * cell.unseenMass).toFixed(1)} % of its latest drafts are ` +
        `new, after ${drafts} drafts`,
      share: 1,
      leavesLabel: true,
    };
  }
  const barred = cell.barred ?? 0;
  if (barred >= FEWEST_BARRED && 2 * barred > drafts) {
    return {
      why: `the provider would not take ${barred} of ${drafts} prompts`,
      share: 1,
      leavesLabel: true,
    };
  }
  if (drafts < FEWEST_DRAFTS) return null;
  if (rates.get(cell.id)! < HOPELESS_RATE) {
    return {
      why:
        `${cell.accepted} of ${drafts} drafts accepted (${cell.rejected} refused, ` +
        `${cell.duplicates} repeated)`,
      share: 1,
      leavesLabel: true,
    };
  }
  if (cell.duplicates > cell.accepted && cell.unseenMass < REPETITIVE_MASS) {
    return {
      why: `repeats itself: ${cell.duplicates} of ${drafts} drafts were there already`,
      share: 0.5,
      leavesLabel: false,
    };
  }
  return null;
}

function applyChanges(
  map: CoverageMap,
  round: number,
  moved: ReadonlyMap<string, { change: number; why: string[] }>,
): CoverageMap {
  const moves = [...map.moves];
  const cells = map.cells.map((cell) => {
    const entry = moved.get(cell.id);
    if (!entry || entry.change === 0) return cell;
    const quota = cell.quota + entry.change;
    moves.push({ round, cell: cell.id, from: cell.quota, to: quota, why: entry.why.join("; ") });
    return { ...cell, quota };
  });
  return { ...map, cells, moves };
}
