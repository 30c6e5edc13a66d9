import { setImmediate as nextTurn } from "node:timers/promises";
import type { SampleUpdate, StoredVerdict } from "../../memory/contract.js";
import type { CoverageMap } from "../../schema/coverage.js";
import { labelKey } from "../../schema/label.js";
import type { Sample } from "../../schema/sample.js";
import type { DraftOutcome } from "../../tools/coverage/coverage-state.js";
import { decided } from "../runtime/decided-sample.js";
import { gateTarget } from "../runtime/round-log.js";
import { RealisedCells, type FoundCondition } from "../runtime/realised-cell.js";
import type { RunRuntime } from "../runtime/runtime.js";

/** The gate gives way to model calls after so long: their answers wait for the same thread. */
const SLICE_MILLISECONDS = 8;

/** What the gate decided about a round's drafts. */
export interface GateDecisions {
  readonly updates: SampleUpdate[];
  readonly outcomes: DraftOutcome[];
  accepted: number;
  rejected: number;
}

/**
 * The gate of a round: takes its drafts in ordinal order, finds the cell that each belongs to,
 * decides novelty against everything
 * accepted before, accepts until the target, and refuses the rest with a reason. Everything it
 * decides is written in one transaction.
 *
 * @param coverage the map with the quotas in force for this round
 */
export async function decideRound(
  runtime: RunRuntime,
  round: number,
  { acceptedBefore, coverage }: { readonly acceptedBefore: number; readonly coverage: CoverageMap },
): Promise<GateDecisions> {
  const { spec } = runtime.task;
  const aim = await gateTarget(runtime);
  const drafts = await runtime.samples.samples({ round, order: "ordinal" });
  const ids = drafts.map((draft) => draft.id);
  const vectors = await runtime.samples.vectors(ids);
  const judged = await judgements(runtime, drafts);
  const cells = new RealisedCells(coverage);
  const room = new Map(
    spec.plan.holdQuotas ? coverage.cells.map((cell) => [cell.id, cell.quota - cell.accepted]) : [],
  );
  // The index of the round behind holds everything up to the one before this; after a budget stop
  // no such round was planned.
  await runtime.novelty.prepare(round + 1);
  const gate: GateDecisions = { updates: [], outcomes: [], accepted: 0, rejected: 0 };
  runtime.novelty.openGate();
  const record = (
    sample: Sample,
    cell: string | null,
    outcome: DraftOutcome["outcome"],
    species: string,
    judged: Pick<DraftOutcome, "studentWrong"> = {},
  ): void => {
    gate.outcomes.push({
      cell,
      orderedFor: cell === sample.cell ? undefined : sample.cell,
      outcome,
      species,
      ...judged,
    });
  };
  const reject = (
    sample: Sample,
    cell: string | null,
    reason: string,
    note: string | undefined,
    outcome: DraftOutcome["outcome"],
    species: string,
  ): void => {
    gate.updates.push({
      sample: decided({ ...sample, cell: cell ?? "" }, "gate", "rejected", reason, note),
    });
    gate.rejected += 1;
    // Surplus says nothing about the cell or the model: nobody judged it.
    if (reason !== "surplus") record(sample, cell, outcome, species);
  };
  let sliceEnds = performance.now() + SLICE_MILLISECONDS;
  for (const sample of drafts) {
    if (performance.now() > sliceEnds) {
      await nextTurn();
      sliceEnds = performance.now() + SLICE_MILLISECONDS;
    }
    if (sample.status !== "drafted") continue;
    const failure = sample.reasons[0];
    const { refusal, found } = judged.get(sample.id)!;
    // A draft that is refused for not being what was ordered counts where it was ordered.
    const cell =
      failure !== undefined || refusal?.conditions !== undefined
        ? sample.cell
        : cells.of(sample.cell, sample.label.current, found);
    const moved = cell === sample.cell ? undefined : `ordered for the cell ${sample.cell}`;
    if (failure !== undefined)
      reject(
        sample,
        cell,
        failure,
        undefined,
        "rejected",
        sample.text.trim() === "" ? "" : sample.id,
      );
    else if (refusal) {
      const twin = refusal.evidence.find((item) => item.source !== undefined)?.source ?? null;
      reject(
        sample,
        cell,
        refusal.code,
        refusal.reason,
        refusal.code === "near-duplicate" || refusal.code === "copy-of-support"
          ? "duplicate"
          : "rejected",
        twin ?? sample.id,
      );
    } else if (acceptedBefore + gate.accepted >= aim)
      reject(
        sample,
        sample.cell,
        "surplus",
        "the target was reached before it",
        "rejected",
        sample.id,
      );
    else {
      const vector = vectors.get(sample.id) ?? null;
      const match =
        runtime.task.kind.givenFields.length > 0
          ? null
          : runtime.novelty.match(sample.text, vector, round);
      if (match) {
        const reason = match.round >= round - 1 ? "duplicate-in-round" : "near-duplicate";
        reject(
          sample,
          cell,
          reason,
          `${match.measure === "rouge-l" ? "ROUGE-L" : "cosine distance"} ` +
            `${match.value.toFixed(3)} to ${match.id}`,
          "duplicate",
          match.id,
        );
        continue;
      }
      if (spec.plan.holdQuotas && (cell === null || (room.get(cell) ?? 0) <= 0)) {
        gate.updates.push({
          sample: decided(
            { ...sample, cell: cell ?? "" },
            "gate",
            "rejected",
            "beyond-quota",
            moved,
          ),
        });
        gate.rejected += 1;
        // It says nothing against the cell that has it all, only that the order missed its own.
        if (moved !== undefined)
          gate.outcomes.push({
            cell: null,
            orderedFor: sample.cell,
            outcome: "rejected",
            species: sample.id,
          });
        continue;
      }
      if (cell !== null) room.set(cell, (room.get(cell) ?? 0) - 1);
      gate.updates.push({
        sample: decided({ ...sample, cell: cell ?? "" }, "gate", "accepted", "accepted", moved),
        acceptedOrdinal: acceptedBefore + gate.accepted,
      });
      const { student } = sample.label;
      record(
        sample,
        cell,
        "accepted",
        sample.id,
        student ? { studentWrong: labelKey(student.label) !== labelKey(sample.label.current) } : {},
      );
      gate.accepted += 1;
      runtime.novelty.add({ id: sample.id, text: sample.text, vector, round });
    }
  }
  return gate;
}

interface Judgement {
  /** The first failed criterion of the last version. */
  readonly refusal: StoredVerdict | null;
  /** Conditions that a judge found to be other than ordered. */
  readonly found: readonly FoundCondition[];
}

async function judgements(
  runtime: RunRuntime,
  drafts: readonly Sample[],
): Promise<ReadonlyMap<string, Judgement>> {
  const revision = new Map(drafts.map((draft) => [draft.id, draft.revisions]));
  const last = new Map<string, StoredVerdict[]>(drafts.map((draft) => [draft.id, []]));
  for (const verdict of await runtime.samples.verdicts([...revision.keys()]))
    if (verdict.revision === revision.get(verdict.sampleId))
      last.get(verdict.sampleId)!.push(verdict);
  return new Map(
    [...last].map(([id, verdicts]) => [
      id,
      {
        refusal: verdicts.find((verdict) => !verdict.pass) ?? null,
        found: verdicts.flatMap((verdict) => verdict.conditions ?? []),
      },
    ]),
  );
}
