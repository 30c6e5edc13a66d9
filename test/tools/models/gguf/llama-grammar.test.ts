import { describe, expect, it } from "@jest/globals";
import { z } from "zod";
import { llamaGrammarSchema } from "../../../../tools/models/gguf/llama-grammar.js";
import { objectSchema } from "../../../../tools/models/prompt/object-schema.js";

const said = (schema: z.ZodType): unknown => llamaGrammarSchema(objectSchema(schema).json);

describe("a JSON Schema for a llama.cpp grammar", () => {
  it("says unions, constants and optional members in its words", () => {
    expect(
      said(
        z.object({
          kind: z.union([z.literal("a"), z.number()]),
          note: z.string().optional(),
          day: z.iso.date(),
          mail: z.email(),
          many: z.array(z.boolean()).min(1).max(5000),
        }),
      ),
    ).toEqual({
      type: "object",
      properties: {
        kind: { oneOf: [{ const: "a" }, { type: "number" }] },
        note: { oneOf: [{ type: "string" }, { type: "null" }] },
        day: { type: "string", format: "date" },
        mail: { type: "string" },
        many: { type: "array", items: { type: "boolean" }, minItems: 1 },
      },
    });
  });

  it("keeps open records, tuples and anything", () => {
    expect(
      said(
        z.object({
          counts: z.record(z.string(), z.int()),
          pair: z.tuple([z.string(), z.boolean()]),
          any: z.unknown(),
        }),
      ),
    ).toMatchObject({
      properties: {
        counts: { type: "object", additionalProperties: { type: "integer" } },
        pair: { prefixItems: [{ type: "string" }, { type: "boolean" }], minItems: 2, maxItems: 2 },
        any: { oneOf: [{ type: ["string", "number", "boolean", "null"] }, {}, {}] },
      },
    });
  });

  it("follows references, to the whole too", () => {
    expect(
      llamaGrammarSchema({
        type: "object",
        properties: { child: { anyOf: [{ $ref: "#" }, { $ref: "#/$defs/leaf" }] } },
        $defs: { leaf: { type: "null" } },
      }),
    ).toEqual({
      type: "object",
      properties: { child: { oneOf: [{ $ref: "#/$defs/wholeAnswer" }, { $ref: "#/$defs/leaf" }] } },
      $defs: {
        leaf: { type: "null" },
        wholeAnswer: {
          type: "object",
          properties: {
            child: { oneOf: [{ $ref: "#/$defs/wholeAnswer" }, { $ref: "#/$defs/leaf" }] },
          },
        },
      },
    });
  });

  it("refuses what cannot be said, so that the model is asked in words", () => {
    const schemas = [
      { allOf: [{ type: "object" }, { type: "object" }] },
      { type: "object", properties: { a: { not: {} } } },
      { $ref: "#/$defs/nowhere" },
      { const: { a: 1 } },
      { type: "object", patternProperties: { "^a": { type: "string" } } },
      { type: "made-up" },
    ];
    for (const schema of schemas)
      expect(() => llamaGrammarSchema(schema)).toThrow(
        expect.objectContaining({ code: "MODEL_BAD_REQUEST" }),
      );
  });
});
