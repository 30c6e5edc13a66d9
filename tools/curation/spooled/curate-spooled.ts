import type { SlotChoice } from "../../../base/slots/slot-choice.js";
import { curateRows } from "../curate-rows.js";
import type {
  CuratedRow,
  CurationContext,
  CurationSteps,
  Filter,
  Relabeler,
  Reweighter,
  StepFigures,
} from "../contract.js";
import { addFigures, emptyFigures } from "../step-figures.js";
import { removeEqual, removeNear, settingsOf, type SpooledRemoval } from "./spooled-duplicates.js";
import { refusedForSpooled, type Spool } from "./spooled-row.js";

/** A step with the choice that it was made from. */
type Chosen =
  | { readonly kind: "filter"; readonly step: Filter; readonly choice: SlotChoice }
  | { readonly kind: "relabel"; readonly step: Relabeler; readonly choice: SlotChoice }
  | { readonly kind: "reweight"; readonly step: Reweighter; readonly choice: SlotChoice };

/** Steps that look at all rows: here by a search on disk. */
const WHOLE: Readonly<
  Record<
    string,
    (
      spool: Spool,
      settings: unknown,
      context: CurationContext & { readonly folder: string },
    ) => Promise<SpooledRemoval>
  >
> = { "exact-duplicate": removeEqual, "near-duplicate": removeNear };

/**
 * Steps that decide a row by itself, or by models of other rows: a part of the file that is drawn at
 * random does for these, and each part is judged by what was learnt from it.
 */
const IN_PARTS: ReadonlySet<string> = new Set([
  ...["heuristics", "harm", "privacy", "leakage", "judge-rating", "trained-critic", "agreement"],
  ...["average-log-probability", "instruction-difficulty", "teacher-confidence"],
  ...["confidence", "cartography", "learning-dynamics", "max-variability", "pvi", "influence"],
  ...["confident-learning", "lowest-logit", "majority-vote", "dawid-skene", "crowdlab", "teacher"],
  ...["temporal-ensembling", "class-balance", "density-ratio", "label-shift"],
]);

/** How a file is curated in parts. */
export interface SpooledCuration {
  readonly context: CurationContext;
  /** Rows that are in memory at a time. */
  readonly rowsAtOnce: number;
  /** Where files are kept meanwhile. */
  readonly folder: string;
}

/**
 * Curates rows that do not fit the memory: step by step over parts of them that are drawn at random,
 * equal and near rows over all of them by searches on disk. What needs a gate is decided on the first part, and acts,
 * or does not, in all.
 *
 * @throws DATA_TOO_LARGE for a step that needs all rows at once
 */
export async function curateSpooled(
  spool: Spool,
  steps: CurationSteps,
  choices: readonly SlotChoice[],
  curation: SpooledCuration,
): Promise<readonly StepFigures[]> {
  const chosen = chosenSteps(steps, choices);
  for (const { step } of chosen)
    if (WHOLE[step.name] === undefined && !IN_PARTS.has(step.name))
      throw refusedForSpooled(step.name);
  const { context, folder } = curation;
  const figures: StepFigures[] = [];
  for (const [done, each] of chosen.entries()) {
    const { name } = each.step;
    const own: CurationContext = {
      ...context,
      progress: (part, share) =>
        context.progress(part === "" ? name : `${name}: ${part}`, (done + share) / chosen.length),
    };
    const whole = WHOLE[name];
    if (whole === undefined) {
      figures.push(await inParts(spool, each, { ...curation, context: own }, steps.force ?? false));
    } else {
      const { removed, ...found } = await whole(spool, settingsOf(each.choice), { ...own, folder });
      const reason = name === "exact-duplicate" ? "duplicate" : name;
      figures.push({
        ...emptyFigures(each),
        ...found,
        removed,
        byReason: removed === 0 ? {} : { [reason]: removed },
      });
    }
    context.progress(name, (done + 1) / chosen.length);
  }
  return figures;
}

function chosenSteps(
  { filters, relabelers, reweighter }: CurationSteps,
  choices: readonly SlotChoice[],
): readonly Chosen[] {
  return [
    ...filters.map((step) => ({ kind: "filter", step }) as const),
    ...relabelers.map((step) => ({ kind: "relabel", step }) as const),
    ...(reweighter === null ? [] : [{ kind: "reweight", step: reweighter } as const]),
  ].map((each, at) => ({ ...each, choice: choices[at]! }));
}

/** One step over all parts, one after the other. */
async function inParts(
  spool: Spool,
  chosen: Chosen,
  { context, rowsAtOnce }: SpooledCuration,
  force: boolean,
): Promise<StepFigures> {
  const parts = Math.max(1, Math.ceil(spool.size / rowsAtOnce));
  let sum = emptyFigures(chosen);
  for (let part = 0; part < parts; part++) {
    const rows = spool.part(part, parts).filter(([, { item }]) => item.status === "kept");
    if (rows.length === 0) continue;
    // The first part said whether a step that needs a gate acts.
    if (sum.gate?.applied === false) {
      sum = {
        ...sum,
        seen: sum.seen + rows.length,
        notApplicable: sum.notApplicable + rows.length,
      };
      continue;
    }
    const { rows: after, steps } = await curateRows(
      rows.map(([, { item }]) => item.row),
      stepsOf(chosen, force || sum.gate !== null),
      {
        ...context,
        seed: context.seed + part,
        random: part === 0 ? context.random : context.random.derive("part", part),
        progress: (step, share) => context.progress(step, (part + share) / parts),
      },
    );
    for (const [at, next] of after.entries()) {
      const [n, value] = rows[at]!;
      spool.set(n, { ...value, item: joined(value.item, next) });
    }
    sum = addFigures(sum, steps[0]!);
  }
  return parts === 1 ? sum : { ...sum, figures: { ...sum.figures, parts, rowsAtOnce } };
}

function stepsOf({ kind, step }: Chosen, force: boolean): CurationSteps {
  return {
    filters: kind === "filter" ? [step] : [],
    relabelers: kind === "relabel" ? [step] : [],
    reweighter: kind === "reweight" ? step : null,
    force,
  };
}

/** What an earlier step said of a row stays where the next one says nothing. */
function joined(before: CuratedRow, after: CuratedRow): CuratedRow {
  const scores = { ...before.scores, ...after.scores };
  if (after.step !== null) return { ...after, scores };
  const { reason, note, step, mended } = before;
  return { ...after, reason, note, step, mended, scores };
}
