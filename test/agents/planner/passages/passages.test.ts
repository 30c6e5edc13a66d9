import type { AgentContext } from "../../../../agents/contract.js";
import { SOURCE_SELECTORS } from "../../../../agents/planner/passages/source-selectors.js";
import { chosenSettings } from "../../../../base/slots/slot-choice.js";
import type { SourceQuery } from "../../../../agents/planner/contract.js";
import { gini } from "../../../../tools/metrics/distributions/gini.js";
import { KnowledgeGraph } from "../../../../tools/knowledge/graph/knowledge-graph.js";
import {
  fakeContext,
  fakeKnowledge,
  fakeMemory,
  fakeRow,
  fakeTask,
} from "../../../helpers/fake-context.js";
import { madeGraph, skewedTriples } from "../../../helpers/made-graph.js";

type Order = SourceQuery["orders"][number];
const order = (parts: Partial<Order> = {}): Order => ({
  cell: "c",
  label: null,
  conditions: [],
  inputId: null,
  given: [],
  ...parts,
});
const orders = (count: number, parts: Partial<Order> = {}): Order[] =>
  Array.from({ length: count }, () => order(parts));
const passages = (texts: readonly string[]) =>
  texts.map((text, index) => ({ id: `p${index}`, text, source: `doc${index}` }));
const select = async (
  name: string,
  query: Partial<SourceQuery>,
  context: AgentContext,
): Promise<readonly (readonly string[])[]> => {
  const settings = chosenSettings(context.task.spec.generate.sources);
  const { value: selector } = await SOURCE_SELECTORS.choose({ ...settings, name }, []);
  return selector.select({ orders: [], count: 1, round: 0, before: 0, ...query }, context);
};

describe("turns", () => {
  const context = fakeContext({
    task: fakeTask(),
    knowledge: fakeKnowledge(passages(["a", "b", "c", "d", "e"])),
  });

  it("deal every passage before any comes again, over rounds and hands of several", async () => {
    const first = await select("turns", { orders: orders(3), count: 2 }, context);
    const second = await select("turns", { orders: orders(2), count: 2, before: 3 }, context);
    expect(await select("turns", { orders: orders(5), count: 2 }, context)).toEqual([
      ...first,
      ...second,
    ]);
    expect(new Set([...first, ...second].flat().slice(0, 5)).size).toBe(5);
    for (const hand of [...first, ...second]) expect(new Set(hand).size).toBe(2);
    expect((await select("turns", { orders: orders(1), count: 9 }, context))[0]!.length).toBe(5);
  });

  it("put first what an order's conditions brought along", async () => {
    expect(
      (await select("turns", { orders: [order({ given: ["p3"] })], count: 1 }, context))[0],
    ).toEqual(["p3"]);
    const [hand] = await select("turns", { orders: [order({ given: ["p3"] })], count: 3 }, context);
    expect(hand![0]).toBe("p3");
    expect(new Set(hand).size).toBe(3);
  });

  it("give nothing where there is nothing", async () => {
    expect(await select("turns", { orders: orders(2) }, fakeContext())).toEqual([[], []]);
  });
});

describe("search", () => {
  const knowledge = fakeKnowledge(
    passages([
      "A refund takes three days.",
      "Refunds need an invoice.",
      "The courier comes at noon.",
      "A shop in Vienna.",
    ]),
  );
  const task = fakeTask({
    labels: { refund: "wants money back", delivery: "asks where the courier is" },
  });

  it("finds passages for the label, its definition, the conditions and the row of an order", async () => {
    const context = fakeContext({
      task,
      knowledge,
      memory: fakeMemory({ inputs: [fakeRow("row", "Is there a shop in Vienna?", null)] }),
    });
    const chosen = await select(
      "search",
      {
        orders: [
          ...orders(8, { label: "refund" }),
          order({ label: "delivery" }),
          order({ conditions: [{ name: "place", value: "Vienna" }] }),
          order({ inputId: "row" }),
        ],
      },
      context,
    );
    for (const [id] of chosen.slice(0, 8)) expect(["p0", "p1"]).toContain(id);
    expect(new Set(chosen.slice(0, 8).flat()).size).toBe(2);
    expect(chosen[8]).toEqual(["p2"]);
    expect(chosen.slice(9)).toEqual([["p3"], expect.arrayContaining([expect.any(String)])]);
    expect(
      await select("search", { orders: [order({ label: "refund" })], before: 5 }, context),
    ).toEqual([chosen[5]]);
  });

  it("deals in turns where nothing is said or found", async () => {
    const context = fakeContext({ task: fakeTask({ labels: ["zzz", "yyy"] }), knowledge });
    const chosen = await select(
      "search",
      { orders: [...orders(2), ...orders(2, { label: "zzz" })] },
      context,
    );
    expect(new Set(chosen.flat()).size).toBe(4);
  });
});

describe("subgraph", () => {
  it("covers the relations of a graph evenly, the same from any round on", async () => {
    const graph = await KnowledgeGraph.of(
      skewedTriples({ triples: 3000, relations: 20, entities: 800 }),
    );
    const context = fakeContext({ task: fakeTask(), knowledge: fakeKnowledge([], graph) });
    const all = await select("subgraph", { orders: orders(200), count: 3 }, context);
    const counts = new Map(graph.relations().map(({ id }) => [id, 0]));
    for (const id of all.flat())
      counts.set(graph.triple(id)!.relation, counts.get(graph.triple(id)!.relation)! + 1);
    expect(gini([...counts.values()])).toBeLessThan(0.15);
    const again = fakeContext({
      task: fakeTask(),
      knowledge: fakeKnowledge([], await KnowledgeGraph.of(graph.triples())),
    });
    expect(await select("subgraph", { orders: orders(50), count: 3, before: 150 }, again)).toEqual(
      all.slice(150),
    );
    expect(await select("subgraph", { orders: orders(50), count: 3, before: 100 }, again)).toEqual(
      all.slice(100, 150),
    );
  });

  it("begins with the relation or the entity that an order names, without moving the others", async () => {
    const graph = await madeGraph(
      ["anna wrote book", "anna livesIn wien", "bela livesIn graz", "book about wien"],
      { livesIn: "lives in", anna: "Anna Berg" },
    );
    const context = fakeContext({
      task: fakeTask({ labels: ["lives_in", "other"] }),
      knowledge: fakeKnowledge([], graph),
    });
    const plain = await select("subgraph", { orders: orders(6) }, context);
    const mixed = await select(
      "subgraph",
      {
        orders: [
          order({ label: "lives_in" }),
          ...orders(4),
          order({ conditions: [{ name: "person", value: "anna berg" }] }),
        ],
      },
      context,
    );
    expect(["t1", "t2"]).toContain(mixed[0]![0]);
    expect(["t0", "t1"]).toContain(mixed[5]![0]);
    expect(mixed.slice(1, 5)).toEqual(plain.slice(1, 5));
  });

  it("needs a graph", async () => {
    await expect(
      select("subgraph", { orders: orders(1) }, fakeContext()).catch((error: unknown) =>
        Promise.reject(error as Error),
      ),
    ).rejects.toMatchObject({ code: "SPEC_INVALID" });
  });
});

describe("chain", () => {
  it("follows the facts of a graph from one to the next", async () => {
    const graph = await madeGraph([
      "anna wrote book",
      "book about wien",
      "wien in austria",
      "bela likes tea",
    ]);
    const context = fakeContext({ task: fakeTask(), knowledge: fakeKnowledge([], graph) });
    const chains = await select("chain", { orders: orders(20), count: 3 }, context);
    for (const chain of chains) {
      expect(chain.length).toBe(3);
      expect([...chain].sort()).toEqual(["t0", "t1", "t2"]);
    }
    expect(await select("chain", { orders: orders(5), count: 3, before: 15 }, context)).toEqual(
      chains.slice(15),
    );
    expect(
      await select(
        "chain",
        { orders: [order({ conditions: [{ name: "start", value: "austria" }] })], count: 3 },
        context,
      ),
    ).toEqual([["t2", "t1", "t0"]]);
  });

  it("follows names between passages, starts everywhere in turn, and tells of short chains", async () => {
    const warnings: unknown[] = [];
    const knowledge = fakeKnowledge(
      passages([
        "The prize went to Marie Curie in that year.",
        "Curie was born in Warsaw.",
        "The river Vistula flows through Warsaw.",
        "Bread is baked in the morning.",
      ]),
    );
    const context = fakeContext({
      task: fakeTask(),
      knowledge,
      log: {
        debug() {},
        info() {},
        warn: (_message, details) => void warnings.push(details),
        error() {},
      },
    });
    const chains = await select("chain", { orders: orders(4), count: 1 }, context);
    for (const chain of chains) expect(chain.length).toBe(2);
    expect(warnings).toEqual([]);
    expect(
      await select("chain", { orders: [order({ given: ["p0"] })], count: 3 }, context),
    ).toEqual([["p0", "p1", "p2"]]);
    const bread = fakeContext({
      task: fakeTask(),
      knowledge: fakeKnowledge(passages(["Bread is baked.", "Tea is brewed."])),
      log: context.log,
    });
    expect((await select("chain", { orders: orders(1), count: 2 }, bread))[0]).toHaveLength(1);
    expect(warnings).toEqual([{ orders: 1, wanted: 2 }]);
  });
});
