import { majorityVoteStrategy } from "../../../../agents/generator/strategies/majority-vote.js";
import { executeVoteStrategy } from "../../../../agents/generator/strategies/execute-vote.js";
import { verifyStrategy } from "../../../../agents/generator/strategies/verify.js";
import { writeWith, type PartAnswer, type WriteOptions } from "../../../helpers/write-with.js";

const solved = (answer: string, rationale = "r"): object => ({ rationale, answer });
const votes = (answers: readonly PartAnswer[], part = "vote"): Record<string, PartAnswer> =>
  Object.fromEntries(answers.map((answer, index) => [`${part}-${index + 1}`, answer]));
const reasoning: Pick<WriteOptions, "spec" | "values"> = {
  spec: { kind: "reasoning" },
  values: { question: "How much is 3 times 4?" },
};

describe("majority-vote", () => {
  const vote = (answers: readonly PartAnswer[], more: Partial<WriteOptions> = {}) =>
    writeWith(majorityVoteStrategy, {
      ...reasoning,
      subTask: { output: ["rationale", "answer"], ...more.subTask },
      answers: votes(answers),
      ...more,
    });

  it("asks five times and keeps the answer that most give, with its own rationale", async () => {
    const { written, asked, parameters, prompt } = await vote([
      solved("11", "wrong"),
      solved("12", "first"),
      solved("$12.00", "second"),
      solved(" 12 "),
      solved("13"),
    ]);
    expect(asked).toEqual(["vote-1", "vote-2", "vote-3", "vote-4", "vote-5"]);
    expect(written).toMatchObject({
      fields: { answer: "12", rationale: "first" },
      scores: { agreement: 0.6 },
    });
    expect(parameters("vote-1")["temperature"]).toBe(0.7);
    expect(prompt("vote-2")).toContain("How much is 3 times 4?");
  });

  it("keeps the surest answer of the majority where the model says how sure it is", async () => {
    const sure = (rationale: string, logProbability: number): PartAnswer => ({
      script: { object: solved("12", rationale), logProbabilities: [logProbability] },
    });
    const { written } = await vote([
      sure("a", -3),
      sure("b", -0.1),
      sure("c", -2),
      solved("5"),
      solved("6"),
    ]);
    expect(written?.fields).toEqual({ answer: "12", rationale: "b" });
  });

  it("gives the sample up, for good, where too few agree; lost answers count", async () => {
    const split = await vote([solved("1"), solved("2"), solved("3"), solved("3"), solved("5")]);
    expect(split).toMatchObject({
      written: null,
      reason: "no-agreement",
      error: {
        code: "DRAFT_FAILED",
        details: { final: true },
        message: expect.stringContaining("2 of 5"),
      },
    });
    const refused: PartAnswer = { script: { text: "no", finish: "refusal" } };
    const lost = await vote([solved("3"), solved("3"), refused, refused, refused], {
      subTask: { output: ["rationale", "answer"], settings: { minShare: 0.4 } },
    });
    expect(lost.written?.scores).toMatchObject({ agreement: 0.4 });
  });

  it("throws what the model answered where no answer can be used", async () => {
    const refused: PartAnswer = { script: { text: "no", finish: "refusal" } };
    expect(
      (
        await vote([refused, refused], {
          subTask: { output: ["rationale", "answer"], settings: { samples: 2 } },
        })
      ).error?.code,
    ).toBe("MODEL_REFUSED");
  });

  it("votes on the label where it is decided, at a temperature that lets answers differ", async () => {
    const label = (name: string): object => ({ label: name, confidence: 0.9 });
    const { written, parameters } = await writeWith(majorityVoteStrategy, {
      spec: { kind: "annotation", labels: ["good", "bad"] },
      subTask: { output: ["label"], settings: { samples: 3 } },
      values: { text: "fine" },
      answers: votes([label("bad"), label("good"), label("good")]),
    });
    expect(written).toMatchObject({ label: "good", scores: { agreement: 2 / 3 } });
    expect(parameters("vote-1")["temperature"]).toBe(0.7);
  });

  it("refuses a field that its step does not write", async () => {
    expect(
      (
        await writeWith(majorityVoteStrategy, {
          spec: { kind: "reasoning" },
          values: reasoning.values!,
          subTask: { output: ["answer"], settings: { field: "question" } },
        })
      ).error?.code,
    ).toBe("SPEC_INVALID");
  });
});

describe("execute-vote", () => {
  const TABLES =
    "CREATE TABLE pets (name TEXT, legs INT); INSERT INTO pets VALUES ('Tom', 4), ('Bo', " +
    "2), ('Mia', 4);";
  const spec = { kind: "custom", fields: { question: {}, query: {}, result: {} } } as const;
  const execute = (programs: readonly string[], more: Partial<WriteOptions> = {}) =>
    writeWith(executeVoteStrategy, {
      spec,
      values: { question: "How many pets have four legs?" },
      answers: votes(
        programs.map((query) => ({ query })),
        "program",
      ),
      subTask: {
        output: ["query", "result"],
        settings: { samples: programs.length, program: "query", result: "result", setup: TABLES },
      },
      ...more,
    });

  it("keeps a query whose result most give, drops what does not run, hands the result on", async () => {
    const { written, section, span } = await execute([
      "SELECT COUNT(*) FROM pets WHERE legs = 4",
      "SELECT COUNT(name) FROM pets WHERE legs > 3",
      "SELECT 3",
      "SELECT * FROM dogs",
    ]);
    expect(written?.fields["query"]).toContain("legs = 4");
    expect(JSON.parse(String(written?.fields["result"]))).toMatchObject({ rows: [[2]] });
    expect(written?.scores).toMatchObject({ agreement: 0.5, executable: 0.75 });
    expect(section("program-1", "draft")?.items?.[0]).toMatchObject({
      question: "How many pets have four legs?",
      tables: TABLES,
    });
    expect(JSON.stringify(span["datawright.programs.dropped"])).toContain("dogs");
  });

  it("tells what does not run from what does not agree", async () => {
    expect((await execute(["SELECT * FROM dogs", "SELEC 1"])).reason).toBe("not-executable");
    expect((await execute(["SELECT 1", "SELECT 2", "SELECT 3"])).reason).toBe("no-agreement");
  });

  it("runs JavaScript as well", async () => {
    const { written } = await execute(["[1, 2, 3].length", "1 + 2", "process.exit()"], {
      subTask: { output: ["query"], settings: { samples: 3, language: "javascript" } },
    });
    expect(written).toMatchObject({
      fields: { query: "[1, 2, 3].length" },
      scores: { agreement: 2 / 3, executable: 2 / 3 },
    });
  });

  it("takes the tables of the task's checker where the step names none", async () => {
    const checked = {
      ...spec,
      critique: { checker: { language: "sql", runs: "query", schema: TABLES } },
    } as const;
    const { written } = await execute(["SELECT COUNT(*) FROM pets", "SELECT 3"], {
      spec: checked,
      subTask: { output: ["query"], settings: { samples: 2 } },
    });
    expect(written?.scores).toMatchObject({ agreement: 1 });
  });
});

describe("verify", () => {
  const qa = {
    spec: { kind: "question-answering" },
    values: { context: "Ann sings in Rome.", question: "Where does Ann sing?", answer: "in Rome" },
  } as const;
  const verify = (answers: WriteOptions["answers"], more: Partial<WriteOptions> = {}) =>
    writeWith(verifyStrategy, {
      ...qa,
      subTask: { output: ["check"], ...more.subTask },
      answers,
      ...more,
    } as WriteOptions);

  it("answers again without seeing the answer, and writes what came out", async () => {
    const { written, asked, section, parameters } = await verify({ again: { answer: "Rome" } });
    expect(asked).toEqual(["again"]);
    expect(written).toEqual({ fields: { check: "Rome" }, scores: { verified: 2 / 3 } });
    expect(section("again", "draft")?.items).toEqual([
      { context: qa.values.context, question: qa.values.question },
    ]);
    expect(parameters("again")["temperature"]).toBe(0);
  });

  it("gives the sample up, for good, where the two differ", async () => {
    expect(await verify({ again: { answer: "Paris" } })).toMatchObject({
      reason: "not-verified",
      error: { details: { final: true } },
    });
    expect(
      (
        await verify(
          { again: { answer: "Rome" } },
          { subTask: { output: ["check"], settings: { minOverlap: 1 } } },
        )
      ).reason,
    ).toBe("not-verified");
  });

  it("goes backward over a figure of the question, and forward where it has none", async () => {
    const sum = {
      spec: { kind: "reasoning" },
      values: { question: "Ann has 30 nuts and eats some. How many are left?", answer: "12" },
    } as const;
    const settings = { direction: "backward" };
    const right = await verify(
      { backward: { x: "30" } },
      { ...sum, subTask: { output: ["check"], settings } },
    );
    expect(right.written).toEqual({ fields: { check: "30" }, scores: { verified: 1 } });
    expect(right.section("backward", "draft")?.items).toEqual([
      { question: "Ann has X nuts and eats some. How many are left?", answer: "12" },
    ]);
    expect(
      (
        await verify(
          { backward: { x: "31" } },
          { ...sum, subTask: { output: ["check"], settings } },
        )
      ).reason,
    ).toBe("not-verified");
    expect(
      (await verify({ again: { answer: "in Rome" } }, { subTask: { output: ["check"], settings } }))
        .asked,
    ).toEqual(["again"]);
  });

  it("refuses a plan that has nothing to verify", async () => {
    expect((await verify({}, { values: { question: "Where?" } })).error?.code).toBe("PLAN_INVALID");
  });
});
