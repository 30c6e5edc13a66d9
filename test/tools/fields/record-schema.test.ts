import { z } from "zod";
import { recordSchema } from "../../../tools/fields/record-schema.js";
import { fakeRow, fakeTask } from "../../helpers/fake-context.js";

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

  it("takes a label of the task only, and several where task or field has several", () => {
    expect(recordSchema(fakeTask(), ["label"]).safeParse({ label: "weather" }).success).toBe(false);
    expect(recordSchema(fakeTask(), ["label"]).safeParse({ label: "refund" }).success).toBe(true);
    expect(
      recordSchema(fakeTask({ multiLabel: true }), ["label"]).safeParse({
        label: ["refund", "delivery"],
      }).success,
    ).toBe(true);
    const own = fakeTask({ kind: "custom", fields: { text: {}, topics: { type: "labels" } } });
    expect(recordSchema(own, ["topics"]).safeParse({ topics: ["refund"] }).success).toBe(true);
  });

  it("takes what is no field by its JSON Schema, else as a text", () => {
    const schema = recordSchema(fakeTask(), ["outline", "idea"], {
      type: "object",
      properties: { outline: { type: "array", items: { type: "string" } } },
    });
    expect(schema.safeParse({ outline: ["a"], idea: "b" }).success).toBe(true);
    expect(schema.safeParse({ outline: "a", idea: "b" }).success).toBe(false);
  });

  it("takes the roles that conversations of the task have: tools and a system turn where it has any", () => {
    const said = (role: string) => ({ messages: [{ role, content: "x" }] });
    const roles = (options: object, support: Parameters<typeof fakeTask>[1] = []) => {
      const task = fakeTask({ labels: undefined, kind: "dialogue", ...options }, support);
      const schema = recordSchema(task, ["messages"]);
      return ["system", "user", "assistant", "tool"].filter(
        (role) => schema.safeParse(said(role)).success,
      );
    };
    expect(roles({})).toEqual(["user", "assistant"]);
    expect(roles({}, [fakeRow("s", "", null, said("system"))])).toEqual([
      "system",
      "user",
      "assistant",
    ]);
    const tools = [{ name: "add", description: "Adds.", parameters: { type: "object" } }];
    expect(roles({ kind: "tool-use", tools })).toEqual(["user", "assistant", "tool"]);
  });

  it("is not confused by members named like those of every object", () => {
    expect(
      recordSchema(fakeTask(), ["constructor"]).safeParse({ constructor: "text" }).success,
    ).toBe(true);
  });
});
