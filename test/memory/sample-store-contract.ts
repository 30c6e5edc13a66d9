import fc from "fast-check";
import type { StoredVerdict } from "../../memory/contract.js";
import type { RunDatabase } from "../../memory/database/run-database.js";
import { entry, entryKey } from "../../memory/entry-key.js";
import { DatabaseRunStore } from "../../memory/run-store.js";
import { DatabaseSampleStore } from "../../memory/sample-store.js";
import type { Sample } from "../../schema/sample.js";
import { decided, draftOf, sampleOf, verdictOf } from "./sample-fixture.js";

const all = async (pages: AsyncIterable<Sample>): Promise<string[]> => {
  const ids: string[] = [];
  for await (const sample of pages) ids.push(sample.id);
  return ids;
};

const SEALED = entryKey<number>("sealed");

/** What samples are held to in every kind of database; `openDatabase` opens one by its name. */
export function describeSampleStore(
  openDatabase: (name?: string) => Promise<{ database: RunDatabase; name: string }>,
): void {
  const opened: RunDatabase[] = [];
  const open = async (
    key?: string,
  ): Promise<{ database: RunDatabase; name: string; store: DatabaseSampleStore }> => {
    const { database, name } = await openDatabase(key);
    opened.push(database);
    return { database, name, store: new DatabaseSampleStore(database) };
  };
  afterEach(async () => {
    for (const database of opened.splice(0)) await database.close();
  });

  it("gives back drafts with verdicts and vectors after the file was opened again", async () => {
    const { store, database, name } = await open();
    const sample = sampleOf("s1", { fields: { text: "안녕하세요 👋 “quoted”\n" } });
    await store.saveDrafts([
      draftOf(sample, {
        verdicts: [verdictOf("s1"), verdictOf("s1", { criterion: "novel", revision: 1 })],
        vector: new Float32Array([0.5, -2, 3e-7]),
      }),
      draftOf(sampleOf("s2"), { vector: null }),
    ]);
    await database.close();
    const again = (await open(name)).store;
    expect(await again.samples({ ids: ["s1"] })).toEqual([sample]);
    expect(
      (await again.verdicts("s1")).map((verdict) => [verdict.criterion, verdict.revision]),
    ).toEqual([
      ["coherent", 0],
      ["novel", 1],
    ]);
    const vectors = await again.vectors(["s1", "s2", "none"]);
    expect([...vectors.keys()]).toEqual(["s1"]);
    expect([...(vectors.get("s1") ?? [])]).toEqual([...new Float32Array([0.5, -2, 3e-7])]);
    expect(await again.drafted(["s1", "s2", "none"])).toEqual(new Set(["s1", "s2"]));
  });

  it("lets no repeated draft change what a gate decided, nor its verdicts and vector", async () => {
    const { store } = await open();
    const draft = draftOf(sampleOf("s1"));
    await store.saveDrafts([draft]);
    const accepted = decided(draft.sample, "accepted", "accepted");
    await store.applyUpdates([{ sample: accepted, acceptedOrdinal: 7 }]);
    await store.saveDrafts([
      draftOf(sampleOf("s1", { text: "another", reasons: ["coherence"] }), {
        verdicts: [verdictOf("s1", { pass: false }), verdictOf("s1")],
        vector: new Float32Array([9, 9, 9]),
      }),
    ]);
    expect(await store.samples()).toEqual([accepted]);
    expect(await store.verdicts("s1")).toEqual(draft.verdicts);
    expect([...((await store.vectors(["s1"])).get("s1") ?? [])]).toEqual([1, 2, 3]);
    expect(await store.count({ reason: "coherence" })).toBe(0);
    expect(await store.count({ reason: "accepted" })).toBe(1);
  });

  it("gives the verdicts of one sample, of several at once, and of all", async () => {
    const { store } = await open();
    for (const id of ["s1", "s2", "s3"])
      await store.saveDrafts([
        draftOf(sampleOf(id), { verdicts: [verdictOf(id), verdictOf(id, { criterion: "novel" })] }),
      ]);
    const of = async (ids?: string | readonly string[]) =>
      (await store.verdicts(ids)).map((verdict) => `${verdict.sampleId} ${verdict.criterion}`);
    expect(await of("s2")).toEqual(["s2 coherent", "s2 novel"]);
    expect(await of(["s3", "s1", "none"])).toEqual([
      "s1 coherent",
      "s1 novel",
      "s3 coherent",
      "s3 novel",
    ]);
    expect(await of([])).toEqual([]);
    expect(await of()).toHaveLength(6);
  });

  it("keeps what verdicts have in common once, and says so where it is lost", async () => {
    const { store, database, name } = await open();
    const given = Array.from({ length: 8 }, (_, at) =>
      verdictOf(`s${at % 4}`, { criterion: at < 4 ? "format" : "novel", score: at / 8 }),
    );
    const own = verdictOf("s4", {
      pass: false,
      reason: "Not what was asked for.",
      code: "off-task",
    });
    for (const id of ["s0", "s1", "s2", "s3", "s4"])
      await store.saveDrafts([
        draftOf(sampleOf(id), {
          verdicts: [...given, own].filter(({ sampleId }) => sampleId === id),
        }),
      ]);
    const kinds = () =>
      database.read(
        database.query.selectFrom("entries").select("name").where("name", "like", "verdict-kind:%"),
      );
    expect((await kinds()).length).toBe(3);
    await database.close();
    const again = await open(name);
    const all = await again.store.verdicts();
    expect(all.toSorted(bySample)).toEqual([...given, own].toSorted(bySample));
    await again.database.writeBatch([
      again.database.query.deleteFrom("entries").where("name", "like", "verdict-kind:%").compile(),
    ]);
    await expect(new DatabaseSampleStore(again.database).verdicts()).rejects.toMatchObject({
      code: "STORE_CORRUPT",
    });
  });

  it("replaces an undecided draft whole: verdicts of the earlier version are gone", async () => {
    const { store } = await open();
    await store.saveDrafts([
      draftOf(sampleOf("s1"), {
        verdicts: [verdictOf("s1"), verdictOf("s1", { criterion: "novel" })],
      }),
    ]);
    await store.saveDrafts([
      draftOf(sampleOf("s1", { text: "revised", revisions: 1 }), {
        verdicts: [verdictOf("s1", { revision: 1 })],
      }),
    ]);
    expect((await store.samples()).map((sample) => sample.text)).toEqual(["revised"]);
    expect((await store.verdicts("s1")).map((verdict) => verdict.revision)).toEqual([1]);
  });

  it("keeps a draft that arrives refused already, with its verdicts", async () => {
    const { store } = await open();
    const refused = decided(sampleOf("s1"), "rejected", "draft-failed");
    await store.saveDrafts([draftOf(refused)]);
    await store.saveDrafts([draftOf(refused)]);
    expect(await store.samples({ status: "rejected", reason: "draft-failed" })).toEqual([refused]);
    expect(await store.verdicts("s1")).toHaveLength(1);
  });

  it("sets a position in the dataset once and reads accepted samples in that order", async () => {
    const { store } = await open();
    const samples = ["a", "b", "c"].map((id, ordinal) =>
      decided(sampleOf(id, { ordinal }), "accepted", "accepted"),
    );
    await store.applyUpdates(
      samples.map((sample, index) => ({ sample, acceptedOrdinal: 2 - index })),
    );
    await store.applyUpdates([{ sample: samples[0] as Sample, acceptedOrdinal: 0 }]);
    expect(
      (await store.samples({ status: "accepted", order: "accepted" })).map((sample) => sample.id),
    ).toEqual(["c", "b", "a"]);
    expect((await store.samples({ status: "accepted" })).map((sample) => sample.id)).toEqual([
      "a",
      "b",
      "c",
    ]);
    await store.applyUpdates([
      { sample: decided(samples[2] as Sample, "rejected", "curation-duplicate") },
    ]);
    await store.applyUpdates([{ sample: samples[2] as Sample }]);
    expect(
      (await store.samples({ order: "accepted", limit: 1 })).map((sample) => sample.id),
    ).toEqual(["c"]);
    await store.applyUpdates([
      { sample: decided(samples[1] as Sample, "rejected", "curation-label") },
      { sample: sampleOf("never") },
    ]);
    expect(
      (await store.samples({ everAccepted: true, order: "accepted" })).map((sample) => sample.id),
    ).toEqual(["c", "b", "a"]);
  });

  it("writes decisions and the entry that says so in one transaction", async () => {
    const { store, database } = await open();
    const broken = { ...sampleOf("s2"), round: null as unknown as number };
    await expect(
      store.applyUpdates([{ sample: sampleOf("s1") }, { sample: broken }], [entry(SEALED, 0)]),
    ).rejects.toMatchObject({ code: "STORE_FAILED" });
    expect(await new DatabaseRunStore(database).get(SEALED)).toBeNull();
    expect(await store.count()).toBe(0);
    await store.applyUpdates([{ sample: sampleOf("s1") }], [entry(SEALED, 0)]);
    expect(await new DatabaseRunStore(database).get(SEALED)).toBe(0);
  });

  it("filters by status, reason, round, label, cell and ids", async () => {
    const { store } = await open();
    await store.saveDrafts([
      draftOf(sampleOf("a", { round: 0, ordinal: 1 })),
      draftOf(
        decided(
          sampleOf("b", { round: 1, cell: "other", reasons: ["label"] }),
          "rejected",
          "near-duplicate",
        ),
      ),
      draftOf(
        sampleOf("c", {
          round: 2,
          label: {
            given: ["y", "x"],
            current: ["y", "x"],
            source: "condition",
            confidence: null,
            student: null,
          },
        }),
      ),
      draftOf(sampleOf("d", { round: 1, ordinal: 2, status: "planned" })),
    ]);
    const ids = async (query: Parameters<typeof store.samples>[0]) =>
      (await store.samples(query)).map((sample) => sample.id);
    expect(await ids({ status: ["drafted", "rejected"] })).toEqual(["a", "b", "c"]);
    expect(await ids({ reason: "near-duplicate" })).toEqual(["b"]);
    expect(await ids({ round: 1 })).toEqual(["b", "d"]);
    expect(await ids({ maxRound: 1 })).toEqual(["a", "b", "d"]);
    expect(await ids({ label: "x + y" })).toEqual(["c"]);
    expect(await ids({ cell: "other" })).toEqual(["b"]);
    expect(await ids({ ids: ["c", "a", "none"] })).toEqual(["a", "c"]);
    expect(await ids({ ids: [] })).toEqual([]);
    expect(await ids({ limit: 2, offset: 1 })).toEqual(["b", "d"]);
    expect(await ids({ limit: 2, latest: true })).toEqual((await ids({})).slice(-2));
    expect(await store.count({ status: "drafted", maxRound: 1 })).toBe(1);
    expect(await store.drafted(["a", "d"])).toEqual(new Set(["a"]));
  });

  it("counts every sample once in the funnel, by the reason of its last change", async () => {
    const { store } = await open();
    const accepted = decided(sampleOf("a"), "accepted", "accepted");
    const demoted: Sample = {
      ...decided(accepted, "rejected", "curation-duplicate"),
      reasons: ["accepted", "curation-duplicate"],
    };
    await store.applyUpdates([
      { sample: demoted },
      { sample: decided(sampleOf("b"), "accepted", "accepted") },
      { sample: sampleOf("c") },
    ]);
    expect(await store.countByReason()).toEqual([
      { status: "accepted", reason: "accepted", count: 1 },
      { status: "drafted", reason: "", count: 1 },
      { status: "rejected", reason: "curation-duplicate", count: 1 },
    ]);
  });

  it("streams in the query's order whatever the page size, also while samples are updated", async () => {
    const { store } = await open();
    const samples = Array.from({ length: 57 }, (_, index) =>
      sampleOf(`s${String((index * 31) % 57).padStart(2, "0")}`, {
        round: index % 3,
        ordinal: Math.floor(index / 3),
      }),
    );
    await store.applyUpdates(
      samples.map((sample, index) => ({
        sample,
        acceptedOrdinal: index % 5 === 0 ? undefined : 100 - index,
      })),
    );
    for (const order of ["accepted", "ordinal"] as const) {
      const whole = (await store.samples({ order })).map((sample) => sample.id);
      expect(whole).toHaveLength(57);
      for (const pageSize of [1, 4, 57, 1000])
        expect(await all(store.stream({ order }, pageSize))).toEqual(whole);
      expect(await all(store.stream({ order, limit: 10, offset: 5 }, 3))).toEqual(
        whole.slice(5, 15),
      );
    }
    const seen: string[] = [];
    for await (const sample of store.stream({}, 5)) {
      seen.push(sample.id);
      await store.applyUpdates([{ sample: decided(sample, "rejected", "surplus") }]);
    }
    expect(seen).toHaveLength(57);
  });

  it("ends in the same state however often and in whatever slices the same writes are repeated", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({ id: fc.integer({ min: 0, max: 5 }), kind: fc.constantFrom("draft", "gate") }),
          { maxLength: 25 },
        ),
        fc.integer({ min: 1, max: 4 }),
        async (steps, repeats) => {
          const { store, database } = await open();
          const gated = new Set<string>();
          const drafted = new Set<string>();
          for (const { id, kind } of steps) {
            const draft = draftOf(sampleOf(`s${id}`, { ordinal: id }));
            if (kind === "gate" && !drafted.has(draft.sample.id)) continue;
            for (let repeat = 0; repeat < repeats; repeat++) {
              if (kind === "draft") await store.saveDrafts([draft, draft]);
              else
                await store.applyUpdates([
                  { sample: decided(draft.sample, "accepted", "accepted"), acceptedOrdinal: id },
                ]);
            }
            (kind === "draft" ? drafted : gated).add(draft.sample.id);
          }
          expect(
            new Set((await store.samples({ status: "accepted" })).map((sample) => sample.id)),
          ).toEqual(gated);
          expect(await store.count()).toBe(drafted.size);
          expect(await store.verdicts()).toHaveLength(drafted.size);
          expect((await store.vectors([...drafted])).size).toBe(drafted.size);
          await database.close();
        },
      ),
      { numRuns: 15 },
    );
  });
}

function bySample(left: StoredVerdict, right: StoredVerdict): number {
  return left.sampleId < right.sampleId ? -1 : left.sampleId > right.sampleId ? 1 : 0;
}
