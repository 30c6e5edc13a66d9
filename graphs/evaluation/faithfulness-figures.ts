import type { Criterion } from "../../agents/critic/contract.js";
import { clopperPearson } from "../../base/statistics/clopper-pearson.js";
import { mean } from "../../base/statistics/mean.js";
import type { Verdict } from "../../schema/verdict.js";
import { krippendorffAlpha } from "../../tools/agreement/krippendorff-alpha.js";
import type { RoleModel } from "../../tools/models/contract.js";

/** What was found of one row. */
export interface RowFaithfulness {
  /** Id of the row. */
  readonly id: string;
  /** False where a criterion refused it; null where no judge could be read. */
  readonly pass: boolean | null;
  /** Mean of the criteria's scores, 0 to 1; null where none has one. */
  readonly score: number | null;
  /** Scores by criterion, the mean over a panel. */
  readonly scores: Readonly<Record<string, number>>;
  /** Verdicts of the first judge that could be read, refusals first. */
  readonly verdicts: readonly Verdict[];
}

/** How faithful rows are, by a judge. */
export interface Faithfulness {
  /** Rows that there were. */
  readonly rows: number;
  /** Rows that were judged. */
  readonly judged: number;
  /** Rows whose judge could not be read, by error code. */
  readonly unjudged: Readonly<Record<string, number>>;
  /** Share of the judged rows that pass every criterion, with its exact 95 % interval; null for none. */
  readonly faithful: { readonly share: number; readonly low: number; readonly high: number } | null;
  /** Each criterion: rows that it passed, and the mean of its scores. */
  readonly criteria: readonly {
    /** Name of the criterion. */
    readonly name: string;
    /** Rows that it passed. */
    readonly passed: number;
    /** Rows that it judged. */
    readonly judged: number;
    /** Mean of its scores, 0 to 1; null where it gives none. */
    readonly meanScore: number | null;
  }[];
  /** Judges of a panel, and Krippendorff's alpha of their decisions; null for fewer than two. */
  readonly panel: { readonly models: readonly string[]; readonly alpha: number | null } | null;
  /** One entry for each row, in order. */
  readonly found: readonly RowFaithfulness[];
}

/** Whether a judge refuses nothing of a row. */
export function passesAll(verdicts: readonly Verdict[]): boolean {
  return verdicts.every(({ pass }) => pass);
}

/** What the judges of a row found, put together. */
export function rowOf(
  id: string,
  read: readonly (readonly Verdict[])[],
  decided: readonly (boolean | null)[],
): RowFaithfulness {
  const votes = decided.filter((vote): vote is boolean => vote !== null);
  const yes = votes.filter(Boolean).length;
  const scores: Record<string, number> = {};
  for (const { criterion } of read[0] ?? []) {
    const own = read.flatMap((verdicts) =>
      verdicts.flatMap((verdict) =>
        verdict.criterion === criterion && verdict.score !== null ? [verdict.score] : [],
      ),
    );
    if (own.length > 0) scores[criterion] = mean(own);
  }
  const values = Object.values(scores);
  return {
    id,
    // A panel that is split refuses: what is kept should be what most would keep.
    pass: votes.length === 0 ? null : 2 * yes > votes.length,
    score: values.length === 0 ? null : mean(values),
    scores,
    verdicts: read[0] ?? [],
  };
}

/** All rows together. */
export function faithfulnessOf(
  found: readonly RowFaithfulness[],
  {
    criteria,
    decided,
    models,
    unjudged,
  }: {
    readonly criteria: readonly Criterion[];
    readonly decided: readonly (readonly (boolean | null)[])[];
    readonly models: readonly RoleModel[];
    readonly unjudged: Readonly<Record<string, number>>;
  },
): Faithfulness {
  const judged = found.filter(({ pass }) => pass !== null);
  const passed = judged.filter(({ pass }) => pass).length;
  return {
    rows: found.length,
    judged: judged.length,
    unjudged,
    faithful:
      judged.length === 0
        ? null
        : {
            share: passed / judged.length,
            ...clopperPearson({ successes: passed, trials: judged.length }),
          },
    criteria: criteria.map(({ name }) => {
      const verdicts = judged.flatMap((row) =>
        row.verdicts.filter(({ criterion }) => criterion === name),
      );
      const scores = judged.flatMap((row) => row.scores[name] ?? []);
      return {
        name,
        passed: verdicts.filter(({ pass }) => pass).length,
        judged: verdicts.length,
        meanScore: scores.length === 0 ? null : mean(scores),
      };
    }),
    panel:
      models.length < 2
        ? null
        : { models: models.map(({ info }) => info.name), alpha: krippendorffAlpha(decided) },
    found,
  };
}
