import { z } from "zod";
import { z as z3 } from "zod/v3";
import { objectSchema } from "../../../../tools/models/prompt/object-schema.js";

describe("objectSchema", () => {
  it("is computed once per schema object", () => {
    const schema = z.object({ a: z.string() });
    expect(objectSchema(schema)).toBe(objectSchema(schema));
  });

  it("closes every object, requires every member and makes optional ones nullable", () => {
    const schema = z.object({
      text: z.string().min(3).max(20).describe("A ticket."),
      count: z.number().int().optional(),
      mood: z.enum(["good", "bad"]).optional(),
      score: z.number().min(0).max(1).default(0.5),
      inner: z.object({ note: z.string().nullable().optional() }),
      shape: z.discriminatedUnion("kind", [
        z.object({ kind: z.literal("x"), v: z.string() }),
        z.object({ kind: z.literal("y") }),
      ]),
    });
    expect(objectSchema(schema).json).toEqual({
      type: "object",
      additionalProperties: false,
      required: ["text", "count", "mood", "score", "inner", "shape"],
      properties: {
        text: { type: "string", description: "A ticket. (3 to 20 characters)" },
        count: { type: ["integer", "null"] },
        mood: { type: ["string", "null"], enum: ["good", "bad", null] },
        score: { type: ["number", "null"], minimum: 0, maximum: 1 },
        inner: {
          type: "object",
          additionalProperties: false,
          required: ["note"],
          properties: { note: { type: ["string", "null"] } },
        },
        shape: {
          anyOf: [
            {
              type: "object",
              additionalProperties: false,
              required: ["kind", "v"],
              properties: { kind: { type: "string", const: "x" }, v: { type: "string" } },
            },
            {
              type: "object",
              additionalProperties: false,
              required: ["kind"],
              properties: { kind: { type: "string", const: "y" } },
            },
          ],
        },
      },
    });
  });

  it("drops the null of an optional member only, at any depth", () => {
    const part = z.object({ a: z.string().optional(), b: z.string().nullable() });
    const schema = z.object({
      list: z.array(part),
      pick: z.discriminatedUnion("k", [
        z.object({ k: z.literal(1), n: z.number().optional() }),
        z.object({ k: z.literal(2), n: z.null() }),
      ]),
      d: z.number().default(7),
      any: z.unknown(),
    });
    const restored = objectSchema(schema).restore({
      list: [{ a: null, b: null }],
      pick: { k: 2, n: null },
      d: null,
      any: null,
    });
    expect(restored).toEqual({ list: [{ b: null }], pick: { k: 2, n: null }, any: null });
    expect(schema.parse(restored)).toEqual({
      list: [{ b: null }],
      pick: { k: 2, n: null },
      d: 7,
      any: null,
    });
  });

  it("asks for lists inside an object and takes them out again", () => {
    const schema = z.array(z.object({ a: z.string() }));
    const prepared = objectSchema(schema);
    expect(prepared.json["type"]).toBe("object");
    expect(schema.parse(prepared.restore({ answer: [{ a: "x" }] }))).toEqual([{ a: "x" }]);
    expect(schema.parse(prepared.restore([{ a: "x" }]))).toEqual([{ a: "x" }]);
  });

  it("holds for recursive schemas", () => {
    const tree: z.ZodType = z.object({
      name: z.string(),
      get children() {
        return z.array(tree).optional();
      },
    });
    const prepared = objectSchema(tree);
    expect(
      tree.parse(prepared.restore({ name: "a", children: [{ name: "b", children: null }] })),
    ).toEqual({ name: "a", children: [{ name: "b" }] });
    const wrapped = JSON.stringify(objectSchema(z.union([tree, z.string()])).json);
    expect(wrapped).not.toContain('"$ref":"#"');
  });

  it("says of a schema of another zod that it is one, and where", () => {
    const asked = (schema: unknown) => () => objectSchema(schema as z.ZodType);
    expect(asked(z3.object({ a: z3.string() }))).toThrow(
      expect.objectContaining({
        code: "AGENT_CONTRACT",
        message: expect.stringContaining("made with zod 3; datawright asks") as string,
      }),
    );
    expect(asked(z.object({ a: z.object({ b: z3.string() as never }) }))).toThrow(
      /zod 3, in its member `a\.b`/u,
    );
  });
});
