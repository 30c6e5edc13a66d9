import type { RunMemory, StudentMistake } from "../../agents/contract.js";
import type { SampleStore } from "../../memory/contract.js";
import type { CoverageMap } from "../../schema/coverage.js";
import { labelKey } from "../../schema/label.js";
import type { Row } from "../../schema/sample.js";
import {
  labelConfusions,
  type LabelConfusions,
  type MisreadRow,
} from "../../tools/learning/label-confusions.js";
import type { Demonstrations } from "./run-demonstrations.js";
import type { RunNovelty } from "./run-novelty.js";

/** What is visible to agents at one moment: everything sealed up to a round, and nothing later. */
export interface VisibleState extends Demonstrations {
  readonly sealedThrough: number;
  readonly coverage: CoverageMap;
  readonly learned: () => Promise<unknown>;
  readonly mistakes: () => Promise<readonly StudentMistake[]>;
}

/**
 * A read-only view of the sealed rounds for the drafts of one round (or for steps after the last
 * one).
 */
export function runMemory(options: {
  readonly state: VisibleState;
  readonly novelty: RunNovelty;
  readonly samples: SampleStore;
  readonly inputs: readonly Row[];
}): RunMemory {
  const { state, novelty, samples, inputs } = options;
  // A draft of round r sees r-2: the novelty indexes are asked by the number of the round that
  // looks.
  const lookingRound = state.sealedThrough + 2;
  return {
    sealedThrough: state.sealedThrough,
    coverage: state.coverage,
    learned: state.learned,
    mistakes: state.mistakes,
    confusions: () => confusionsOf(state, samples),
    demonstrations: state.demonstrations,
    demonstrationVectors: state.demonstrationVectors,
    inputs,
    similarText: (text) => novelty.similarText(text, lookingRound),
    nearest: (vector, k, text) => novelty.nearest(vector, k, lookingRound, text),
    accepted: ({ limit, latest = false } = {}) =>
      samples.stream({
        status: "accepted",
        maxRound: state.sealedThrough,
        order: "accepted",
        limit,
        latest,
      }),
    inReview: () => samples.stream({ status: "in-review" }),
    verdictsOf: (sampleId) => samples.verdicts(sampleId),
  };
}

const confusions = new WeakMap<VisibleState, Promise<LabelConfusions>>();

/** Counted once for a visible state: what it shows does not change, or another takes its place. */
function confusionsOf(state: VisibleState, samples: SampleStore): Promise<LabelConfusions> {
  let found = confusions.get(state);
  if (!found) confusions.set(state, (found = countConfusions(state, samples)));
  return found;
}

async function countConfusions(
  { mistakes, sealedThrough }: VisibleState,
  samples: SampleStore,
): Promise<LabelConfusions> {
  const misread: MisreadRow[] = (await mistakes()).map(({ row, predicted }) => ({
    label: row.label,
    predicted,
    isReal: true,
  }));
  const accepted = samples.stream({
    status: "accepted",
    maxRound: sealedThrough,
    order: "accepted",
  });
  for await (const { label } of accepted)
    if (label.student && labelKey(label.student.label) !== labelKey(label.current))
      misread.push({ label: label.current, predicted: label.student.label, isReal: false });
  return labelConfusions(misread);
}
