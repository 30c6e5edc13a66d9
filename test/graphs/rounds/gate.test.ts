import { decideRound, type GateDecisions } from "../../../graphs/rounds/gate.js";
import { runEntries } from "../../../graphs/runtime/run-entries.js";
import type { StoredVerdict } from "../../../memory/contract.js";
import type { CoverageMap } from "../../../schema/coverage.js";
import type { Sample } from "../../../schema/sample.js";
import { letterVector } from "../../helpers/fake-context.js";
import {
  labelCells,
  madeDraft,
  madeVerdict,
  memoryRun,
  type MemoryRun,
  type MemoryRunOptions,
} from "../../helpers/memory-run.js";
import { ticketText } from "../../helpers/ticket-run.js";

interface AtGate {
  readonly drafts: readonly Sample[];
  readonly verdicts?: readonly StoredVerdict[];
  readonly round?: number;
  readonly acceptedBefore?: number;
  readonly coverage?: CoverageMap;
}

/** Decides a round whose drafts are stored as they are given. */
async function gate(run: MemoryRun, at: AtGate): Promise<GateDecisions> {
  const { drafts, verdicts = [], round = 0, acceptedBefore = 0, coverage = labelCells() } = at;
  await run.samples.saveDrafts(
    drafts.map((sample) => ({
      sample,
      verdicts: verdicts.filter((verdict) => verdict.sampleId === sample.id),
      vector: letterVector(sample.text),
    })),
  );
  return decideRound(run, round, { acceptedBefore, coverage });
}
const open = (spec: MemoryRunOptions["spec"] = {}): Promise<MemoryRun> => memoryRun({ spec });
const reasonsOf = ({ updates }: GateDecisions): Record<string, string> =>
  Object.fromEntries(updates.map(({ sample }) => [sample.id, sample.history.at(-1)!.reason]));
const accepted = ({ updates }: GateDecisions): string[] =>
  updates.filter(({ sample }) => sample.status === "accepted").map(({ sample }) => sample.id);

describe("the gate", () => {
  it("compares rewrites, which were written, though their sources were given", async () => {
    const run = await open({
      kind: "rewriting",
      labels: undefined,
      inputs: { rows: [{ source: "One." }], columns: { source: "source" } },
    });
    const text = ticketText("refund", "first");
    const decided = await gate(run, {
      drafts: [0, 1].map((ordinal) => madeDraft({ ordinal, text, fields: { rewrite: text } })),
    });
    expect(reasonsOf(decided)).toEqual({ "r0-0": "accepted", "r0-1": "duplicate-in-round" });
  });

  it("names what speaks against a draft first: unwritten, refused, surplus, copy, full cell", async () => {
    const run = await open({ target: 2, plan: { holdQuotas: true } });
    const text = ticketText("refund", "first");
    const drafts = [
      madeDraft({ id: "first", ordinal: 0, text }),
      // A failed draft that is refused and a copy as well.
      madeDraft({ id: "failed", ordinal: 1, text, reasons: ["unparsed"] }),
      // A refused one that is a copy.
      madeDraft({ id: "refused", ordinal: 2, text }),
      // A copy in a cell that has no room.
      madeDraft({ id: "copy", ordinal: 3, text }),
      madeDraft({ id: "full", ordinal: 4 }),
      madeDraft({ id: "second", ordinal: 5, cell: "delivery", text: ticketText("delivery", "5") }),
      // Behind the target nothing else is asked.
      madeDraft({ id: "late copy", ordinal: 6, text }),
      madeDraft({ id: "late", ordinal: 7 }),
      madeDraft({ id: "late failed", ordinal: 8, reasons: ["empty"], text: "" }),
    ];
    const verdicts = [madeVerdict("failed"), madeVerdict("refused")];
    const coverage = labelCells(1);
    const given = await gate(run, {
      drafts: drafts.map((draft) =>
        draft.id === "second"
          ? { ...draft, label: { ...draft.label, given: "delivery", current: "delivery" } }
          : draft,
      ),
      verdicts,
      coverage,
    });
    expect(reasonsOf(given)).toEqual({
      first: "accepted",
      failed: "unparsed",
      refused: "coherence",
      copy: "duplicate-in-round",
      full: "beyond-quota",
      second: "accepted",
      "late copy": "surplus",
      late: "surplus",
      "late failed": "empty",
    });
    expect([given.accepted, given.rejected]).toEqual([2, 7]);
    // What was not compared says nothing about its cell, nor does what a full cell refuses.
    expect(given.outcomes.map(({ outcome }) => outcome)).toEqual([
      "accepted",
      "rejected",
      "rejected",
      "duplicate",
      "accepted",
      "rejected",
    ]);
  });

  it("decides in the order of the orders, whenever drafts were stored, and writes nothing", async () => {
    const run = await open();
    const text = ticketText("refund", "same");
    const drafts = [3, 1, 0, 2].map((ordinal) =>
      madeDraft({ ordinal, text: ordinal % 2 === 0 ? text : undefined }),
    );
    const given = await gate(run, {
      drafts: drafts.map(({ text: own, ...draft }) =>
        madeDraft(own ? { ...draft, text: own } : draft),
      ),
      acceptedBefore: 7,
    });
    expect(given.updates.map(({ sample }) => sample.ordinal)).toEqual([0, 1, 2, 3]);
    expect(given.updates.map(({ acceptedOrdinal }) => acceptedOrdinal)).toEqual([
      7,
      8,
      undefined,
      9,
    ]);
    expect(reasonsOf(given)["r0-2"]).toBe("duplicate-in-round");
    expect(await run.samples.count({ status: "drafted" })).toBe(4);
  });

  it("says of a copy which text it repeats, and tells this round from earlier ones", async () => {
    const run = await open();
    const [old, late, text] = ["old", "late", "new"].map((seed) => ticketText("refund", seed));
    run.novelty.add({ id: "old", text: old!, vector: null, round: 0 });
    // Round 3 was in flight together with round 4.
    run.novelty.add({ id: "late", text: late!, vector: null, round: 3 });
    const given = await gate(run, {
      round: 4,
      drafts: [
        madeDraft({ id: "a", round: 4, ordinal: 0, text }),
        madeDraft({ id: "b", round: 4, ordinal: 1, text }),
        madeDraft({ id: "c", round: 4, ordinal: 2, text: old }),
        madeDraft({ id: "d", round: 4, ordinal: 3, text: late }),
      ],
    });
    expect(reasonsOf(given)).toEqual({
      a: "accepted",
      b: "duplicate-in-round",
      c: "near-duplicate",
      d: "duplicate-in-round",
    });
    const notes = given.updates.map(({ sample }) => sample.history.at(-1)!.note);
    expect(notes[1]).toBe("ROUGE-L 1.000 to a");
    expect(notes[2]).toBe("ROUGE-L 1.000 to old");
    expect(given.outcomes.map(({ species }) => species)).toEqual(["a", "a", "old", "late"]);
  });

  it("finds a copy by its vector where the words differ", async () => {
    const run = await open({ critique: { vectorDistance: 0.01 } });
    const given = await gate(run, {
      drafts: [
        madeDraft({ id: "a", ordinal: 0, text: "listen to the silent inlets" }),
        madeDraft({ id: "b", ordinal: 1, text: "enlist hte tinsel ot tslnie" }),
      ],
    });
    expect(reasonsOf(given)["b"]).toBe("duplicate-in-round");
    expect(given.updates[1]!.sample.history.at(-1)!.note).toMatch(
      /^cosine distance 0\.00\d to a$/u,
    );
  });

  it("lets a text in whose twin was refused for something else", async () => {
    const run = await open();
    const text = ticketText("refund", "twin");
    const given = await gate(run, {
      drafts: [madeDraft({ id: "a", ordinal: 0, text }), madeDraft({ id: "b", ordinal: 1, text })],
      verdicts: [madeVerdict("a")],
    });
    expect(accepted(given)).toEqual(["b"]);
  });

  it("does not compare rows that were given", async () => {
    const run = await memoryRun({ spec: { kind: "annotation" } });
    const text = ticketText("refund", "row");
    const given = await gate(run, {
      drafts: [madeDraft({ ordinal: 0, text }), madeDraft({ ordinal: 1, text })],
    });
    expect(given.accepted).toBe(2);
  });

  it("judges the last version only", async () => {
    const run = await open();
    const given = await gate(run, {
      drafts: [
        madeDraft({ id: "a", revisions: 1 }),
        madeDraft({ id: "b", ordinal: 1, revisions: 1 }),
      ],
      verdicts: [
        madeVerdict("a", { revision: 0 }),
        madeVerdict("b", { revision: 0, pass: true }),
        madeVerdict("b", { revision: 1, code: "label" }),
      ],
    });
    expect(reasonsOf(given)).toEqual({ a: "accepted", b: "label" });
  });

  it.each([
    [1, null, 10],
    [1.5, null, 15],
    [1.5, 6, 12],
    [1.5, 10, 10],
  ])(
    "stops at the target: with a surplus of %d and %s left by curation, at %d",
    async (surplus, left, aim) => {
      const run = await open({ target: 10, curate: { surplus } });
      if (left !== null) await run.store.set(runEntries.curationLeft, left);
      const given = await gate(run, {
        drafts: Array.from({ length: 20 }, (_, ordinal) => madeDraft({ ordinal })),
        acceptedBefore: left ?? 0,
      });
      expect((left ?? 0) + given.accepted).toBe(aim);
      expect(Object.values(reasonsOf(given)).filter((reason) => reason === "surplus")).toHaveLength(
        20 - given.accepted,
      );
    },
  );

  describe("and a draft that is not what was ordered", () => {
    const stray = (id: string, ordinal: number, current: string): Sample => {
      const draft = madeDraft({ id, ordinal });
      return { ...draft, label: { ...draft.label, current, source: "model" } };
    };

    it("counts where it belongs, and says where it was ordered for", async () => {
      const run = await open();
      const given = await gate(run, {
        drafts: [stray("a", 0, "delivery"), stray("b", 1, "praise")],
      });
      expect(given.updates.map(({ sample }) => sample.cell)).toEqual(["delivery", ""]);
      expect(given.updates[0]!.sample.history.at(-1)!.note).toBe("ordered for the cell refund");
      expect(given.outcomes).toMatchObject([
        { cell: "delivery", orderedFor: "refund" },
        { cell: null, orderedFor: "refund" },
      ]);
    });

    it("takes the room of the cell that it belongs to where quotas are held", async () => {
      const run = await open({ plan: { holdQuotas: true } });
      const given = await gate(run, {
        drafts: [
          stray("fills", 0, "delivery"),
          stray("too many", 1, "delivery"),
          madeDraft({ id: "own", ordinal: 2 }),
          stray("nowhere", 3, "praise"),
        ],
        coverage: labelCells(1),
      });
      expect(reasonsOf(given)).toEqual({
        fills: "accepted",
        "too many": "beyond-quota",
        own: "accepted",
        nowhere: "beyond-quota",
      });
      // The order missed its own cell; the full one is not to blame.
      expect(given.outcomes.filter(({ outcome }) => outcome === "rejected")).toEqual([
        { cell: null, orderedFor: "refund", outcome: "rejected", species: "too many" },
        { cell: null, orderedFor: "refund", outcome: "rejected", species: "nowhere" },
      ]);
    });

    it("counts where it was ordered where that is why it is refused", async () => {
      const run = await open();
      const given = await gate(run, {
        drafts: [stray("a", 0, "delivery")],
        verdicts: [madeVerdict("a", { conditions: [{ name: "topic", value: null }] })],
      });
      expect(given.updates[0]!.sample.cell).toBe("refund");
    });
  });

  it("keeps whether the small model would have said otherwise", async () => {
    const run = await open();
    const student = (label: string) => ({ label, confidence: 0.9, probabilityOfCurrent: 0.5 });
    const { label } = madeDraft();
    const given = await gate(run, {
      drafts: [
        madeDraft({ ordinal: 0, label: { ...label, student: student("delivery") } }),
        madeDraft({ ordinal: 1, label: { ...label, student: student("refund") } }),
        madeDraft({ ordinal: 2 }),
      ],
    });
    expect(given.outcomes.map(({ studentWrong }) => studentWrong)).toEqual([
      true,
      false,
      undefined,
    ]);
  });
});
