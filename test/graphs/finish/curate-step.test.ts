import { defineAgent } from "../../../agents/define-agent.js";
import type { Agent } from "../../../agents/contract.js";
import type { CurationDecision } from "../../../agents/roles.js";
import { curateStep } from "../../../graphs/finish/curate-step.js";
import { INITIAL_STATE } from "../../../graphs/rounds/state.js";
import type { WorkLoop } from "../../../graphs/rounds/work-loop.js";
import { runEntries } from "../../../graphs/runtime/run-entries.js";
import type { CompiledStatement } from "../../../memory/contract.js";
import type { Sample } from "../../../schema/sample.js";
import {
  begun,
  drafted,
  labelCells,
  madeDraft,
  madeSealed,
  memoryRun,
  type MemoryRun,
} from "../../helpers/memory-run.js";

const SAMPLES = 225;
const state = { ...INITIAL_STATE, sealed: 0, planned: 0, accepted: SAMPLES };
const idle = { idle: async () => {} } as unknown as WorkLoop;

/** What the curator of these tests decides: a place further on, and it decides otherwise. */
function decisionAt(place: number, { id, weight }: Sample): CurationDecision {
  const student = { id, label: "delivery", confidence: 0.75, probabilityOfGiven: 0.25 };
  const decision = { id, student, note: `place ${place}` };
  if (place % 7 === 3) return { ...decision, action: "reject", reason: "custom" };
  if (place % 7 === 5)
    return { ...decision, action: "relabel", reason: "relabelled", label: "delivery" };
  return place % 7 === 6
    ? { ...decision, action: "accept", reason: "accepted" }
    : { ...decision, action: "accept", reason: "accepted", weight: weight + 0.5 };
}

/** Every decision in parts of 40, or all of them at the end. */
function curatorOf(isInParts: boolean): Agent {
  return defineAgent({
    name: "by place",
    role: "curator",
    run: async (_input, { memory, decide }) => {
      let decisions: CurationDecision[] = [];
      let place = 0;
      for await (const sample of memory.accepted()) {
        decisions.push(decisionAt(place++, sample));
        if (!isInParts || decisions.length < 40) continue;
        // What is handed on again counts in the place of what was handed on first.
        await decide(decisions.map((decision) => ({ ...decision, weight: 9 })));
        await decide(decisions);
        decisions = [];
      }
      return { decisions, figures: { asked: place } };
    },
  });
}

/** A run whose first round is sealed, all of it accepted; more than a hundred changes are stored before. */
async function open(curator: Agent, rowsAtOnce: number): Promise<MemoryRun> {
  const run = await memoryRun({
    agents: { curator },
    spec: { target: SAMPLES, curate: { rowsAtOnce } },
  });
  await begun(run);
  const drafts = Array.from({ length: SAMPLES }, (_, ordinal) =>
    madeDraft({ round: 0, ordinal, text: `text ${ordinal}` }),
  );
  await drafted(run, 0, drafts);
  await run.samples.applyUpdates(
    drafts.map((draft, acceptedOrdinal) => ({
      sample: { ...draft, status: "accepted" },
      acceptedOrdinal,
    })),
  );
  const { cells, ...coverage } = labelCells(SAMPLES);
  const [refund, ...others] = cells;
  const counted = { ...coverage, cells: [{ ...refund!, accepted: SAMPLES }, ...others] };
  await run.rounds.seal(madeSealed(0, { accepted: SAMPLES, coverage: counted }));
  return run;
}

/** All that a later step reads of a pass. */
async function outcome({ samples, rounds, store }: MemoryRun): Promise<unknown> {
  const { coverage, accepted } = await rounds.sealed(0);
  return {
    samples: await samples.samples({ order: "accepted" }),
    coverage,
    accepted,
    figures: await store.get(runEntries.curation(0)),
    ofCurator: await store.get(runEntries.curationFigures),
    kept: await store.get(runEntries.curationLeft),
    left: [await store.get(runEntries.curationDecided), (await store.countRows("curation")) ?? 0],
  };
}

/** Whether a statement is the trace's, which fails without the run. */
const isTraced = ({ sql }: CompiledStatement): boolean =>
  /"(?:spans|span_samples|bodies|trace_blocks)"/u.test(sql);

/** Fails at the n-th write, as a disk or a process does; returns how often was written until then. */
function failAt(run: MemoryRun, wanted: number): () => number {
  const write = run.database.writeBatch.bind(run.database);
  let writes = 0;
  run.database.writeBatch = async (statements) => {
    if (!statements.every(isTraced) && ++writes === wanted) throw new Error("the power went off");
    await write(statements);
  };
  return () => writes;
}

describe("a curation pass", () => {
  it("comes to the same whether decisions are returned or handed on, in one transaction or in many", async () => {
    const together = await open(curatorOf(false), 20_000);
    const whole = await curateStep(together, idle, state);
    const expected = (await outcome(together)) as Record<string, unknown>;
    expect(expected).toMatchObject({
      figures: { rejected: 32, relabelled: 32, inReview: 0 },
      ofCurator: { asked: SAMPLES },
      kept: SAMPLES - 32,
      accepted: SAMPLES - 32,
      coverage: { cells: [{ accepted: SAMPLES - 64, rejected: 32 }, { accepted: 32 }] },
    });
    for (const curator of [curatorOf(false), curatorOf(true)]) {
      const sliced = await open(curator, 100);
      expect(await curateStep(sliced, idle, state)).toEqual(whole);
      expect(await outcome(sliced)).toEqual({ ...expected, left: [null, 0] });
    }
  });

  it("comes to the same where it stops at any of its writes and goes on", async () => {
    const undisturbed = await open(curatorOf(true), 100);
    const writes = failAt(undisturbed, Infinity);
    const whole = await curateStep(undisturbed, idle, state);
    const expected = await outcome(undisturbed);
    // Opinions, two slices of decisions, that they are whole, two of changes, and what they come to.
    expect(writes()).toBeGreaterThan(6);
    for (let at = 1; at <= writes(); at++) {
      const run = await open(curatorOf(true), 100);
      failAt(run, at);
      await expect(curateStep(run, idle, state)).rejects.toThrow("the power went off");
      run.rounds.forget();
      expect([at, await curateStep(run, idle, state)]).toEqual([at, whole]);
      expect([at, await outcome(run)]).toEqual([at, expected]);
    }
  });
});
