import { z } from "zod";
import { numberSetting } from "../../../base/slots/number-setting.js";
import { configurable } from "../../../base/slots/configurable.js";
import type { Relabeler } from "../contract.js";
import { findLabelIssues } from "../../learning/find-label-issues.js";
import {
  crossFitSettings,
  givenProbabilities,
  type GivenProbabilities,
} from "../filters/measures/given-probabilities.js";
import { noiseFloor } from "./noise-floor.js";
import { RelabelReport } from "./relabel-report.js";

const settings = z.strictObject({
  method: z
    .enum(["prune-by-noise-rate", "prune-by-class", "both", "noise-floor", "rank"])
    .default("prune-by-noise-rate")
    .describe(
      "How many rows are suspected; noise-floor = the share that the noise floor estimates; " +
        "rank = all. Default: prune-by-noise-rate.",
    ),
  rankBy: z
    .enum(["normalized-margin", "self-confidence"])
    .default("normalized-margin")
    .describe("Order of suspicion. Default: normalized-margin."),
  action: z
    .enum(["drop", "relabel", "people"])
    .default("drop")
    .describe(
      "What happens to suspected rows; relabel = the model's label where it is sure enough, " +
        "else drop. Of several labels only the suspected ones go or come, and the row where none " +
        "would be left. Default: drop.",
    ),
  sureFrom: numberSetting(
    { from: 0, to: 1, usual: 0.5 },
    "Least probability of a new label. Default: 0.5.",
  ),
  most: numberSetting(
    { from: 0, to: 1, usual: 0.5 },
    "Largest share of the rows that may be suspected, most suspicious first. Default: 0.5.",
  ),
  leastNoise: numberSetting(
    { from: 0, to: 1, usual: 0 },
    "Below this estimated share of wrong labels (noise floor) nothing is done, as " +
      "suspected rows are then mostly hard ones. Default: 0.",
  ),
  ...crossFitSettings("ensemble"),
});
type Settings = z.output<typeof settings>;

/**
 * Finds labels that are likely wrong from out-of-sample probabilities (confident learning,
 * Northcutt et al. 2021) and drops the rows, gives them the small model's label, or asks people. Of
 * several labels per row each class is looked at by itself, only the suspected labels change, and no
 * row is left without one.
 */
export const confidentLearning = configurable({
  settings,
  make: (chosen): Relabeler => ({
    name: "confident-learning",
    gated: chosen.action !== "people",
    async relabel(rows, context) {
      const report = new RelabelReport(rows);
      const { found, ...failed } = await givenProbabilities(rows, context, {
        folds: chosen.folds,
        algorithm: chosen.algorithm,
      });
      if (found === null) return report.notApplied("confident-learning", failed.note!, failed);
      const { labelled, probabilities, all, classes } = found;
      labelled.indices.forEach((index, at) => report.confidence(index, probabilities[at]!));
      const ofSets = context.multiLabel ? suspectsOfSets(found, chosen) : null;
      const { suspects, floor, noiseRate } = ofSets ?? suspectsOf(found, chosen);
      const applied = floor >= chosen.leastNoise;
      const limited = applied
        ? suspects.slice(0, Math.floor(chosen.most * labelled.indices.length))
        : [];
      const note = (at: number): string => {
        const given = labelled.keys[at] === "" ? "no label" : `"${labelled.keys[at]}"`;
        return `probability of ${given} is ${probabilities[at]!.toFixed(3)}`;
      };
      if (chosen.action === "people") {
        const position = new Map(limited.map((at) => [labelled.indices[at]!, at]));
        await report.ask([...position.keys()], context, "Is the label right?", (index) =>
          note(position.get(index)!),
        );
      } else {
        for (const at of limited) {
          const label =
            ofSets === null
              ? mostProbable(all[at]!, classes)
              : mendedSet({
                  given: labelled.labels[at]!,
                  suspected: ofSets.labels.get(at)!,
                  row: all[at]!,
                  classes,
                  chosen,
                });
          if (label !== null && (ofSets !== null || mends(label, chosen)))
            report.decide(labelled.indices[at]!, "student", { ...label, note: note(at) });
          else report.decide(labelled.indices[at]!, "dropped", { note: note(at) });
        }
      }
      return report.outcome("confident-learning", {
        noiseRate,
        noiseFloor: floor,
        suspected: suspects.length,
        decided: limited.length,
        leastNoise: chosen.leastNoise,
        leftOut: labelled.leftOut,
      });
    },
  }),
});

/** Positions among the labelled rows, most suspicious first. */
interface Suspects {
  readonly suspects: readonly number[];
  readonly floor: number;
  readonly noiseRate: number;
}

function suspectsOf(
  { labelled, all, classes }: GivenProbabilities,
  { method, rankBy }: Pick<Settings, "method" | "rankBy">,
): Suspects {
  const numbers = new Map(classes.map((name, index) => [name, index]));
  return suspectsBy(
    all,
    labelled.labels.map((label) => numbers.get(String(label))!),
    { method, rankBy },
  );
}

function suspectsBy(
  probabilities: readonly Float64Array[],
  labels: readonly number[],
  { method, rankBy }: Pick<Settings, "method" | "rankBy">,
): Suspects {
  const floor = noiseFloor(probabilities, labels);
  const { indices, noiseRate } = findLabelIssues({
    probabilities,
    labels,
    rankBy,
    method: method === "noise-floor" ? "rank" : method,
  });
  return {
    suspects:
      method === "noise-floor" ? indices.slice(0, Math.round(floor * labels.length)) : indices,
    floor,
    noiseRate,
  };
}

/** The suspected classes of each suspected row, as indices, beside the rows. */
interface SuspectSets extends Suspects {
  readonly labels: ReadonlyMap<number, readonly number[]>;
}

/**
 * Each class is a yes/no problem of its own; a row is suspected where one of its classes is. Rows
 * that would not change are not: a label that the model misses is all that is known of many.
 */
function suspectsOfSets(
  { labelled, all, classes, probabilities }: GivenProbabilities,
  chosen: Settings,
): SuspectSets {
  const labels = new Map<number, number[]>();
  let floor = 0;
  let noiseRate = 0;
  classes.forEach((name, c) => {
    const binary = all.map((row) => Float64Array.of(1 - row[c]!, row[c]!));
    const given = labelled.labels.map((set) => (set.includes(name) ? 1 : 0));
    const ofClass = suspectsBy(binary, given, chosen);
    for (const at of ofClass.suspects) {
      // A missing label can be given or asked for, not taken away.
      if (given[at] === 0 && chosen.action === "drop") continue;
      if (given[at] === 0 && chosen.action === "relabel" && !(all[at]![c]! >= chosen.sureFrom))
        continue;
      labels.set(at, [...(labels.get(at) ?? []), c]);
    }
    noiseRate += ofClass.noiseRate / classes.length;
    floor = Math.max(floor, ofClass.floor);
  });
  return {
    suspects: [...labels.keys()].sort((a, b) => probabilities[a]! - probabilities[b]! || a - b),
    labels,
    floor,
    noiseRate,
  };
}

interface NewLabel {
  readonly label: string | string[];
  readonly confidence: number;
}

function mends({ confidence }: NewLabel, { action, sureFrom }: Settings): boolean {
  return action === "relabel" && confidence >= sureFrom;
}

function mostProbable(row: Float64Array, classes: readonly string[]): NewLabel {
  const best = row.reduce((top, value, c) => (value > row[top]! ? c : top), 0);
  return { label: classes[best]!, confidence: row[best]! };
}

/**
 * The set without its suspected labels, and with those that the model is sure are missing where
 * labels are mended; never an empty one: null where no label is left that anybody vouches for.
 */
function mendedSet({
  given,
  suspected,
  row,
  classes,
  chosen,
}: {
  readonly given: string | readonly string[];
  readonly suspected: readonly number[];
  readonly row: Float64Array;
  readonly classes: readonly string[];
  readonly chosen: Settings;
}): NewLabel | null {
  const turned = new Set(suspected);
  const held = new Set([given].flat());
  const label = classes.filter((name, c) => held.has(name) !== turned.has(c));
  const confidence = suspected.reduce(
    (least, c) => Math.min(least, held.has(classes[c]!) ? 1 - row[c]! : row[c]!),
    1,
  );
  if (label.length > 0) return { label, confidence };
  const likely = mostProbable(row, classes);
  return mends(likely, chosen) && !held.has(String(likely.label))
    ? { label: [likely.label].flat(), confidence: Math.min(confidence, likely.confidence) }
    : null;
}
