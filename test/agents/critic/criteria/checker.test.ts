import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { callAgent } from "../../../../agents/call-agent.js";
import { builtinAgent } from "../../../../agents/builtin.js";
import type { Draft } from "../../../../agents/draft.js";
import type { Criterion } from "../../../../agents/critic/contract.js";
import { passes } from "../../../../agents/critic/verdicts.js";
import { checkerCriterion } from "../../../../agents/critic/criteria/checker.js";
import { createCritic } from "../../../../agents/critic/critic.js";
import type { AgentContext } from "../../../../agents/contract.js";
import type { TaskSpecInput } from "../../../../schema/task-file/task-spec.js";
import type { Verdict } from "../../../../schema/verdict.js";
import { checkTaskSpec } from "../../../../tools/task-file/read-task.js";
import { inlineChecker } from "../../../../tools/sandbox/inline-checker.js";
import { fakeContext, fakeRoleModel, fakeTask } from "../../../helpers/fake-context.js";
import { temporaryFolder } from "../../../memory/temporary-folder.js";
import { plainDraft } from "../../../helpers/plain-parts.js";

type Checker = NonNullable<NonNullable<TaskSpecInput["critique"]>["checker"]>;
const SPEC: Partial<TaskSpecInput> = {
  kind: "custom",
  labels: undefined,
  fields: { question: {}, query: {}, answer: { type: "number" } },
};
const schema =
  "CREATE TABLE item (id INTEGER, kind TEXT); INSERT INTO item VALUES (1, 'lamp'), (2, " +
  "'lamp'), (3, 'chair')";
const fields = {
  question: "How many lamps are there?",
  query: "SELECT count(*) FROM item WHERE kind = 'lamp'",
  answer: 2,
};

const specOf = (checker: Checker, more: Partial<TaskSpecInput> = {}): TaskSpecInput =>
  ({
    name: "queries",
    description: "Questions over a shop's database.",
    target: 10,
    ...SPEC,
    ...more,
    critique: { checker, ...more.critique },
  }) as TaskSpecInput;
function contextOf(checker: Checker, more: Partial<AgentContext> = {}): AgentContext {
  return fakeContext({ task: fakeTask({ ...SPEC, critique: { checker } }), ...more });
}
const draftOf = (changed: Record<string, unknown> = {}): Draft =>
  plainDraft({ fields: { ...fields, ...changed }, text: "" });
async function decide(checker: Checker, changed: Record<string, unknown> = {}): Promise<Verdict> {
  return checkerCriterion.decide(draftOf(changed), { judge: null }, contextOf(checker));
}

describe("a JavaScript checker", () => {
  it("lets drafts pass or not, with its reason", async () => {
    const checker: Checker = {
      language: "javascript",
      code: "({ answer }) => ({ pass: answer > 1, reason: `The answer is ${answer}.` })",
    };
    expect(await decide(checker)).toMatchObject({
      pass: true,
      score: 1,
      reason: "The answer is 2.",
    });
    expect(await decide(checker, { answer: 0 })).toMatchObject({
      pass: false,
      score: 0,
      code: "checker",
      criterion: "checker",
      reason: "The answer is 0.",
    });
    expect(await decide({ language: "javascript", code: "sample.answer === 2" })).toMatchObject({
      pass: true,
    });
    expect(await decide({ language: "javascript", code: "false" })).toMatchObject({
      pass: false,
      reason: "The checker does not let it pass.",
    });
  });

  it("refuses a draft that it throws on, does not end on, or answers with nonsense for", async () => {
    expect(
      (await decide({ language: "javascript", code: "sample.rows.length > 0" })).reason,
    ).toMatch(/The checker failed on this sample: line 1: TypeError: /u);
    expect(
      (await decide({ language: "javascript", code: "while (true) {}", timeoutSeconds: 0.1 }))
        .reason,
    ).toContain("did not end within 0.1 s");
    expect(
      (
        await decide({
          language: "javascript",
          code: "const all = []; while (true) all.push(new Array(1000).fill(1))",
          memoryMegabytes: 8,
          timeoutSeconds: 20,
        })
      ).reason,
    ).toContain("memory");
    for (const [code, shown] of [
      ["'yes'", '"yes"'],
      ["1", "1"],
      ["({ pass: 'yes' })", '{"pass":"yes"}'],
      ["undefined", "nothing"],
      ["[true]", "[true]"],
    ] as const) {
      expect(await decide({ language: "javascript", code })).toMatchObject({
        pass: false,
        code: "checker",
        reason: expect.stringContaining(
          `The checker gave ${shown} in place of true, false`,
        ) as string,
      });
    }
  });

  it("logs its own failures, and traces each piece of code", async () => {
    const warnings: unknown[] = [];
    const spans: string[] = [];
    const context = contextOf({
      language: "javascript",
      code: "sample.rows.length",
      runs: "query",
    });
    const span = {
      ...context.span,
      child: (...[options, work]: Parameters<AgentContext["span"]["child"]>) => {
        spans.push(options.name);
        return context.span.child(options, work);
      },
    } as AgentContext["span"];
    await checkerCriterion.decide(
      draftOf({ query: "1 + 1" }),
      { judge: null },
      {
        ...context,
        span,
        log: { ...context.log, warn: (message, details) => void warnings.push([message, details]) },
      },
    );
    expect(spans).toEqual(["execute_tool program", "execute_tool checker"]);
    expect(warnings).toEqual([
      [
        expect.stringContaining("the checker failed"),
        { sample: "d", kind: "runtime", message: expect.stringContaining("TypeError") as string },
      ],
    ]);
  });

  it("sees the label of a draft", async () => {
    const verdict = await checkerCriterion.decide(
      { ...draftOf(), label: "refund" },
      { judge: null },
      contextOf({ language: "javascript", code: "sample.label === 'refund'" }),
    );
    expect(verdict.pass).toBe(true);
  });

  it("spares the judge a draft that it refused", async () => {
    const asking: Criterion = {
      name: "asking",
      question: () => ({ text: "calm: 1 when it is calm.", answer: { calm: z.number() } }),
      decide: () => passes("asking", { code: "coherence", reason: "Calm." }),
    };
    const model = fakeRoleModel(() => ({ calm: 1, reason: "It is calm." }));
    const critic = createCritic({ criteria: [checkerCriterion, asking] });
    const judged = (answer: number): Promise<{ verdicts: Verdict[] }> =>
      callAgent(
        critic,
        "critique",
        { draft: draftOf({ answer }) },
        contextOf({ language: "javascript", code: "sample.answer > 1" }, { model }),
      );
    expect((await judged(0)).verdicts[0]).toMatchObject({ pass: false, code: "checker" });
    expect(model.requests).toHaveLength(0);
    expect((await judged(2)).verdicts.every((verdict) => verdict.pass)).toBe(true);
    expect(model.requests).toHaveLength(1);
  });
});

describe("a SQL checker", () => {
  const code =
    "SELECT :sample ->> 'answer' = :result -> 'rows' ->> 0 ->> 0 AS pass, 'The query gives " +
    "' || (:result -> 'rows' ->> 0 ->> 0) || '.' AS reason";
  const checker: Checker = { language: "sql", runs: "query", schema, code };

  it("judges what the draft's own query gives", async () => {
    expect(await decide(checker)).toMatchObject({ pass: true });
    expect(await decide(checker, { answer: 3 })).toMatchObject({
      pass: false,
      reason: "The query gives 2.",
    });
    expect(
      await decide({ language: "sql", schema, code: "SELECT count(*) = 3 FROM item" }),
    ).toMatchObject({ pass: true });
  });

  it("refuses a query that does not run, does not end, gives too much or reads files", async () => {
    for (const [query, reason] of [
      ["SELECT count(*) FROM items", "no such table: items"],
      ["", "holds no sql code"],
      [7, "holds no sql code"],
      ["ATTACH '/tmp/x' AS y", "ATTACH is not allowed"],
      [
        "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n",
        "did not end",
      ],
      [
        "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n",
        "more rows than are looked at",
      ],
    ] as const)
      expect(await decide({ ...checker, timeoutSeconds: 0.5 }, { query })).toMatchObject({
        pass: false,
        code: "checker",
        reason: expect.stringContaining(reason) as string,
        evidence: [{ field: "query" }],
      });
  });

  it("is not touched by what the draft's query does", async () => {
    expect(
      await decide(
        { ...checker, code: "SELECT count(*) = 3 AS pass FROM item" },
        { query: "DELETE FROM item; DROP TABLE item" },
      ),
    ).toMatchObject({ pass: true });
  });

  it("needs a row with 1 or 0", async () => {
    for (const wrong of [
      "SELECT NULL AS pass",
      "SELECT 2 AS pass",
      "SELECT 1 AS other, 2 AS another",
      "SELECT 1 AS pass WHERE 0",
      "DELETE FROM item",
    ])
      expect(await decide({ ...checker, code: wrong })).toMatchObject({
        pass: false,
        reason: expect.stringContaining("a row with 1 or 0") as string,
      });
  });

  it("asks no more than that the query runs where it has no code", async () => {
    const only: Checker = { language: "sql", runs: "query", schema };
    expect(await decide(only)).toMatchObject({
      pass: true,
      reason: 'The sql code in "query" runs.',
    });
    expect(await decide(only, { query: "SELECT nope FROM item" })).toMatchObject({ pass: false });
  });
});

describe("a checker at launch", () => {
  const launch = async (checker: Checker, folder = "."): Promise<unknown> =>
    builtinAgent("critic", await inlineChecker(checkTaskSpec(specOf(checker)), folder));

  it("is part of the criteria where the task has one", async () => {
    expect(await launch({ language: "javascript", code: "sample.answer > 0" })).toMatchObject({
      role: "critic",
    });
    expect(
      await launch({ language: "sql", schema, runs: "query", code: "SELECT :result, :sample" }),
    ).toMatchObject({ role: "critic" });
  });

  it("must parse, and so must its setup", async () => {
    await expect(launch({ language: "javascript", code: "1;\nconst =" })).rejects.toMatchObject({
      code: "SPEC_INVALID",
      message: expect.stringMatching(
        /^critique\.checker\.code: the javascript checker does not parse: line 2: /u,
      ) as string,
      details: { path: "critique.checker.code", line: 2 },
    });
    await expect(
      launch({ language: "sql", schema, code: "SELECT nope FROM item" }),
    ).rejects.toMatchObject({
      code: "SPEC_INVALID",
      message: expect.stringContaining("no such column: nope") as string,
    });
    await expect(
      launch({ language: "sql", schema: "CREATE TABL x", runs: "query" }),
    ).rejects.toMatchObject({ code: "SPEC_INVALID", details: { path: "critique.checker.schema" } });
  });

  it("is read from its files, relative to the task's", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "check.sql"), "SELECT count(*) = 3 AS pass FROM item");
    writeFileSync(join(folder, "shop.sql"), schema);
    const checker: Checker = { language: "sql", path: "check.sql", schemaPath: "shop.sql" };
    const spec = await inlineChecker(checkTaskSpec(specOf(checker)), folder);
    expect(spec.critique.checker).toEqual({
      language: "sql",
      code: "SELECT count(*) = 3 AS pass FROM item",
      schema,
      timeoutSeconds: 2,
      memoryMegabytes: 64,
    });
    await expect(launch({ ...checker, path: "chek.sql" }, folder)).rejects.toMatchObject({
      code: "SPEC_INVALID",
      hint: expect.stringContaining("check.sql") as string,
    });
  });

  it.each([
    [{ language: "javascript", code: "1", path: "a.js" }, {}, "not both"],
    [{ language: "javascript" }, {}, "give `code` or `path`"],
    [{ language: "javascript", code: "1", schema: "x" }, {}, "only sql has tables"],
    [{ language: "sql", code: "1", schema: "x", schemaPath: "y" }, {}, "not both"],
    [{ language: "sql", runs: "qery" }, {}, 'did you mean "query"'],
    [{ language: "javascript", code: "1" }, { critique: { criteria: ["format"] } }, "is not asked"],
    [{ language: "cobol", code: "1" }, {}, "javascript"],
    [{ language: "javascript", code: "1", memoryMegabytes: 100_000 }, {}, "memoryMegabytes"],
    [undefined, { critique: { criteria: ["checker"] } }, "missing; the criterion checker needs it"],
  ] as const)("says what is wrong with %j", (checker, more, message) => {
    expect(() => checkTaskSpec(specOf(checker as Checker, more as Partial<TaskSpecInput>))).toThrow(
      expect.objectContaining({
        code: "SPEC_INVALID",
        message: expect.stringContaining(message) as string,
      }) as Error,
    );
  });
});
