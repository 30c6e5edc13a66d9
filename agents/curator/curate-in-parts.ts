import { tmpdir } from "node:os";
import { join } from "node:path";
import { stopIfAborted } from "../../base/workers/stop-if-aborted.js";
import { threadSlices, TimeSlices } from "../../base/workers/time-slices.js";
import { KeyedSpool } from "../../memory/spool/keyed-spool.js";
import { RowSpool } from "../../memory/spool/row-spool.js";
import { temporaryName } from "../../memory/temporary-name.js";
import type { Sample } from "../../schema/sample.js";
import type { CurationSteps } from "../../tools/curation/contract.js";
import type { GateFigures } from "../../tools/curation/gate/gate-figures.js";
import { SpooledNearDuplicates } from "../../tools/dedup/spooled-near-duplicates.js";
import { taskNotation } from "../../tools/dedup/task-notation.js";
import type { AgentContext } from "../contract.js";
import type { CurationDecision, RoleReturn } from "../roles.js";
import { hasSteps, stepsInParts, type StepsInParts } from "./steps-in-parts.js";

type Curation = RoleReturn<"curator", "curate">;

export interface PartOptions {
  readonly steps: CurationSteps;
  readonly since: number;
  /** True where copies were sought already, and none is left. */
  readonly noCopies?: boolean;
  /** Whether rejections by the small model alone act, where an earlier part showed it. */
  readonly decided?: boolean;
}

/** Curates samples that are all in memory. */
export type CuratePart = (
  samples: readonly Sample[],
  options: PartOptions,
  context: AgentContext,
) => Promise<Curation>;

const NO_STEPS: CurationSteps = { filters: [], relabelers: [], reweighter: null };
/** As `NearDuplicateIndex` has it. */
const SHINGLE = 5;

/**
 * Curates more samples than are taken at a time: near copies are found over all of them on disk, the
 * labels of the others are judged part by part by what was learnt from the part, and the gate of the first
 * part that rejects decides for all. Decisions are handed on as they are made; where steps of the task may
 * change them, they wait for these on disk.
 */
export async function curateInParts(
  { curatePart, steps, since }: PartOptions & { readonly curatePart: CuratePart },
  context: AgentContext,
): Promise<Curation> {
  const { rowsAtOnce } = context.task.spec.curate;
  const spool = new RowSpool<Sample>(tmpdir(), context.task.spec.seed);
  let waiting: KeyedSpool<CurationDecision> | null = null;
  try {
    if (hasSteps(steps)) waiting = new KeyedSpool(tmpdir());
    for await (const sample of context.memory.accepted())
      spool.add({ ...sample, history: [], conditions: [] });
    const decide = waiting === null ? context.decide : keptIn(waiting);
    const copies = await copiesAmong(spool, context);
    for (const [n, { of, similarity }] of copies)
      await decide([
        {
          id: spool.get(n).id,
          action: "reject",
          reason: "curation-duplicate",
          note:
            `near copy of ${spool.get(of).id} (Jaccard ${similarity.toFixed(2)} of ` +
            "character 5-grams)",
        },
      ]);
    const parts = Math.ceil(spool.size / rowsAtOnce);
    const sums = new Sums();
    for (let part = 0; part < parts; part++) {
      const samples = spool
        .part(part, parts)
        .flatMap(([n, sample]) => (copies.has(n) ? [] : [sample]));
      const found = await curatePart(
        samples,
        { steps: NO_STEPS, since, noCopies: true, decided: sums.gate?.applied },
        context,
      );
      await decide(found.decisions);
      sums.add(found.figures ?? {});
    }
    let further: StepsInParts | null = null;
    if (waiting !== null) {
      further = await stepsInParts(spool, waiting, { steps, since }, context);
      for (const decisions of waiting.pages()) await context.decide(decisions);
    }
    return {
      decisions: [],
      figures: sums.figures({
        accepted: spool.size,
        copies: copies.size,
        parts,
        rowsAtOnce,
        notes: further?.notes ?? [],
        ...(further === null || further.figures.length === 0 ? {} : { steps: further.figures }),
      }),
    };
  } finally {
    waiting?.close();
    spool.close();
  }
}

function keptIn(
  waiting: KeyedSpool<CurationDecision>,
): (decisions: readonly CurationDecision[]) => Promise<void> {
  return async (decisions) => {
    for (const decision of decisions) {
      if (threadSlices.over) await threadSlices.turn();
      waiting.set(decision.id, decision);
    }
  };
}

/** Samples that are near copies of an earlier one that stays, by number; what a person decided is none. */
async function copiesAmong(
  spool: RowSpool<Sample>,
  { task, signal }: AgentContext,
): Promise<ReadonlyMap<number, { readonly of: number; readonly similarity: number }>> {
  const search = new SpooledNearDuplicates(temporaryName(join(tmpdir(), "bands")), {
    threshold: task.spec.curate.nearDuplicate,
    shingle: SHINGLE,
    notation: taskNotation(task.spec) ?? "ignore",
  });
  const slices = new TimeSlices();
  try {
    for (const [n, { text }] of spool.all()) {
      if (slices.over) await slices.turn();
      if (text.trim() !== "") search.add(n, text);
    }
    stopIfAborted(signal, "the curation was stopped");
    await search.find(
      {
        text: (n) => spool.get(n).text,
        addPair: (pair) => spool.addPair(pair),
        hasPair: (earlier, later) => spool.hasPair(earlier, later),
      },
      () => stopIfAborted(signal, "the curation was stopped"),
    );
  } finally {
    search.close();
  }
  const gone = new Uint8Array(spool.size);
  const copies = new Map<number, { of: number; similarity: number }>();
  for (const { later, earlier, share } of spool.pairs()) {
    if (gone[later] === 1 || gone[earlier] === 1) continue;
    gone[later] = 1;
    if (spool.get(later).label.source !== "person")
      copies.set(later, { of: earlier, similarity: share });
  }
  return copies;
}

const COUNTS = ["duplicates", "judged", "rejectedForLabel", "relabelled", "toReview"] as const;

/** The figures of parts as those of all. */
class Sums {
  gate: GateFigures | null = null;
  readonly #sum = { duplicates: 0, judged: 0, rejectedForLabel: 0, relabelled: 0, toReview: 0 };
  readonly #notes = new Set<string>();
  #agreed = 0;
  #note: string | null = null;

  add(figures: Readonly<Record<string, unknown>>): void {
    const number = (name: string): number => Number(figures[name] ?? 0);
    for (const name of COUNTS) this.#sum[name] += number(name);
    this.#agreed += number("labelAgreement") * number("judged");
    this.gate ??= (figures["gate"] as GateFigures | undefined) ?? null;
    if (typeof figures["note"] === "string") this.#note ??= figures["note"];
    for (const note of (figures["notes"] as readonly string[] | undefined) ?? [])
      this.#notes.add(note);
  }

  figures({
    accepted,
    copies,
    notes,
    ...more
  }: {
    readonly accepted: number;
    readonly copies: number;
    readonly parts: number;
    readonly rowsAtOnce: number;
    readonly notes: readonly string[];
    readonly steps?: unknown;
  }): Readonly<Record<string, unknown>> {
    const { duplicates, judged, ...counts } = this.#sum;
    return {
      accepted,
      duplicates: duplicates + copies,
      judged,
      labelAgreement: judged === 0 ? null : this.#agreed / judged,
      ...counts,
      ...(this.#note === null ? {} : { note: this.#note }),
      ...(this.gate === null ? {} : { gate: this.gate }),
      ...more,
      notes: [
        `curated in ${more.parts} parts of about ${more.rowsAtOnce} samples, drawn at random; near ` +
          "copies over all",
        ...this.#notes,
        ...notes,
      ],
    };
  }
}
