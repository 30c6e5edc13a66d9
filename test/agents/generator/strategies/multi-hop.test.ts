import { chainEndStrategy } from "../../../../agents/generator/strategies/chain-end.js";
import { composedQuestionStrategy } from "../../../../agents/generator/strategies/composed-question.js";
import { linkedFactsStrategy } from "../../../../agents/generator/strategies/linked-facts.js";
import { KnowledgeGraph } from "../../../../tools/knowledge/graph/knowledge-graph.js";
import { writeWith, type WriteOptions } from "../../../helpers/write-with.js";

const ann = {
  id: "d1",
  text: "The singer Ann Reed was born in Port Lowell. She likes tea.",
  source: "d",
};
const lowell = {
  id: "d2",
  text: "Port Lowell lies at the river Orr, which Ann Reed never crossed.",
  source: "d",
};
const spec = { kind: "question-answering" } as const;
const first = { subject: "Ann Reed", relation: "was born in", object: "Port Lowell" };
const second = { subject: "the town", relation: "lies at the river", object: "Orr" };

describe("linked-facts", () => {
  const facts = (answers: WriteOptions["answers"], sources = [ann, lowell]) =>
    writeWith(linkedFactsStrategy, { spec, subTask: { output: ["facts"] }, sources, answers });

  it("takes a fact of each passage: the next begins with what the one before ended with", async () => {
    const { written, asked, section } = await facts({ "fact-1": first, "fact-2": second });
    expect(asked).toEqual(["fact-1", "fact-2"]);
    expect(written?.fields["facts"]).toEqual([
      { ...first, source: "d1" },
      { ...second, subject: "Port Lowell", source: "d2" },
    ]);
    expect(section("fact-1", "sources")?.items?.map((item) => item["id"])).toEqual(["d1", "d2"]);
    expect(section("fact-1", "draft")?.items).toEqual([
      { passage: "d1", links: ["Ann Reed", "Port Lowell"] },
    ]);
    expect(section("fact-2", "sources")?.items?.map((item) => item["id"])).toEqual(["d2"]);
    expect(section("fact-2", "draft")?.items?.[0]).toMatchObject({
      passage: "d2",
      bridge: "Port Lowell",
    });
  });

  it.each([
    ["names what its passage does not", { "fact-1": { ...first, object: "Oslo" } }, "Oslo"],
    ["leads nowhere", { "fact-1": { ...first, object: "tea" } }, "d2"],
    [
      "comes back to its start",
      { "fact-1": first, "fact-2": { ...second, object: "Ann Reed" } },
      "comes back",
    ],
    ["has an empty side", { "fact-1": { ...first, relation: " " } }, "empty"],
  ])("gives up a chain that %s", async (_what, answers, message) => {
    expect(await facts(answers)).toMatchObject({
      reason: "ungrounded",
      error: { message: expect.stringContaining(message) },
    });
  });

  it("walks a graph without asking, each fact turned to go on from the one before", async () => {
    const triple = (id: string, subject: string, relation: string, object: string) => ({
      id,
      subject,
      relation,
      object,
      literal: false,
      weight: 1,
      source: "g",
    });
    const graph = await KnowledgeGraph.of([
      triple("t1", "book", "written-by", "ann"),
      triple("t2", "song", "written-by", "ann"),
      triple("t3", "song", "sung-in", "rome"),
    ]);
    const sources = ["t1", "t2", "t3"].map((id) => ({ id, text: id, source: "g" }));
    const { written, asked } = await writeWith(linkedFactsStrategy, {
      spec,
      subTask: { output: ["facts"] },
      sources,
      graph,
    });
    expect(asked).toEqual([]);
    const chain = written?.fields["facts"] as {
      subject: string;
      relation: string;
      object: string;
    }[];
    expect(chain.map(({ subject, object }) => `${subject}>${object}`)).toEqual([
      "book>ann",
      "ann>song",
      "song>rome",
    ]);
    expect(chain[1]?.relation).toMatch(/^written.by \(the other way round\)$/u);
  });

  it("has nothing to start from without passages", async () => {
    expect(await facts({}, [])).toMatchObject({
      reason: "ungrounded",
      error: { details: { final: true } },
    });
  });
});

describe("composed-question and chain-end", () => {
  const values = {
    facts: [
      { ...first, source: "d1" },
      { ...second, subject: "Port Lowell", source: "d2" },
    ],
  };
  const compose = (question: string) =>
    writeWith(composedQuestionStrategy, {
      spec,
      subTask: { output: ["singleQuestions", "question"] },
      values,
      answers: {
        "hop-1": { question: "Where was Ann Reed born?" },
        "hop-2": { question: "At which river lies Port Lowell?" },
        compose: { question },
      },
    });

  it("asks for each fact, then for one question that needs all of them", async () => {
    const { written, asked, section } = await compose(
      "At which river lies the town where the singer Ann Reed was born?",
    );
    expect(asked).toEqual(["hop-1", "hop-2", "compose"]);
    const hops = [
      { question: "Where was Ann Reed born?", answer: "Port Lowell" },
      { question: "At which river lies Port Lowell?", answer: "Orr" },
    ];
    expect(written).toMatchObject({ fields: { singleQuestions: hops }, scores: { hops: 2 } });
    expect(section("compose", "draft")?.items).toEqual([{ questions: hops }]);
  });

  it("gives up a question that names what it should make the reader find", async () => {
    expect(
      (await compose("At which river lies Port Lowell, where Ann Reed was born?")).reason,
    ).toBe("off-task");
    expect((await compose(" ")).reason).toBe("empty");
  });

  it("answers with the end of the chain, and refuses a plan without one", async () => {
    expect(
      (await writeWith(chainEndStrategy, { spec, subTask: { output: ["answer"] }, values }))
        .written,
    ).toEqual({ fields: { answer: "Orr" } });
    expect(
      (await writeWith(chainEndStrategy, { spec, subTask: { output: ["answer"] } })).error?.code,
    ).toBe("PLAN_INVALID");
  });
});
