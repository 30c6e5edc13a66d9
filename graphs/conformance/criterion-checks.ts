import assert from "node:assert/strict";
import type { Criterion, JudgeAnswer } from "../../agents/critic/contract.js";
import type { Draft } from "../../agents/draft.js";
import { z } from "zod";
import { textOf, type Task } from "../../schema/task.js";
import { verdictSchema } from "../../schema/verdict.js";
import { fillSchema } from "./fill-schema.js";
import { assertSame, contractChecks, deepFreeze, orRefusal } from "./conformance-check.js";
import { madeContext } from "./made-context.js";

/**
 * What every Criterion must do, as checks.
 *
 *     for (const check of criterionChecks(() => myCriterion)) it(check.name, () => check.run());
 */
export const criterionChecks = contractChecks<Criterion>(["decide"], (task, make) => {
  return [
    {
      name: "asks nothing, or a question whose answers have schemas",
      run: async () => {
        const question = (await make()).question?.(task) ?? null;
        if (question === null) return;
        assert.ok(question.text.trim() !== "", "the question has no text");
        assert.ok(Object.keys(question.answer).length > 0, "the question asks for no answer");
        for (const [name, schema] of Object.entries(question.answer))
          assert.equal(typeof schema.safeParse, "function", `the answer "${name}" has no schema`);
      },
    },
    {
      name: "decides by a verdict, before and after the judge is asked",
      run: async () => {
        const criterion = await make();
        for (const draft of draftsOf(task)) {
          for (const judge of [null, judged(criterion, task)]) {
            const verdict = await orRefusal(() =>
              criterion.decide(draft, { judge }, madeContext({ task })),
            );
            if (verdict === null) continue;
            const parsed = verdictSchema.safeParse(verdict);
            assert.ok(parsed.success, `no verdict: ${parsed.error?.message ?? ""}`);
            if (!verdict.pass)
              assert.ok(verdict.reason.trim() !== "", "a refusal gives no reason to act on");
          }
        }
      },
    },
    {
      name: "decides the same twice and leaves the draft as it was",
      run: async () => {
        const criterion = await make();
        for (const draft of draftsOf(task)) {
          const decide = () =>
            orRefusal(() =>
              criterion.decide(
                deepFreeze(draft),
                { judge: judged(criterion, task) },
                madeContext({ task }),
              ),
            );
          assertSame(await decide(), await decide(), "the same draft got two verdicts");
        }
      },
    },
  ];
});

function judged(criterion: Criterion, task: Task): JudgeAnswer | null {
  const question = criterion.question?.(task) ?? null;
  if (question === null) return null;
  const schema = z.toJSONSchema(z.object(question.answer), { io: "input" });
  return { model: "check", value: fillSchema(schema, "judge") as Record<string, unknown> };
}

/** A draft like a real row, an empty one, and a long one in another script. */
function draftsOf(task: Task): Draft[] {
  const [row] = task.support;
  const written = (value: string): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries(task.fields).flatMap(([name, { type, optional }]) =>
        type === "text" ? [[name, value]] : optional ? [] : [[name, row?.fields[name] ?? value]],
      ),
    );
  const label = row?.label ?? task.labels[0]?.name ?? null;
  return [
    row?.fields ?? written("The parcel came late."),
    written(""),
    written("배송이 너무 늦어요. ".repeat(40)),
  ].map((fields, index) => ({
    id: `draft-${index + 1}`,
    fields,
    text: textOf(fields, task.textFields),
    label,
    conditions: [],
    revision: 0,
    sources: [],
    seeds: [],
    scores: {},
  }));
}
