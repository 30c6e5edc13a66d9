import fc from "fast-check";
import { KnowledgeGraph } from "../../../../tools/knowledge/graph/knowledge-graph.js";
import { Random } from "../../../../base/statistics/random.js";
import { madeGraph, madeTriples } from "../../../helpers/made-graph.js";

const family = [
  "anna parentOf bela",
  "bela parentOf cora",
  "cora marriedTo dan",
  "dan livesIn wien",
  "anna livesIn wien",
  'anna born "1900"',
  'dan born "1900"',
];
const ids = (things: readonly { readonly id: string }[]): string[] => things.map(({ id }) => id);

/** Any small graph, with loops, cycles, parallel triples and values. */
const anyTriples = fc
  .array(fc.tuple(fc.nat(6), fc.nat(3), fc.nat(6), fc.boolean()), { maxLength: 30 })
  .map((rows) =>
    madeTriples(
      rows.map(
        ([subject, relation, object, literal]) =>
          `e${subject} r${relation} ${literal ? `"v${object}"` : `e${object}`}`,
      ),
    ),
  );

describe("KnowledgeGraph", () => {
  it("looks entities and relations up by id and by label, case apart, and counts them", async () => {
    const graph = await madeGraph(family, { anna: "Anna Berg", parentOf: "is a parent of" });
    expect(graph.size).toEqual({ triples: 7, entities: 5, relations: 4 });
    expect([
      graph.find("anna"),
      graph.find("anna berg"),
      graph.find("IS A PARENT OF"),
      graph.find("1900"),
    ]).toEqual(["anna", "anna", "parentOf", null]);
    expect(graph.relations().map(({ label, count }) => [label, count])).toEqual([
      ["is a parent of", 2],
      ["marriedTo", 1],
      ["livesIn", 2],
      ["born", 2],
    ]);
    expect(ids(graph.entities({ relation: "is a parent of", role: "object" }))).toEqual([
      "bela",
      "cora",
    ]);
    expect(graph.entities({ relation: "born", role: "object" })).toEqual([]);
    expect(graph.sentence(graph.triple("t0")!)).toBe("Anna Berg — is a parent of — bela");
    expect(graph.triple("t99")).toBeNull();
    expect(() => graph.neighbours("ann")).toThrow(
      expect.objectContaining({ code: "DATA_NOT_FOUND" }),
    );
  });

  it("finds what is one triple away, in either direction, values too", async () => {
    const graph = await madeGraph(family);
    expect(
      graph.neighbours("bela").map(({ id, direction, relation }) => [id, direction, relation]),
    ).toEqual([
      ["anna", "in", "parentOf"],
      ["cora", "out", "parentOf"],
    ]);
    expect(graph.neighbours("anna", { relation: "born" })).toMatchObject([
      { label: "1900", literal: true },
    ]);
    expect(ids(graph.neighbours("wien", { direction: "in" }))).toEqual(["dan", "anna"]);
  });

  it("finds paths shortest first, whichever way triples point, and none through a value", async () => {
    const graph = await madeGraph(family);
    const found = graph.paths("anna", "dan", { longest: 5 });
    expect(found.paths.map((path) => path.map(({ id }) => id))).toEqual([
      ["t4", "t3"],
      ["t0", "t1", "t2"],
    ]);
    expect(found.complete).toBe(true);
    expect(graph.paths("anna", "dan", { longest: 5, most: 1 })).toMatchObject({
      paths: [[{ id: "t4" }, { id: "t3" }]],
      complete: false,
    });
    expect(graph.paths("anna", "dan", { longest: 1 }).paths).toEqual([]);
  });

  it("gives every simple path of any small graph once, as trying all of them does", async () => {
    await fc.assert(
      fc.asyncProperty(anyTriples, async (triples) => {
        const graph = await KnowledgeGraph.of(triples);
        if (graph.find("e0") === null || graph.find("e1") === null) return;
        const expected: string[] = [];
        const extend = (at: string, passed: readonly string[], path: readonly string[]): void => {
          if (at === "e1") {
            expected.push(path.join());
            return;
          }
          if (path.length === 3) return;
          for (const triple of triples) {
            const next =
              triple.subject === at
                ? triple.literal
                  ? null
                  : triple.object
                : triple.object === at && !triple.literal
                  ? triple.subject
                  : null;
            if (next !== null && !passed.includes(next))
              extend(next, [...passed, next], [...path, triple.id]);
          }
        };
        extend("e0", ["e0"], []);
        const { paths, complete } = graph.paths("e0", "e1", { longest: 3, most: 10_000 });
        expect(complete).toBe(true);
        expect(paths.map((path) => path.map(({ id }) => id).join()).sort()).toEqual(
          expected.sort(),
        );
        expect(paths.map((path) => path.length)).toEqual(
          paths.map((path) => path.length).sort((a, b) => a - b),
        );
      }),
      { numRuns: 60 },
    );
  });

  it("walks from triple to triple over shared entities, none twice, the same for the same seed", async () => {
    await fc.assert(
      fc.asyncProperty(anyTriples, fc.nat(), async (triples, seed) => {
        const graph = await KnowledgeGraph.of(triples);
        const walk = graph.walk({ random: new Random(seed), length: 12 });
        expect(graph.walk({ random: new Random(seed), length: 12 })).toEqual(walk);
        if (walk.length === 0) return;
        const way = ids(graph.entitiesOf(walk));
        expect(new Set(way).size).toBe(way.length);
        for (const [index, triple] of walk.entries()) {
          expect([triple.subject, triple.object]).toContain(way[index]);
          if (triple.literal) expect(index).toBe(walk.length - 1);
        }
      }),
      { numRuns: 80 },
    );
    const line = await madeGraph(["a r b", "b r c", "c r d"]);
    expect(line.walk({ random: new Random(1), length: 9, from: "a" }).map(({ id }) => id)).toEqual([
      "t0",
      "t1",
      "t2",
    ]);
  });

  it("does not let a frequent relation of a hub hide the others on walks", async () => {
    const graph = await madeGraph([
      ...Array.from({ length: 500 }, (_, index) => `hub links leaf${index}`),
      "hub capital city",
    ]);
    const random = new Random(3);
    const capitals = Array.from(
      { length: 100 },
      () => graph.walk({ random, length: 1, from: "hub" })[0]!,
    ).filter(({ relation }) => relation === "capital").length;
    expect(capitals).toBeGreaterThan(30);
  });

  it.each([
    [
      "a relation to the broader",
      ["poodle is_a dog", "dog is_a animal", "cat is_a animal", "dog likes bone"],
      "animal",
      {},
      [
        ["dog", 1],
        ["cat", 1],
        ["poodle", 2],
      ],
    ],
    [
      "a relation to the narrower",
      ["animal narrower dog", "dog narrower poodle"],
      "animal",
      {},
      [
        ["dog", 1],
        ["poodle", 2],
      ],
    ],
    [
      "at most so many steps",
      ["poodle is_a dog", "dog is_a animal"],
      "animal",
      { depth: 1 },
      [["dog", 1]],
    ],
    [
      "a cycle",
      ["a is_a b", "b is_a c", "c is_a a"],
      "a",
      {},
      [
        ["c", 1],
        ["b", 2],
      ],
    ],
    [
      "a cycle below",
      ["x is_a root", "y is_a x", "x is_a y"],
      "root",
      {},
      [
        ["x", 1],
        ["y", 2],
      ],
    ],
    [
      "instances where they are wanted",
      ["rex http://www.w3.org/1999/02/22-rdf-syntax-ns#type dog", "poodle is_a dog"],
      "dog",
      { instances: true },
      [
        ["rex", 1],
        ["poodle", 1],
      ],
    ],
    [
      "a relation of the user's own",
      ["a below b", "c below a"],
      "b",
      { relations: ["below"] },
      [
        ["a", 1],
        ["c", 2],
      ],
    ],
  ])("finds what is narrower by %s", async (_name, lines, entity, options, expected) => {
    const graph = await madeGraph(lines);
    expect(graph.hyponyms(entity, options).map(({ id, depth }) => [id, depth])).toEqual(expected);
  });

  it("ends on large cyclic graphs and hubs", async () => {
    const lines = Array.from({ length: 3000 }, (_, index) => [
      `n${index} is_a n${(index + 1) % 3000}`,
      `n${index} touches hub`,
    ]).flat();
    const graph = await madeGraph(lines);
    expect(graph.hyponyms("n0").length).toBe(2999);
    expect(graph.walk({ random: new Random(1), length: 100_000 }).length).toBeLessThanOrEqual(3000);
    expect(graph.paths("n0", "n1500", { longest: 6, most: 3 }).paths[0]!.length).toBe(2);
  });
});
