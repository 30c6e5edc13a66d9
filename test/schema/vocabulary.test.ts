import { formatCriterion } from "../../agents/critic/criteria/format.js";
import { labelFirstStrategy } from "../../agents/generator/strategies/label-first.js";
import { specSource } from "../../agents/planner/conditions/sources/spec-source.js";
import { draftSchema } from "../../agents/draft.js";
import { fieldValueSchema, type FieldSpec } from "../../schema/field.js";
import { checkTaskSpec } from "../../tools/task-file/read-task.js";
import { fakeContext, fakeTask } from "../helpers/fake-context.js";
import { writeWith } from "../helpers/write-with.js";

const fields = {
  head: { type: "text" },
  relation: { type: "text", values: { causes: "what happens then", needs: "what it takes" } },
} as const;
const spec = { kind: "custom", labels: undefined, fields } as const;
const field = (type: FieldSpec["type"], values: string[]): FieldSpec => ({
  type,
  values,
  optional: false,
});

describe("closed vocabularies", () => {
  it("are named in the prompt with their definitions", async () => {
    const { section } = await writeWith(labelFirstStrategy, {
      spec,
      subTask: { output: ["head", "relation"] },
      answers: { "": { head: "PersonX wins", relation: "causes" } },
    });
    expect(section("", "output")?.text).toContain(
      "- relation; one of:\n  - causes: what happens then\n  - needs: what it takes",
    );
  });

  it.each([
    [field("text", ["a", "b"]), "a", "c"],
    [field("list", ["a", "b"]), ["a", "b"], ["a", "c"]],
    [
      field("triples", ["born in"]),
      [{ subject: "Ann", relation: "born in", object: "Oslo" }],
      [{ subject: "Ann", relation: "lives in", object: "Oslo" }],
    ],
    [
      field("spans", ["person"]),
      [{ text: "Ann", start: 0, end: 3, label: "person" }],
      [{ text: "Ann", start: 0, end: 3 }],
    ],
  ])("hold the answers of %j", (one, good, bad) => {
    expect(fieldValueSchema(one).safeParse(good).success).toBe(true);
    expect(fieldValueSchema(one).safeParse(bad).success).toBe(false);
  });

  it("refuse a draft of another value, or of another than was ordered", async () => {
    const decide = (relation: string, ordered?: string) =>
      formatCriterion.decide(
        draftSchema.parse({
          id: "d",
          fields: { head: "PersonX wins", relation },
          text: "PersonX wins",
          label: null,
          conditions:
            ordered === undefined ? [] : [{ name: "relation", value: ordered, source: "spec" }],
        }),
        { judge: null } as unknown as Parameters<typeof formatCriterion.decide>[1],
        fakeContext({ task: fakeTask(spec) }),
      );
    expect(await decide("causes")).toMatchObject({ pass: true });
    expect(await decide("eats")).toMatchObject({
      pass: false,
      reason: expect.stringContaining("with the values causes, needs") as string,
    });
    expect(await decide("causes", "causes")).toMatchObject({ pass: true });
    expect(await decide("causes", "needs")).toMatchObject({
      pass: false,
      reason: 'The field "relation" must have "needs", and has causes.',
    });
  });

  it("are dimensions that the planner covers", async () => {
    const context = fakeContext({ task: fakeTask(spec) });
    const { attributes } = await specSource.find({ before: [], folder: "." }, context);
    expect(attributes).toMatchObject([{ name: "relation", values: ["causes", "needs"] }]);
  });

  it("belong to fields that hold words", () => {
    expect(() =>
      checkTaskSpec({
        name: "t",
        kind: "custom",
        description: "d",
        target: 1,
        fields: { size: { type: "number", values: ["1"] } },
      }),
    ).toThrow(/fields\.size\.values.*not number/u);
  });
});
