import { z } from "zod";
import { recordSchema } from "../../../tools/fields/record-schema.js";
import { fakeTask } from "../../helpers/fake-context.js";

const properties = (schema: z.ZodObject): unknown => z.toJSONSchema(schema).properties;

describe("recordSchema", () => {
  it("takes the task's fields by their type, with what to write there, in the given order", () => {
    const task = fakeTask({
      kind: "custom",
      labels: undefined,
      fields: {
        title: { description: "a headline" },
        stars: { type: "number", optional: true },
        tags: { type: "list" },
      },
    });
    const schema = recordSchema(task, ["tags", "stars", "title"]);
    expect(Object.keys(schema.shape)).toEqual(["tags", "stars", "title"]);
    expect(properties(schema)).toMatchObject({
      title: { type: "string", description: "a headline" },
      stars: { type: "number" },
    });
    expect(schema.safeParse({ tags: [], title: "x" }).success).toBe(true);
    expect(schema.safeParse({ tags: [], title: 3 }).success).toBe(false);
  });

  it(
    "takes a label from the task's labels only, and several where the task or the field has " +
      "several",
    () => {
      expect(recordSchema(fakeTask(), ["label"]).safeParse({ label: "weather" }).success).toBe(
        false,
      );
      expect(recordSchema(fakeTask(), ["label"]).safeParse({ label: "refund" }).success).toBe(true);
      expect(
        recordSchema(fakeTask({ multiLabel: true }), ["label"]).safeParse({
          label: ["refund", "delivery"],
        }).success,
      ).toBe(true);
      const own = fakeTask({ kind: "custom", fields: { text: {}, topics: { type: "labels" } } });
      expect(recordSchema(own, ["topics"]).safeParse({ topics: ["refund"] }).success).toBe(true);
    },
  );

  it("takes what is no field by its JSON Schema, else as a text", () => {
    const schema = recordSchema(fakeTask(), ["outline", "idea"], {
      type: "object",
      properties: { outline: { type: "array", items: { type: "string" } } },
    });
    expect(schema.safeParse({ outline: ["a"], idea: "b" }).success).toBe(true);
    expect(schema.safeParse({ outline: "a", idea: "b" }).success).toBe(false);
  });

  it("is not confused by members named like those of every object", () => {
    expect(
      recordSchema(fakeTask(), ["constructor"]).safeParse({ constructor: "text" }).success,
    ).toBe(true);
  });
});
