import { isTextGiven } from "../../agents/critic/criteria/unless-text-is-given.js";
import { TimeSlices } from "../../base/workers/time-slices.js";
import type { SampleUpdate, StoredVerdict } from "../../memory/contract.js";
import type { CoverageMap } from "../../schema/coverage.js";
import { labelKey } from "../../schema/label.js";
import type { ReasonCode } from "../../schema/reasons.js";
import type { Sample } from "../../schema/sample.js";
import type { DraftOutcome } from "../../tools/coverage/coverage-state.js";
import { decidedSample } from "../runtime/decided-sample.js";
import { runEntries } from "../runtime/run-entries.js";
import { verdictScore } from "../../tools/certificate/verdict-score.js";
import { RealisedCells, type FoundCondition } from "../runtime/realised-cell.js";
import type { RunRuntime } from "../runtime/runtime.js";
import { gateTarget } from "./gate-target.js";

/** Drafts that are read in one go. */
const PAGE = 100;

/** What the gate decided about a round's drafts. */
export interface GateDecisions {
  readonly updates: readonly SampleUpdate[];
  readonly outcomes: readonly DraftOutcome[];
  readonly accepted: number;
  readonly rejected: number;
}

/** What a round was when its gate opened. */
interface RoundBefore {
  readonly acceptedBefore: number;
  /** The map with the quotas in force for the round. */
  readonly coverage: CoverageMap;
}

/** What a gate holds to. */
interface GateLimits extends RoundBefore {
  readonly round: number;
  /** Accepted samples that end the work. */
  readonly aim: number;
  /** Least score of an accepted sample; null for none. */
  readonly threshold: number | null;
}

/** A draft before the gate. */
interface GateDraft {
  readonly sample: Sample;
  readonly vector: Float32Array | null;
  /** The first failed criterion of the last version. */
  readonly refusal: StoredVerdict | null;
  /** The cell of what it is; null where it belongs to none. */
  readonly cell: string | null;
  /** Mean of the critic's scores; null where it gave none. */
  readonly score: number | null;
}

/** Why a draft is not accepted, and what that says about its cell; null where it says nothing. */
interface Refusal {
  readonly reason: string;
  readonly note?: string | undefined;
  readonly cell: string | null;
  readonly counts: Pick<DraftOutcome, "cell" | "outcome" | "species" | "barred"> | null;
}

/**
 * The gate of a round: takes its drafts in ordinal order, finds the cell that each belongs to,
 * decides novelty against everything accepted before, accepts until the target, and refuses the
 * rest with a reason. It writes nothing: sealing the round does.
 */
export async function decideRound(
  runtime: RunRuntime,
  round: number,
  before: RoundBefore,
): Promise<GateDecisions> {
  runtime.novelty.openGate();
  const threshold = (await runtime.store.get(runEntries.certification))?.threshold ?? null;
  const aim = await gateTarget(runtime);
  const gate = new RoundGate(runtime, { ...before, round, aim, threshold });
  const cells = new RealisedCells(before.coverage);
  // The gate gives way to model calls: their answers wait for the same thread. In slices of its own,
  // as the next round waits for it.
  const slices = new TimeSlices();
  for await (const drafts of pages(runtime, round)) {
    const vectors = await runtime.samples.vectors(drafts.map(({ id }) => id));
    const judged = await judgements(runtime, drafts);
    for (const sample of drafts) {
      if (slices.over) await slices.turn();
      const { refusal, found, score } = judged.get(sample.id)!;
      // A draft that is refused for not being what was ordered counts where it was ordered.
      const cell =
        sample.reasons.length > 0 || refusal?.conditions !== undefined
          ? sample.cell
          : cells.of(sample.cell, sample.label.current, found);
      gate.decide({ sample, vector: vectors.get(sample.id) ?? null, refusal, cell, score });
    }
  }
  return gate;
}

/** The drafts of a round that nobody has decided yet, in ordinal order. */
async function* pages({ samples }: RunRuntime, round: number): AsyncIterable<readonly Sample[]> {
  let page: Sample[] = [];
  for await (const sample of samples.stream({ round, order: "ordinal" }, PAGE)) {
    if (sample.status === "drafted") page.push(sample);
    if (page.length < PAGE) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}

/** Decides one draft after the other; what is accepted is there for those behind it. */
class RoundGate implements GateDecisions {
  readonly updates: SampleUpdate[] = [];
  readonly outcomes: DraftOutcome[] = [];
  accepted = 0;
  rejected = 0;
  readonly #runtime: RunRuntime;
  readonly #at: GateLimits;
  /** What is left of each cell's quota; null where quotas are not held. */
  readonly #room: Map<string, number> | null;

  constructor(runtime: RunRuntime, at: GateLimits) {
    this.#runtime = runtime;
    this.#at = at;
    this.#room = runtime.task.spec.plan.holdQuotas
      ? new Map(at.coverage.cells.map((cell) => [cell.id, cell.quota - cell.accepted]))
      : null;
  }

  /** The order of the questions is part of the promise: the first refusal is the reason. */
  decide(draft: GateDraft): void {
    const refusal =
      ofUnwritten(draft) ??
      ofCritic(draft) ??
      this.#ofThreshold(draft) ??
      this.#ofSurplus(draft) ??
      this.#ofCopy(draft) ??
      this.#ofFullCell(draft);
    if (refusal) this.#refuse(draft, refusal);
    else this.#accept(draft);
  }

  /** With a lower score the faithfulness that was promised would not hold. */
  #ofThreshold({ sample, cell, score }: GateDraft): Refusal | null {
    const { threshold } = this.#at;
    if (threshold === null || (score !== null && score >= threshold)) return null;
    const note = `score ${score === null ? "unknown" : score.toFixed(3)}, threshold ${threshold.toFixed(3)}`;
    const counts = { cell, outcome: "rejected", species: sample.id } as const;
    return { reason: "below-threshold", note, cell, counts };
  }

  /** Surplus says nothing about the cell or the model: nobody compared it. */
  #ofSurplus({ sample }: GateDraft): Refusal | null {
    if (this.#at.acceptedBefore + this.accepted < this.#at.aim) return null;
    const note = "the target was reached before it";
    return { reason: "surplus", note, cell: sample.cell, counts: null };
  }

  /** Too close to anything accepted before; a text that is given may be like another. */
  #ofCopy({ sample, vector, cell }: GateDraft): Refusal | null {
    const { novelty, task } = this.#runtime;
    if (isTextGiven(task)) return null;
    const match = novelty.match(sample.text, vector, this.#at.round);
    if (!match) return null;
    return {
      reason: match.round >= this.#at.round - 1 ? "duplicate-in-round" : "near-duplicate",
      note:
        `${match.measure === "rouge-l" ? "ROUGE-L" : "cosine distance"} ` +
        `${match.value.toFixed(3)} to ${match.id}`,
      cell,
      counts: { cell, outcome: "duplicate", species: match.id },
    };
  }

  #ofFullCell(draft: GateDraft): Refusal | null {
    const { sample, cell } = draft;
    if (!this.#room || (cell !== null && (this.#room.get(cell) ?? 0) > 0)) return null;
    const note = movedNote(draft);
    // It says nothing against the cell that has it all, only that the order missed its own.
    const missed = { cell: null, outcome: "rejected", species: sample.id } as const;
    return { reason: "beyond-quota", note, cell, counts: note === undefined ? null : missed };
  }

  #refuse({ sample }: GateDraft, { reason, note, cell, counts }: Refusal): void {
    const placed = { ...sample, cell: cell ?? "" };
    this.updates.push({ sample: decidedSample(placed, "gate", "rejected", reason, note) });
    this.rejected += 1;
    if (counts) this.#count(sample, counts);
  }

  #accept(draft: GateDraft): void {
    const { sample, vector, cell } = draft;
    if (cell !== null) this.#room?.set(cell, (this.#room.get(cell) ?? 0) - 1);
    this.updates.push({
      sample: decidedSample(
        { ...sample, cell: cell ?? "" },
        "gate",
        "accepted",
        "accepted",
        movedNote(draft),
      ),
      acceptedOrdinal: this.#at.acceptedBefore + this.accepted,
    });
    const { student, current } = sample.label;
    this.#count(sample, {
      cell,
      outcome: "accepted",
      species: sample.id,
      studentWrong: student ? labelKey(student.label) !== labelKey(current) : undefined,
    });
    this.accepted += 1;
    const { round } = this.#at;
    this.#runtime.novelty.add({ id: sample.id, text: sample.text, vector, round });
  }

  #count(sample: Sample, outcome: Omit<DraftOutcome, "orderedFor">): void {
    const orderedFor = outcome.cell === sample.cell ? undefined : sample.cell;
    this.outcomes.push({ ...outcome, orderedFor });
  }
}

/** The provider would not take the prompt: the next one for the same cell is much like it. */
const BARRED: readonly string[] = [
  "content-filter",
  "context-length",
  "provider-error",
] satisfies ReasonCode[];

/** An order that gave no draft. */
function ofUnwritten({ sample, cell }: GateDraft): Refusal | null {
  const reason = sample.reasons[0];
  if (reason === undefined) return null;
  const species = sample.text.trim() === "" ? "" : sample.id;
  const barred = sample.reasons.some((code) => BARRED.includes(code)) || undefined;
  const counts = { cell, outcome: "rejected", species, barred } as const;
  return { reason, cell, counts: reason === "surplus" ? null : counts };
}

/** A draft that a critic or a stage refused. */
function ofCritic({ sample, refusal, cell }: GateDraft): Refusal | null {
  if (!refusal) return null;
  const twin = refusal.evidence.find((item) => item.source !== undefined)?.source;
  const isCopy = refusal.code === "near-duplicate" || refusal.code === "copy-of-support";
  return {
    reason: refusal.code,
    note: refusal.reason,
    cell,
    counts: {
      cell,
      outcome: isCopy ? "duplicate" : "rejected",
      species: twin ?? sample.id,
    },
  };
}

/** Said of a draft that belongs to another cell than it was ordered for. */
function movedNote({ sample, cell }: GateDraft): string | undefined {
  return cell === sample.cell ? undefined : `ordered for the cell ${sample.cell}`;
}

interface Judgement {
  readonly refusal: StoredVerdict | null;
  /** Conditions that a judge found to be other than ordered. */
  readonly found: readonly FoundCondition[];
  readonly score: number | null;
}

/** What was decided about the last version of each draft. */
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
        score: verdictScore(verdicts),
      },
    ]),
  );
}
