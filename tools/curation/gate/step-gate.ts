import { isDatawrightError } from "../../../base/errors.js";
import type { CurationContext, CurationRow } from "../contract.js";
import type { GateFigures } from "./gate-figures.js";
import { effectsOf, isChanged, type CurationStep, type StepEffects } from "../step-effects.js";
import { heldOutGain, type Treatment } from "./held-out-gain.js";

/**
 * Fewer labelled rows show nothing: a gain of five points in a hundred rows is five rows, and as
 * many fall by chance.
 */
const LEAST_ROWS = 100;

/**
 * Whether rows may be treated in a way that rests on a small model's opinion: only where, on
 * held-out labels, accuracy rises or the squared error of the probabilities falls with the whole of
 * its interval, and neither of them nor the mean over the classes gets worse. That is seen by a
 * classifier that believes its labels; where texts are hard, taking out what contradicts it is no
 * more than smoothing, so one that chooses by itself how much to believe must not lose either.
 *
 * @param touchedShare share of the rows that the treatment changes, where that is known
 */
export async function gateOf(
  rows: readonly CurationRow[],
  { treat, touchedShare }: { readonly treat: Treatment; readonly touchedShare?: number },
  context: CurationContext,
): Promise<GateFigures> {
  const gate = (reason: GateFigures["reason"], more: Partial<GateFigures> = {}): GateFigures => ({
    ...unmeasured(context, touchedShare ?? 0),
    applied: reason === "gain-shown",
    reason,
    ...more,
  });
  const labelled = rows.filter((row) => row.label !== null).length;
  if (labelled === 0) return gate("no-labels");
  if (labelled < LEAST_ROWS) return gate("too-few-rows");
  const { gain, note } = await heldOutGain(rows, treat, context);
  if (gain === null) return gate("cannot-measure", { note });
  const { overClasses, right, error, withChosenCost, ...splits } = gain;
  const shown =
    (error.lower > 0 || right.lower > 0) &&
    error.expected >= 0 &&
    right.expected >= 0 &&
    (overClasses?.upper ?? 0) >= 0;
  const chosenCost = shown ? await withChosenCost() : null;
  const applied = shown && chosenCost!.expected >= 0;
  return gate(
    applied ? "gain-shown" : gain.touchedShare === 0 ? "nothing-to-do" : "no-gain-shown",
    {
      ...splits,
      gain: right,
      error,
      chosenCost,
      touchedShare: touchedShare ?? gain.touchedShare,
    },
  );
}

/** The gate of a step that would change nothing: null where the rows are enough to trust that. */
export function tooFewRows(
  rows: readonly CurationRow[],
  context: CurationContext,
): GateFigures | null {
  const labelled = rows.filter((row) => row.label !== null).length;
  if (labelled === 0 || labelled >= LEAST_ROWS) return null;
  return { ...unmeasured(context, 0), applied: false, reason: "too-few-rows" };
}

/** The gate of a step that acts because its owner said so. */
export function forcedGate(touchedShare: number, context: CurationContext): GateFigures {
  return { ...unmeasured(context, touchedShare), applied: true, reason: "forced" };
}

function unmeasured(
  { multiLabel }: CurationContext,
  touchedShare: number,
): Omit<GateFigures, "applied" | "reason"> {
  return {
    gain: null,
    error: null,
    chosenCost: null,
    measure: multiLabel ? "f1" : "accuracy",
    heldOut: 0,
    triedOn: 0,
    splits: 0,
    touchedShare,
    note: null,
  };
}

/** What a step makes of rows by its opinion alone; where it cannot judge so few, nothing. */
export function treatmentBy(step: CurationStep, context: CurationContext): Treatment {
  return async (rows, progress) => {
    try {
      const inside = {
        ...alone(context),
        progress: (_part: string, share: number) => progress(share),
      };
      return leftOf(await effectsOf(step, rows, inside));
    } catch (error) {
      if (isDatawrightError(error) && error.code === "TRAINING_DATA") return rows;
      throw error;
    }
  };
}

/** The rows that a step leaves in the set. */
export function leftOf({ rows }: StepEffects): readonly CurationRow[] {
  return rows.flatMap(({ row, decision }) => (decision?.status === "removed" ? [] : [row]));
}

/** Share of the rows that a step takes out, or whose label or weight it changes. */
export function touchedShareOf(before: readonly CurationRow[], { rows }: StepEffects): number {
  const touched = rows.filter(
    ({ row, decision }, index) => decision?.status === "removed" || isChanged(before[index]!, row),
  ).length;
  return touched / before.length;
}

/** Classes that have rows before and none after. */
export function emptiedClasses(
  before: readonly CurationRow[],
  after: readonly CurationRow[],
): readonly string[] {
  const names = (rows: readonly CurationRow[]): Set<string> =>
    new Set(rows.flatMap(({ label }) => label ?? []));
  const left = names(after);
  return [...names(before)].filter((name) => !left.has(name)).sort();
}

/** A step that is tried on parts of the rows asks nobody. */
function alone(context: CurationContext): CurationContext {
  return {
    ...context,
    random: context.random.derive("gate"),
    model: undefined,
    askModel: undefined,
    askPeople: undefined,
  };
}
