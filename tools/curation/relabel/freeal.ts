import { z } from "zod";
import { countSetting, numberSetting } from "../../../base/slots/number-setting.js";
import { configurable } from "../../../base/slots/configurable.js";
import type { LabelValue } from "../../../schema/label.js";
import { Random } from "../../../base/statistics/random.js";
import type { CurationContext, CurationRow, Relabeler } from "../contract.js";
import {
  crossFitSettings,
  givenProbabilities,
  type GivenProbabilities,
} from "../filters/measures/given-probabilities.js";
import { groupsBy } from "../../../base/statistics/lowest-share.js";
import { fitGaussianMixture } from "./gaussian-mixture.js";
import { medoids } from "./medoids.js";
import { RelabelReport } from "./relabel-report.js";

const settings = z.strictObject({
  rounds: countSetting({ from: 1, to: 20, usual: 3 }, "Rounds of asking at most. Default: 3."),
  clean: numberSetting(
    { from: 0, to: 1, usual: 0.7 },
    "A label is clean above this posterior of the component of small losses. Default: 0.7.",
  ),
  agreement: numberSetting(
    { from: 0, to: 1, usual: 0.2 },
    "Share per class of the rows whose label is the prediction, surest first, that is " +
      "settled. Default: 0.2.",
  ),
  demonstrations: countSetting(
    { from: 0, usual: 100 },
    "Demonstrations over all classes. Default: 100.",
  ),
  ask: z
    .enum(["rest", "suspected"])
    .default("rest")
    .describe(
      "rest = all rows outside the agreement set, as in the paper; suspected = of those the " +
        "ones that are not clean. Default: rest.",
    ),
  stable: numberSetting(
    { from: 0, to: 1, usual: 0.005 },
    "The rounds end when fewer labels than this share change. Default: 0.005.",
  ),
  action: z
    .enum(["keep", "drop", "people"])
    .default("keep")
    .describe(
      "What happens to rows that are not clean in the end, or where no language model was " +
        "given. Default: keep.",
    ),
  ...crossFitSettings("ensemble"),
});
type Settings = z.output<typeof settings>;

/**
 * Active learning between a language model and a small model (FreeAL, Xiao et al. 2023):
 * out-of-sample losses, scaled to 0..1, are split by a mixture of two normal distributions; where
 * the prediction is the label, the surest rows of each class are settled and their medoids become
 * demonstrations; the other rows go back to the language model, round by round. Rows without a
 * label or text with unknown labels are asked too. Without a language model the losses are judged
 * once.
 */
export const freeal = configurable({
  settings,
  make: (chosen): Relabeler => ({
    name: "freeal",
    gated: chosen.action === "drop",
    async relabel(rows, context) {
      const report = new RelabelReport(rows);
      if (context.multiLabel)
        return report.notApplied(
          "freeal",
          "the method needs one label per row; these rows have sets of labels",
        );
      // Each round asks and then judges, after a first judgement.
      const parts = 1 + 2 * chosen.rounds;
      const partOf = (part: number): CurationContext => ({
        ...context,
        progress: (step, share) => context.progress(step, (part + share) / parts),
      });
      let current = [...rows];
      let judged = await judge(current, partOf(0), chosen);
      if (judged.note !== null) return report.notApplied("freeal", judged.note);
      const rounds: {
        asked: number;
        changed: number;
        unreadable: number;
        demonstrations: number;
      }[] = [];
      while (context.askModel && rounds.length < chosen.rounds) {
        const { settled, clean } = judged;
        const asked = current.flatMap((row, index) =>
          row.text.trim() === "" ||
          settled.has(index) ||
          (chosen.ask === "suspected" && clean[index]! > chosen.clean)
            ? []
            : [index],
        );
        if (asked.length === 0) break;
        const demonstrations = await demonstrationsOf(
          current,
          judged,
          context,
          chosen.demonstrations,
        );
        context.progress("language model", (1 + 2 * rounds.length) / parts);
        const answers = await context.askModel(
          asked.map((index) => current[index]!),
          { demonstrations, variant: 0 },
        );
        const next = [...current];
        let changed = 0;
        let unreadable = 0;
        asked.forEach((index, at) => {
          const label = answers[at]?.label ?? null;
          if (
            label === null ||
            (context.labels.length > 0 && !context.labels.includes(String(label)))
          )
            unreadable += 1;
          else if (label !== current[index]!.label) {
            next[index] = { ...current[index]!, label };
            changed += 1;
          }
        });
        rounds.push({
          asked: asked.length,
          changed,
          unreadable,
          demonstrations: demonstrations.length,
        });
        current = next;
        const again = await judge(current, partOf(2 * rounds.length), chosen);
        if (again.note !== null) break;
        judged = again;
        if (changed < chosen.stable * rows.length) break;
      }
      await conclude(report, { rows, current, judged, context, chosen });
      return report.outcome("freeal", {
        rounds,
        clean: judged.clean.filter((value) => value > chosen.clean).length,
        settled: judged.settled.size,
        mixtureMeans: judged.means,
        ...(context.askModel
          ? {}
          : { note: "no language model was given: rows were judged, none was asked" }),
      });
    },
  }),
});

interface Judged {
  readonly note: null;
  /** Posterior of the component of small losses; NaN for rows that were not judged. */
  readonly clean: Float64Array;
  readonly settled: ReadonlySet<number>;
  readonly means: readonly [number, number];
}

async function judge(
  rows: readonly CurationRow[],
  context: CurationContext,
  chosen: Settings,
): Promise<Judged | { readonly note: string }> {
  const { found, note } = await givenProbabilities(rows, context, {
    folds: chosen.folds,
    algorithm: chosen.algorithm,
  });
  if (found === null) return { note };
  const losses = found.probabilities.map((probability) => -Math.log(Math.max(probability, 1e-12)));
  const low = losses.reduce((least, value) => Math.min(least, value), Infinity);
  const range = losses.reduce((most, value) => Math.max(most, value), -Infinity) - low;
  const { lower, means } = fitGaussianMixture(
    losses.map((loss) => (range > 0 ? (loss - low) / range : 0)),
  );
  const clean = new Float64Array(rows.length).fill(NaN);
  found.labelled.indices.forEach((index, at) => (clean[index] = lower[at]!));
  return { note: null, clean, settled: agreementSet(found, chosen.agreement), means };
}

function agreementSet(
  { labelled, all, classes, probabilities }: GivenProbabilities,
  share: number,
): Set<number> {
  const agreeing = [...probabilities.keys()].filter(
    (at) =>
      all[at]!.every((value) => value <= probabilities[at]!) &&
      classes.includes(labelled.keys[at]!),
  );
  const groups = groupsBy(agreeing, (at) => labelled.keys[at]!);
  return new Set(
    groups.flatMap((group) =>
      group
        .sort((a, b) => probabilities[b]! - probabilities[a]! || a - b)
        .slice(0, Math.ceil(share * group.length))
        .map((at) => labelled.indices[at]!),
    ),
  );
}

async function demonstrationsOf(
  rows: readonly CurationRow[],
  { settled }: Judged,
  context: CurationContext,
  wanted: number,
): Promise<CurationRow[]> {
  const groups = groupsBy([...settled], (index) => String(rows[index]!.label));
  if (wanted === 0 || groups.length === 0) return [];
  const vectors = await context.embed([...settled].map((index) => rows[index]!.text));
  const vectorOf = new Map([...settled].map((index, at) => [index, vectors[at]!]));
  const random = new Random(context.seed).derive("freeal");
  const each = Math.max(1, Math.floor(wanted / groups.length));
  const chosen = groups.map((group) =>
    medoids(
      group.map((index) => vectorOf.get(index)!),
      each,
      random,
    ).map((at) => rows[group[at]!]!),
  );
  // One of each class in turn, so that a prompt that shows only the first ones is balanced.
  return Array.from({ length: each }, (_, place) => chosen.flatMap((list) => list[place] ?? []))
    .flat()
    .slice(0, wanted);
}

async function conclude(
  report: RelabelReport,
  options: {
    readonly rows: readonly CurationRow[];
    readonly current: readonly CurationRow[];
    readonly judged: Judged;
    readonly context: CurationContext;
    readonly chosen: Settings;
  },
): Promise<void> {
  const { rows, current, judged, context, chosen } = options;
  const suspected: number[] = [];
  current.forEach((row, index) => {
    const posterior = judged.clean[index]!;
    if (!Number.isNaN(posterior)) report.confidence(index, posterior);
    if (row.label !== rows[index]!.label)
      report.decide(index, "model", {
        label: row.label,
        note: `the language model says ${show(row.label)} instead of ${show(rows[index]!.label)}`,
      });
    if (posterior <= chosen.clean && !judged.settled.has(index)) suspected.push(index);
  });
  const why = (index: number): string =>
    `posterior of a clean label ${judged.clean[index]!.toFixed(3)}, at most ${chosen.clean}`;
  if (chosen.action === "people")
    await report.ask(suspected, context, "Which label is right?", why);
  if (chosen.action === "drop")
    for (const index of suspected) report.decide(index, "dropped", { note: why(index) });
}

function show(label: LabelValue): string {
  return label === null ? "nothing" : JSON.stringify(label);
}
