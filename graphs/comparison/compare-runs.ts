import { checkOptions, ANYTHING, integerFrom } from "../../base/settings/check-options.js";
import { DatawrightError } from "../../base/errors.js";
import { holmAdjusted } from "../../base/statistics/holm.js";
import { openRun } from "../commands/open-run.js";
import { comparedRun, isUnfinished, type ComparedRun } from "./compared-run.js";
import { configDifference, type SettingDifference } from "./config-difference.js";
import { downstreamDifference } from "./downstream-difference.js";
import { figureDifferences, type TestedFigure } from "./figure-differences.js";

/** How two runs are compared. */
export interface CompareOptions {
  /** Folder of runs and cache. Default: DATAWRIGHT_HOME, else `.datawright`. */
  readonly workspace?: string;
  /** Address of the database that keeps the runs' records. Default: the runs' folders. */
  readonly store?: string;
  /** Seed of what is drawn. Default: 1. */
  readonly seed?: number;
  /** Stops the work. */
  readonly signal?: AbortSignal;
}

/** A figure of two runs, and whether they differ in it. */
export interface FigureDifference {
  /** Name in camel case: acceptance, tokensPerRow, judgeScore, downstream … */
  readonly name: string;
  /** The criterion or label that is meant; else null. */
  readonly of: string | null;
  /** Whether values are shares, numbers or US dollars. */
  readonly unit: "share" | "number" | "usd";
  /** Of the first run; null where it has none. */
  readonly first: number | null;
  /** Of the second run. */
  readonly second: number | null;
  /** second - first with its 95 % interval; null where it was not tested. */
  readonly difference: number | null;
  /** Lower end of the interval. */
  readonly low: number | null;
  /** Upper end of it. */
  readonly high: number | null;
  /** Two-sided p-value of the one test. */
  readonly probability: number | null;
  /** The same adjusted for all tests together (Holm 1979). */
  readonly adjusted: number | null;
  /** Name of the test. */
  readonly method: string | null;
  /** real: adjusted p at most 0.05; not-shown: it may be chance; untested: see the note. */
  readonly verdict: "real" | "not-shown" | "untested";
  /** Why it was not tested, or what a reader must know. */
  readonly note: string | null;
}

/** One of two runs that were compared. */
export interface ComparedSide {
  /** Id of the run. */
  readonly id: string;
  /** Folder of the run. */
  readonly folder: string;
  /** Recipe of its task; null for none. */
  readonly recipe: string | null;
  /** Seed of the run. */
  readonly seed: number;
  /** Accepted samples. */
  readonly accepted: number;
  /** Why it stopped; null for one that is at work or was killed. */
  readonly stop: string | null;
}

/** What two runs differ in. */
export interface RunComparison {
  /** The run that was named first. */
  readonly first: ComparedSide;
  /** The other one. */
  readonly second: ComparedSide;
  /** Settings that are not the same. */
  readonly settings: readonly SettingDifference[];
  /** Every figure that either has. */
  readonly figures: readonly FigureDifference[];
  /** Tests that were made together, at a joint error of 0.05. */
  readonly tests: number;
  /** What a reader must know, a sentence each. */
  readonly notes: readonly string[];
}

const ERROR = 0.05;

/**
 * Compares two runs, finished or at work: the settings that differ, and every figure with a test of its
 * difference, adjusted for how many there are. Nothing of the runs is changed or locked, and no model
 * is asked.
 *
 * @param first  run id, or path of the run folder
 * @param second the other one
 * @throws RUN_NOT_FOUND, STORE_CORRUPT; USAGE for one run twice, and for runs whose samples have other
 *         fields
 */
export async function compareRuns(
  first: string,
  second: string,
  options: CompareOptions = {},
): Promise<RunComparison> {
  checkOptions(options, {
    of: "compareRuns",
    rules: { workspace: ANYTHING, store: ANYTHING, seed: integerFrom(0), signal: ANYTHING },
  });
  const { seed = 1, signal } = options;
  const runs = [await read(first, options), await read(second, options)] as const;
  requireComparable(...runs);
  const figures = [
    ...(await figureDifferences(runs, seed)),
    await downstreamDifference(runs, { seed, signal }),
  ];
  const found = withVerdicts(figures);
  return {
    first: sideOf(runs[0]),
    second: sideOf(runs[1]),
    settings: configDifference(runs[0].config, runs[1].config),
    figures: found,
    tests: found.filter(({ verdict }) => verdict !== "untested").length,
    notes: notesOf(runs),
  };
}

async function read(name: string, { workspace, store }: CompareOptions): Promise<ComparedRun> {
  const run = await openRun(name, {
    ...(workspace === undefined ? {} : { workspace }),
    ...(store === undefined ? {} : { store }),
  });
  try {
    return await comparedRun(run);
  } finally {
    run.close();
  }
}

function requireComparable(first: ComparedRun, second: ComparedRun): void {
  if (first.folder === second.folder)
    throw new DatawrightError({
      code: "USAGE",
      message: `${first.id} is compared with itself`,
      hint: "Name two runs; `datawright runs` lists them.",
    });
  const shape = ({ task }: ComparedRun): string =>
    `${task.spec.kind} (${task.textFields.join(", ")})`;
  if (shape(first) === shape(second)) return;
  throw new DatawrightError({
    code: "USAGE",
    message:
      `the samples of the runs have other fields: ${first.id} is ${shape(first)}, ` +
      `${second.id} is ${shape(second)}`,
    hint: "Compare runs of one kind, with the same text fields.",
    details: { first: shape(first), second: shape(second) },
  });
}

/** Which differences are real, all tests together (Holm 1979). */
function withVerdicts(figures: readonly TestedFigure[]): FigureDifference[] {
  const adjusted = holmAdjusted(
    figures.flatMap(({ test }) => (test === null ? [] : [test.probability])),
  );
  let next = 0;
  return figures.map(({ test, ...figure }) => {
    if (test === null)
      return {
        ...figure,
        difference: null,
        low: null,
        high: null,
        probability: null,
        adjusted: null,
        method: null,
        verdict: "untested",
      };
    const joint = adjusted[next++]!;
    return { ...figure, ...test, adjusted: joint, verdict: joint <= ERROR ? "real" : "not-shown" };
  });
}

function sideOf({ id, folder, config, report, accepted }: ComparedRun): ComparedSide {
  return {
    id,
    folder,
    recipe: config.spec.recipe ?? null,
    seed: config.spec.seed,
    accepted: accepted.length,
    stop: report?.summary.stop ?? null,
  };
}

function notesOf(runs: readonly ComparedRun[]): string[] {
  const names = (run: ComparedRun): string =>
    canonicalLabels(run.task.labels.map(({ name }) => name));
  return [
    ...runs
      .filter(isUnfinished)
      .map(({ id }) => `${id} is not finished: its figures are of what is there now`),
    ...(names(runs[0]!) === names(runs[1]!) ? [] : ["the tasks do not name the same labels"]),
    "a real difference is one of these two datasets; whether the method makes it again, runs with " +
      "other seeds show (`datawright tournament`)",
  ];
}

const canonicalLabels = (names: readonly string[]): string => JSON.stringify([...names].sort());
