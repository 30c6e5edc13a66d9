import { Random } from "../../base/statistics/random.js";
import { append } from "../../base/values/append.js";
import { labelKey } from "../../schema/label.js";
import type { Row } from "../../schema/sample.js";
import { resolveTask } from "../../schema/task.js";
import type { TaskSpec } from "../../schema/task-file/task-spec.js";
import { readTaskRows } from "../../tools/rows/read-task-rows.js";
import { splitSupport } from "../../tools/rows/split-support.js";

/** The real rows of a tournament: those that runs are given, and those that no run sees. */
export interface TournamentRows {
  readonly support: readonly Row[];
  readonly heldOut: readonly Row[];
  /** Places of the held-out rows that recipes are chosen by, and of those that are reported on. */
  readonly chosenBy: readonly number[];
  readonly reported: readonly number[];
}

/** Held-out rows from which each half says something by itself. */
const ENOUGH_FOR_TWO = 60;

/**
 * Splits the support rows once, by the task's seed, for runs of all seeds: a held-out row of one run
 * must not be shown in another.
 *
 * @throws DATA_*
 */
export async function tournamentRows(spec: TaskSpec, folder: string): Promise<TournamentRows> {
  if (spec.support === undefined) return { support: [], heldOut: [], chosenBy: [], reported: [] };
  const task = resolveTask(spec, []);
  const { rows } = await readTaskRows({ source: spec.support, task, folder, set: "support" });
  const { support, heldOut } = splitSupport(rows, spec.support, spec.seed);
  return { support, heldOut, ...halvesOf(heldOut, spec.seed) };
}

function halvesOf(
  rows: readonly Row[],
  seed: number,
): Pick<TournamentRows, "chosenBy" | "reported"> {
  const all = [...rows.keys()];
  if (rows.length < ENOUGH_FOR_TWO) return { chosenBy: all, reported: all };
  const byLabel = new Map<string, number[]>();
  for (const at of new Random(seed).derive("tournament").shuffle(all))
    append(byLabel, labelKey(rows[at]!.label), at);
  // One of each label in turn to either side: both have about the same labels.
  const inTurn = [...byLabel.values()].flat();
  const side = (which: number): number[] =>
    inTurn.filter((_, place) => place % 2 === which).sort((a, b) => a - b);
  return { chosenBy: side(0), reported: side(1) };
}

/** The task of one run: its own seed, the support rows as they are, nobody asked. */
export function runSpec(
  spec: TaskSpec,
  { support, seed }: { readonly support: readonly Row[]; readonly seed: number },
): TaskSpec {
  const { certify: _people, tournament: _own, ...rest } = spec;
  return {
    ...rest,
    seed,
    review: "none",
    ...(spec.support === undefined
      ? {}
      : {
          support: {
            rows: support.map(({ fields, label }) => ({
              ...fields,
              ...(label === null ? {} : { label }),
            })),
            heldOut: 0,
          },
        }),
  };
}
