import type { Cell } from "../../schema/coverage.js";
import { DatawrightError } from "../../base/errors.js";
import { labelKey } from "../../schema/label.js";
import { unseenMass } from "../../base/statistics/good-turing.js";
import { hash32 } from "../../base/statistics/hash.js";
import type { CoverageState, DraftOutcome, SaturationSettings } from "./coverage-state.js";
import { isCellSaturated } from "./saturation.js";

const COUNTER = {
  accepted: "accepted",
  rejected: "rejected",
  duplicate: "duplicates",
  "in-review": "inReview",
} as const;

/** The small model learns along: what it got wrong long ago says little about it now. */
const LATEST_PREDICTIONS = 60;

/** Wrong predictions, of how many. */
export interface Errors {
  readonly wrong: number;
  readonly of: number;
}

interface Landed {
  readonly drafts: DraftOutcome[];
  misplaced: number;
}

/**
 * The state after one more sealed round: counts, the Good-Turing unseen mass over each cell's
 * latest drafts, and which cells are open. A draft counts for the cell of what it is, whichever
 * cell its order named.
 *
 * @param outcomes the round's drafts in ordinal order
 * @param validation label -> how many real rows of a validation part the small model got wrong, of
 *         how many; counted with what it got wrong of the accepted samples
 * @throws INTERNAL if a draft names a cell that the map does not have
 */
export function recordOutcomes(
  state: CoverageState,
  outcomes: readonly DraftOutcome[],
  settings: SaturationSettings,
  validation: ReadonlyMap<string, Errors> = new Map(),
): CoverageState {
  const byCell = new Map<string, Landed>(
    state.map.cells.map((cell) => [cell.id, { drafts: [], misplaced: 0 }]),
  );
  const at = (id: string): Landed => {
    const landed = byCell.get(id);
    if (!landed)
      throw new DatawrightError({
        code: "INTERNAL",
        message:
          `a draft was sealed for the cell ${JSON.stringify(id)}, which the coverage map ` +
          "does not " +
          "have",
      });
    return landed;
  };
  for (const outcome of outcomes) {
    if (outcome.cell !== null) at(outcome.cell).drafts.push(outcome);
    if (outcome.orderedFor !== undefined && outcome.orderedFor !== outcome.cell)
      at(outcome.orderedFor).misplaced += 1;
  }
  const windows: [string, readonly number[]][] = [];
  const predictions: [string, readonly number[]][] = [];
  const cells = state.map.cells.map((cell) => {
    const { drafts, misplaced } = at(cell.id);
    const before = Object.hasOwn(state.windows, cell.id) ? (state.windows[cell.id] ?? []) : [];
    const latest = [...before, ...drafts.map((draft) => speciesHash(draft.species))].slice(
      -settings.window,
    );
    if (latest.length > 0) windows.push([cell.id, latest]);
    const judged = latestPredictions(state, cell.id, drafts);
    if (judged.length > 0) predictions.push([cell.id, judged]);
    const placed = misplaced === 0 ? cell : { ...cell, misplaced: cell.misplaced + misplaced };
    return {
      ...(drafts.length === 0 ? placed : recordCell(placed, drafts, latest, settings)),
      ...studentError(judged, validation.get(labelKey(cell.label))),
    };
  });
  return {
    map: { ...state.map, cells, sealedRounds: state.map.sealedRounds + 1 },
    windows: Object.fromEntries(windows),
    predictions: Object.fromEntries(predictions),
  };
}

function recordCell(
  cell: Cell,
  drafts: readonly DraftOutcome[],
  latest: readonly number[],
  settings: SaturationSettings,
): Cell {
  const next = { ...cell };
  for (const draft of drafts) {
    next[COUNTER[draft.outcome]]++;
    if (draft.barred === true) next.barred = (next.barred ?? 0) + 1;
    if (draft.orderedFor !== undefined && draft.orderedFor !== cell.id) next.strays++;
  }
  next.unseenMass = windowUnseenMass(latest);
  next.open = next.accepted < next.quota && !isCellSaturated(next, settings);
  return next;
}

function latestPredictions(
  { predictions = {} }: CoverageState,
  cell: string,
  drafts: readonly DraftOutcome[],
): readonly number[] {
  const before = Object.hasOwn(predictions, cell) ? (predictions[cell] ?? []) : [];
  return [
    ...before,
    ...drafts.flatMap(({ studentWrong }) =>
      studentWrong === undefined ? [] : [Number(studentWrong)],
    ),
  ].slice(-LATEST_PREDICTIONS);
}

function studentError(
  judged: readonly number[],
  validation: Errors = { wrong: 0, of: 0 },
): Pick<Cell, "studentError" | "judgedByStudent"> {
  const count = judged.length + validation.of;
  return {
    studentError:
      count === 0 ? null : judged.reduce((sum, wrong) => sum + wrong, validation.wrong) / count,
    judgedByStudent: count,
  };
}

function windowUnseenMass(window: readonly number[]): number {
  const counts = new Map<number, number>();
  let withoutText = 0;
  for (const species of window) {
    if (species === 0) withoutText++;
    else counts.set(species, (counts.get(species) ?? 0) + 1);
  }
  return unseenMass([...counts.values(), ...new Array<number>(withoutText).fill(1)]);
}

function speciesHash(species: string): number {
  return species === "" ? 0 : Math.max(1, hash32(species));
}
