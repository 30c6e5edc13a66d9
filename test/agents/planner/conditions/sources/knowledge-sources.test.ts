import { made } from "../../../../helpers/made.js";
import { documentPhrasesSource } from "../../../../../agents/planner/conditions/sources/document-phrases-source.js";
import { knowledgeGraphSource } from "../../../../../agents/planner/conditions/sources/knowledge-graph-source.js";
import { deficitStrategy } from "../../../../../agents/planner/strategies/deficit-strategy.js";
import { createPlanner } from "../../../../../agents/planner/planner.js";
import { callAgent } from "../../../../../agents/call-agent.js";
import type { AgentContext, Passage } from "../../../../../agents/contract.js";
import type { RoleOutput } from "../../../../../agents/roles.js";
import { KnowledgeGraph } from "../../../../../tools/knowledge/graph/knowledge-graph.js";
import type { KnowledgeTriple } from "../../../../../tools/knowledge/contract.js";
import {
  fakeContext,
  fakeKnowledge,
  fakeRoleModel,
  fakeTask,
} from "../../../../helpers/fake-context.js";
import { find } from "./find.js";

const triple = (
  subject: string,
  relation: string,
  object: string,
  literal = false,
): KnowledgeTriple => ({
  id: `${subject}-${relation}-${object}`,
  subject,
  relation,
  object,
  literal,
  weight: 1,
  source: "s",
});
const ANIMALS = [
  triple("dog", "subclass of", "mammal"),
  triple("cat", "subclass of", "mammal"),
  triple("mammal", "subclass of", "animal"),
  triple("trout", "subclass of", "fish"),
  triple("fish", "subclass of", "animal"),
  triple("animal", "subclass of", "dog"),
  triple("dog", "eats", "bone"),
  triple("dog", "weight", "30 kg", true),
];
const contextOf = async (
  triples: readonly KnowledgeTriple[],
  spec: Parameters<typeof fakeTask>[0] = {},
): Promise<AgentContext> => {
  const graph = await KnowledgeGraph.of(triples);
  return fakeContext({
    task: fakeTask(spec),
    knowledge: fakeKnowledge(
      triples.map((fact) => ({ id: fact.id, text: graph.sentence(fact), source: "s" })),
      graph,
    ),
  });
};

describe("knowledge-graph", () => {
  it("finds everything below the roots, in a cyclic graph too, with the facts of each", async () => {
    const found = await find(knowledgeGraphSource, { roots: ["animal"] }, await contextOf(ANIMALS));
    expect(found.attributes).toHaveLength(1);
    expect(found.attributes[0]).toMatchObject({
      name: "entity",
      source: "knowledge",
      steerable: true,
    });
    expect([...found.attributes[0]!.values].sort()).toEqual([
      "cat",
      "dog",
      "fish",
      "mammal",
      "trout",
    ]);
    expect(found.attributes[0]!.passages!["trout"]).toEqual(["trout-subclass of-fish"]);
    expect(
      (
        await find(
          knowledgeGraphSource,
          { roots: ["animal"], depth: 1, dimension: "class" },
          await contextOf(ANIMALS),
        )
      ).attributes[0],
    ).toMatchObject({ name: "class", values: ["mammal", "fish"] });
  });

  it("gives each label the kinds below its own roots, and notes roots that lead nowhere", async () => {
    const context = await contextOf(ANIMALS, { labels: ["fur", "fins", "other"] });
    const found = await find(
      knowledgeGraphSource,
      { roots: { fur: ["mammal"], fins: ["fish", "unicorn"], wings: ["animal"] }, depth: 1 },
      context,
    );
    expect(found.attributes[0]).toMatchObject({
      values: [],
      perLabel: { fur: ["dog", "cat"], fins: ["trout"] },
    });
    expect(found.notes).toEqual([
      expect.stringContaining("roots for wings"),
      expect.stringContaining("unicorn"),
    ]);
    expect(await find(knowledgeGraphSource, { roots: ["bone"] }, context)).toEqual({
      attributes: [],
      notes: ["knowledge-graph: nothing is narrower than bone"],
    });
  });

  it("takes all entities of a small graph; of a large one so many that every relation is met", async () => {
    const small = await find(knowledgeGraphSource, {}, await contextOf(ANIMALS));
    expect([...small.attributes[0]!.values].sort()).toEqual([
      "animal",
      "bone",
      "cat",
      "dog",
      "fish",
      "mammal",
      "trout",
    ]);
    const large = [
      ...Array.from({ length: 500 }, (_unused, index) =>
        triple(`city ${index}`, "lies in", "land"),
      ),
      ...Array.from({ length: 5 }, (_unused, index) =>
        triple(`river ${index}`, "flows into", "sea"),
      ),
    ];
    const found = await find(knowledgeGraphSource, { values: 20 }, await contextOf(large));
    const rivers = found.attributes[0]!.values.filter((value) => value.startsWith("river")).length;
    expect(found.attributes[0]!.values).toHaveLength(20);
    expect(rivers).toBeGreaterThan(2);
    expect(found.notes).toEqual([
      "knowledge-graph: 20 of 507 entities were drawn as values of entity",
    ]);
  });

  it("draws a relation that the entity has", async () => {
    const context = await contextOf(ANIMALS, {
      kind: "instruction",
      labels: undefined,
      target: 60,
      plan: { subtopics: 0, maxCells: 1 },
    });
    const planner = createPlanner({
      strategy: deficitStrategy,
      conditions: [made(knowledgeGraphSource, { parts: ["entities", "relations"] })],
    });
    const planned = await callAgent<RoleOutput<"planner", "plan">>(planner, "plan", {}, context);
    const { orders } = await callAgent<RoleOutput<"planner", "order">>(
      planner,
      "order",
      {
        round: 0,
        size: 60,
        plan: planned.plan,
        coverage: planned.coverage,
        outstanding: {},
        firstInput: 0,
        inputs: [],
      },
      context,
    );
    const drawn = orders.map(
      ({ conditions }) => `${conditions[0]!.value}: ${conditions[1]!.value}`,
    );
    expect(drawn).toContain("bone: eats");
    for (const pair of drawn)
      expect([
        "bone: eats",
        "dog: eats",
        "dog: weight",
        "dog: subclass of",
        "cat: subclass of",
        "mammal: subclass of",
        "animal: subclass of",
        "fish: subclass of",
        "trout: subclass of",
      ]).toContain(pair);
  });

  it("takes names of the passages without a graph, nothing without knowledge, and says so", async () => {
    const passages = [
      {
        id: "1",
        text:
          "The old lab where Marie Curie worked for years was in Paris, and later on Marie " +
          "Curie went away.",
        source: "s",
      },
      { id: "2", text: "A plaque in Paris shows it.", source: "s" },
    ];
    const found = await find(
      knowledgeGraphSource,
      {},
      fakeContext({ knowledge: fakeKnowledge(passages) }),
    );
    expect(found.attributes[0]).toMatchObject({
      values: ["Paris", "Marie Curie"],
      passages: { Paris: ["1", "2"], "Marie Curie": ["1"] },
    });
    expect(found.notes.join()).toContain("no graph; 2 of 2 names");
    expect(await find(knowledgeGraphSource, {}, fakeContext())).toEqual({
      attributes: [],
      notes: [expect.stringContaining("neither a graph nor passages")],
    });
  });
});

describe("documents", () => {
  const about = (topic: string, words: string): Passage[] =>
    Array.from({ length: 6 }, (_unused, index) => ({
      id: `${topic}${index}`,
      text: `Notes on ${words} number ${index}: ${words} and again ${words}.`,
      source: "s",
    }));
  const passages = [
    ...about("t", "bicycle tyres"),
    ...about("b", "sourdough baking"),
    ...about("g", "garden fences"),
  ];

  it("names clusters by the phrases that tell them apart, with their passages", async () => {
    const found = await find(
      documentPhrasesSource,
      { topics: 3 },
      fakeContext({ knowledge: fakeKnowledge(passages) }),
    );
    const topic = found.attributes[0]!;
    expect(topic).toMatchObject({ name: "topic", source: "knowledge", steerable: true });
    expect(topic.values).toHaveLength(3);
    for (const value of topic.values) {
      const ids = topic.passages![value]!;
      expect(new Set(ids.map((id) => id[0])).size).toBe(1);
      for (const id of ids)
        expect(passages.find((passage) => passage.id === id)!.text).toContain(value);
    }
  });

  it("lets the model name topics, and drops names whose words the passages do not have", async () => {
    const model = fakeRoleModel((request) => {
      const text = JSON.stringify(
        request.prompt.sections.find(({ kind }) => kind === "sources")!.items,
      );
      return {
        values: text.includes("tyres")
          ? ["Bicycle tyres", "quantum physics"]
          : text.includes("baking")
            ? ["ocean liners"]
            : ["garden fences", "garden fences"],
      };
    });
    const found = await find(
      documentPhrasesSource,
      { topics: 3, ask: true, perTopic: 2 },
      fakeContext({ knowledge: fakeKnowledge(passages), model }),
    );
    expect([...found.attributes[0]!.values].sort()).toEqual(["Bicycle tyres", "garden fences"]);
    expect(found.notes.join()).toMatch(
      /1 topics of the model left out \(repeated.*2 topics of the model left out: their passages do not have the words/u,
    );
    expect(model.requests).toHaveLength(3);
    expect(model.requests[0]!.prompt.sections.some(({ kind }) => kind === "demonstrations")).toBe(
      false,
    );
  });

  it("gives orders of a topic one of its passages", async () => {
    const context = fakeContext({
      task: fakeTask({ kind: "instruction", labels: undefined, plan: { subtopics: 0 } }),
      knowledge: fakeKnowledge(passages),
    });
    const planner = createPlanner({
      strategy: deficitStrategy,
      conditions: [made(documentPhrasesSource, { topics: 3 })],
    });
    const planned = await callAgent<RoleOutput<"planner", "plan">>(planner, "plan", {}, context);
    const { orders } = await callAgent<RoleOutput<"planner", "order">>(
      planner,
      "order",
      {
        round: 0,
        size: 12,
        plan: planned.plan,
        coverage: planned.coverage,
        outstanding: {},
        firstInput: 0,
        inputs: [],
      },
      context,
    );
    for (const { conditions, sourceIds } of orders)
      expect(planned.plan.attributes[0]!.passages![conditions[0]!.value]).toEqual(
        expect.arrayContaining(sourceIds!),
      );
    expect(orders.every(({ sourceIds }) => sourceIds!.length > 0)).toBe(true);
  });

  it("says so where there are no passages, or too little budget to ask", async () => {
    expect(await find(documentPhrasesSource, {}, fakeContext())).toEqual({
      attributes: [],
      notes: ["documents: the knowledge sources have no passages"],
    });
    const context = fakeContext({
      knowledge: fakeKnowledge(passages),
      budget: { remaining: () => ({ usd: null, calls: 8, tokens: null }) },
    });
    const found = await find(documentPhrasesSource, { topics: 3, ask: true }, context);
    expect(found.attributes[0]!.values).toHaveLength(3);
    expect(found.notes.join()).toContain(
      "3 calls are too many for 8 calls of budget; key phrases are used",
    );
  });
});
