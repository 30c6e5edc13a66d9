import type { SampleUpdate } from "../../memory/contract.js";
import { entry } from "../../memory/entry-key.js";
import { inGateSpan } from "../rounds/gate-span.js";
import { topUpOrFinish, type RunStateValues } from "../rounds/state.js";
import type { WorkLoop } from "../rounds/work-loop.js";
import { decidedSample } from "../runtime/decided-sample.js";
import { invokeAgent } from "../runtime/invoke-agent.js";
import { runEntries, type CurationFigures, type DecidedCuration } from "../runtime/run-entries.js";
import type { RunRuntime } from "../runtime/runtime.js";
import { CuratorDecisions } from "./curator-decisions.js";
import { tallyOf, type CurationTally } from "./curated-samples.js";
import { quotasAfterCuration } from "./quotas-after-curation.js";
import { inSurplusSpan } from "./surplus-span.js";
import {
  applyStoredChanges,
  dropStoredChanges,
  mostTogether,
  storeChanges,
  writeOpinions,
} from "./write-curation.js";
import { reportPage } from "./write-outputs.js";

/**
 * Marks what was drafted for rounds that are not wanted any more, and seals those rounds as
 * cancelled, so that later rounds can follow.
 */
async function closeRounds(runtime: RunRuntime, state: RunStateValues): Promise<void> {
  const base = await runtime.rounds.sealed(state.sealed);
  for (let round = state.sealed + 1; round <= state.planned; round++) {
    const drafts = await runtime.samples.samples({ round, status: "drafted" });
    const updates = drafts.map((sample): SampleUpdate => ({
      sample: decidedSample(
        sample,
        "gate",
        "rejected",
        sample.reasons[0] ?? "surplus",
        sample.reasons[0] === undefined ? "the run stopped before it" : undefined,
      ),
    }));
    await inGateSpan(runtime, round, () =>
      runtime.rounds.seal({ ...base, round, cancelled: true }, { updates }),
    );
  }
}

/**
 * Resolves when the labeler has learned what it was to learn from the accepted samples as they are:
 * behind curation, stages and people they are others. Where nothing can change them any more it need not
 * learn yet: hardly ever is there another round.
 */
async function learnedBefore(
  runtime: RunRuntime,
  last: number,
  { changed }: Pick<CurationTally, "changed">,
): Promise<void> {
  await runtime.learning.done();
  const isSettled =
    changed === 0 &&
    runtime.task.spec.certify === undefined &&
    runtime.registry.stagesAfter("curator").length === 0 &&
    (await runtime.samples.count({ status: "in-review" })) === 0;
  if (!isSettled) await (await runtime.rounds.visible(last)).learned();
}

interface Decided extends DecidedCuration {
  /** The changes; null where they are stored as decisions. */
  readonly updates: readonly SampleUpdate[] | null;
}

/**
 * Asks the curator, and writes what the small model says of samples that stay as they are. Few changes
 * are given back; many are stored as decisions, which makes the pass decided.
 */
async function decided(runtime: RunRuntime, state: RunStateValues, last: number): Promise<Decided> {
  const pass = state.passes;
  const before = pass === 0 ? null : await runtime.store.get(runEntries.curation(pass - 1));
  const decisions = new CuratorDecisions();
  try {
    const output = await invokeAgent(
      runtime,
      "curator",
      "curate",
      { pass, since: before?.last ?? -1 },
      {
        orderId: `curation:${pass}`,
        step: "curate",
        sampleIds: [],
        visible: await runtime.rounds.visible(last),
        keepDecisions: decisions.hand,
        touches: (found) => decisions.changedBy(found.decisions),
      },
    );
    decisions.return(output.decisions);
    const { coverage } = await runtime.rounds.sealed(last);
    const tally = await tallyOf(runtime, decisions, coverage);
    await learnedBefore(runtime, last, tally);
    const { kept, changed, changes, ...counts } = tally;
    const { stop, stopDetail, topUps } = state;
    const figures = { ...counts, last, stop, stopDetail, topUps };
    const whole = { figures, ofCurator: output.figures, kept, changes };
    if (changed <= mostTogether(runtime))
      return { ...whole, updates: await writeOpinions(runtime, decisions, coverage) };
    await storeChanges(runtime, decisions, coverage);
    await runtime.samples.applyUpdates(
      [],
      [entry(runEntries.curationDecided, whole), entry(runEntries.curationWritten, 0)],
    );
    return { ...whole, updates: null };
  } finally {
    decisions.close();
  }
}

/**
 * One pass. What is not idempotent is written in one transaction, or, where that would be too much for
 * one, slice by slice behind its decisions: either way a pass that is killed comes to the same.
 */
async function curatePass(
  runtime: RunRuntime,
  state: RunStateValues,
  last: number,
): Promise<CurationFigures> {
  const { rounds, store } = runtime;
  const stored = await store.get(runEntries.curationDecided);
  const { figures, ofCurator, kept, changes, updates } =
    stored === null ? await decided(runtime, state, last) : { ...stored, updates: null };
  if (updates === null) await applyStoredChanges(runtime, (await rounds.sealed(last)).coverage);
  const { target, curate } = runtime.task.spec;
  const planned = (await rounds.sealed(-1)).coverage;
  await inSurplusSpan(runtime, updates ?? [], () =>
    rounds.recount(
      last,
      changes,
      {
        updates: updates ?? [],
        entries: [
          entry(runEntries.curation(state.passes), figures),
          entry(runEntries.curationFigures, ofCurator),
          entry(runEntries.curationLeft, kept),
          ...(updates === null ? [entry(runEntries.curationDecided, null)] : []),
        ],
      },
      (counted, before) =>
        curate.surplus > 1
          ? quotasAfterCuration(counted, { before, planned }, { target, surplus: curate.surplus })
          : counted,
    ),
  );
  return figures;
}

/**
 * The curate node: the curator looks at everything accepted; what it takes out is replaced by more
 * work while the target is the aim.
 */
export async function curateStep(
  runtime: RunRuntime,
  loop: WorkLoop,
  state: RunStateValues,
): Promise<Partial<RunStateValues>> {
  await loop.idle();
  const pass = state.passes;
  const last = Math.max(state.sealed, state.planned);
  const done = await runtime.store.get(runEntries.curation(pass));
  // Of a pass that is written the rounds are closed, and counted anew since.
  if (done === null) await closeRounds(runtime, state);
  runtime.events.emit({ type: "step-started", step: "curate" });
  void reportPage().catch(() => {});
  const { rejected, relabelled, inReview } = done ?? (await curatePass(runtime, state, last));
  await dropStoredChanges(runtime.store);
  runtime.events.emit({ type: "curation-finished", pass, rejected, relabelled, inReview });
  const accepted = await runtime.samples.count({ status: "accepted" });
  return {
    passes: pass + 1,
    planned: last,
    sealed: last,
    ...topUpOrFinish(state, { accepted, target: runtime.task.spec.target, after: "curation" }),
  };
}
