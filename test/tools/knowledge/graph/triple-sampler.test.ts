import fc from "fast-check";
import type { KnowledgeTriple } from "../../../../tools/knowledge/contract.js";
import { KnowledgeGraph } from "../../../../tools/knowledge/graph/knowledge-graph.js";
import { gini } from "../../../../tools/metrics/distributions/gini.js";
import { Random } from "../../../../base/statistics/random.js";
import { madeGraph, skewedTriples } from "../../../helpers/made-graph.js";

/** Whether every triple shares an entity with one before it. */
const coherent = (set: readonly KnowledgeTriple[]): boolean =>
  set.every(
    (triple, index) =>
      index === 0 ||
      set.slice(0, index).some((other) => {
        const ends = (one: KnowledgeTriple): string[] =>
          one.literal ? [one.subject] : [one.subject, one.object];
        return ends(triple).some((end) => ends(other).includes(end));
      }),
  );

describe("TripleSampler", () => {
  it("draws coherent sets without repetition, the same for the same seed", async () => {
    const graph = await KnowledgeGraph.of(
      skewedTriples({ triples: 400, relations: 12, entities: 150 }),
    );
    const draw = (): KnowledgeTriple[][] => {
      const sampler = graph.sampler();
      return Array.from({ length: 60 }, (_unused, index) =>
        sampler.draw({ random: new Random("sets").derive(index), size: 4 }),
      );
    };
    const sets = draw();
    expect(draw()).toEqual(sets);
    for (const set of sets) {
      expect(coherent(set)).toBe(true);
      expect(new Set(set.map(({ id }) => id)).size).toBe(set.length);
    }
    expect(
      new Set(
        sets.map((set) =>
          set
            .map(({ id }) => id)
            .sort()
            .join(),
        ),
      ).size,
    ).toBeGreaterThan(50);
  });

  it("covers every relation about evenly where plain sampling follows their frequency", async () => {
    const triples = skewedTriples({ triples: 20_000, relations: 40, entities: 4000 });
    const graph = await KnowledgeGraph.of(triples);
    const sampler = graph.sampler();
    const random = new Random(11);
    const plain = new Map<string, number>();
    for (let set = 0; set < 1000; set++) {
      sampler.draw({ random, size: 3 });
      // The same sets without weights: a random triple, and neighbours of it.
      const first = random.pick(triples);
      for (const triple of [
        first,
        ...random.sample(
          graph
            .neighbours(first.subject)
            .map((neighbour) => neighbour.triple)
            .filter(({ id }) => id !== first.id),
          2,
        ),
      ])
        plain.set(triple.relation, (plain.get(triple.relation) ?? 0) + 1);
    }
    const evenly = gini([...sampler.counts.values()]);
    const naively = gini(graph.relations().map(({ id }) => plain.get(id) ?? 0));
    expect(naively).toBeGreaterThan(0.6);
    expect(evenly).toBeLessThan(0.1);
    expect(Math.min(...sampler.counts.values())).toBeGreaterThan(50);
  });

  it("begins with the relation and the entity that are wanted, where they are together", async () => {
    const graph = await madeGraph([
      "anna wrote book",
      "anna livesIn wien",
      "bela livesIn graz",
      "book about wien",
    ]);
    const drawn = (wanted: { relation?: string; entity?: string }): string[] =>
      [
        ...new Set(
          Array.from(
            { length: 20 },
            (_unused, seed) =>
              graph.sampler().draw({ random: new Random(seed), size: 1, ...wanted })[0]!.id,
          ),
        ),
      ].sort();
    expect(drawn({ relation: "about" })).toEqual(["t3"]);
    expect(drawn({ entity: "anna" })).toEqual(["t0", "t1"]);
    expect(drawn({ entity: "anna", relation: "livesIn" })).toEqual(["t1"]);
    expect(drawn({ entity: "anna", relation: "about" })).toEqual(["t0", "t1"]);
    expect(drawn({ relation: "unknown", entity: "graz" })).toEqual(["t2"]);
  });

  it("gives smaller sets only where nothing else hangs together, and ends on any graph", async () => {
    const island = await madeGraph(["a r b", "c r d"]);
    expect(island.sampler().draw({ random: new Random(1), size: 5 })).toHaveLength(1);
    expect((await madeGraph([])).sampler().draw({ random: new Random(1), size: 5 })).toEqual([]);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(4), fc.nat(2), fc.nat(4)), { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 1, max: 15 }),
        fc.nat(),
        async (rows, size, seed) => {
          const graph = await madeGraph(
            rows.map(([subject, relation, object]) => `e${subject} r${relation} e${object}`),
          );
          const set = graph.sampler().draw({ random: new Random(seed), size });
          expect(coherent(set)).toBe(true);
          const reached = new Set([set[0]!.subject]);
          for (let grown = -1; grown !== reached.size;) {
            grown = reached.size;
            for (const { subject, object } of graph.triples())
              if (reached.has(subject) || reached.has(object)) reached.add(subject).add(object);
          }
          expect(set.length).toBe(
            Math.min(
              size,
              [...graph.triples()].filter(({ subject }) => reached.has(subject)).length,
            ),
          );
        },
      ),
      { numRuns: 60 },
    );
  });
});
