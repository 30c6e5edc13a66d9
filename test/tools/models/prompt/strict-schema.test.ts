import { z } from "zod";
import type { JsonSchema } from "../../../../schema/json.js";
import { objectSchema } from "../../../../tools/models/prompt/object-schema.js";
import { strictProblems } from "../../../../tools/models/prompt/strict-schema.js";
import { openaiModel } from "../../../../tools/models/providers/openai-model.js";
import { startOpenAiServer } from "../../../helpers/openai-server.js";
import { strictSchemaFault } from "../../../helpers/strict-schema-server.js";

const closed = (properties: Record<string, unknown>, more: object = {}): JsonSchema => ({
  type: "object",
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
  ...more,
});
const text = { type: "string" };

/** Schemas with the words of what is wrong; null for those that are sent as strict. */
const CASES: readonly (readonly [string, JsonSchema, RegExp | null])[] = [
  ["a closed object", closed({ text, score: { type: "number", maximum: 5 } }), null],
  ["a nullable list", closed({ list: { type: ["array", "null"], items: text } }), null],
  ["a nullable object", closed({ one: { ...closed({ text }), type: ["object", "null"] } }), null],
  ["a reference", closed({ a: { $ref: "#/$defs/a" } }, { $defs: { a: text } }), null],
  [
    "an open object in a nullable list",
    closed({
      calls: {
        type: ["array", "null"],
        items: closed({ args: { type: "object", additionalProperties: {} } }),
      },
    }),
    /properties\.calls\.items\.properties\.args: additionalProperties/u,
  ],
  [
    "a property that may be left out",
    closed({ text }, { required: [] }),
    /"text" is not required/u,
  ],
  ["anything", closed({ any: {} }), /takes anything/u],
  ["a list of anything", closed({ list: { type: "array" } }), /what its items are/u],
  ["a tuple", closed({ pair: { type: "array", prefixItems: [text] } }), /prefixItems/u],
  ["a merged schema", closed({ both: { allOf: [closed({ text })] } }), /allOf/u],
  ["an open map", closed({ map: { type: "object", patternProperties: {} } }), /patternProperties/u],
  ["a choice at the root", { anyOf: [closed({ text })] }, /root/u],
];

describe("strictProblems", () => {
  it.each(CASES)(
    "judges %s as a server that enforces the documented rules does",
    async (_what, schema, wrong) => {
      const problems = strictProblems(schema).map(({ path, problem }) => `${path}: ${problem}`);
      if (wrong === null) expect(problems).toEqual([]);
      else expect(problems.join("\n")).toMatch(wrong);
      const refused = strictSchemaFault({
        body: { response_format: { json_schema: { name: "answer", strict: true, schema } } },
      });
      expect(refused === null).toBe(problems.length === 0);
    },
  );

  it("counts levels of objects and values", () => {
    let deep: JsonSchema = closed({ text });
    for (let level = 0; level < 11; level++) deep = closed({ deeper: deep });
    expect(strictProblems(deep).map(({ problem }) => problem)).toEqual([
      "more than 10 levels of objects",
    ]);
    const many = closed({ one: { type: "string", enum: Array.from({ length: 1001 }, String) } });
    expect(strictProblems(many).map(({ problem }) => problem)).toContain(
      "1001 enum values; at most 1000",
    );
  });

  it("keeps a schema that the server refuses from being sent as strict", async () => {
    const server = await startOpenAiServer({ rule: strictSchemaFault });
    try {
      const model = openaiModel({ model: "m", baseUrl: server.url, apiKeyEnv: "STRICT_TEST_KEY" });
      process.env["STRICT_TEST_KEY"] = "a-key-of-the-test";
      const ask = async (schema: z.ZodType): Promise<unknown> => {
        const { json } = objectSchema(schema);
        await model.complete({
          messages: [{ role: "user", content: "Answer." }],
          parameters: {},
          format: { type: "schema", name: "answer", schema: json },
          origin: { orderId: "o", step: "s", attempt: 0, agent: "generator", sampleIds: [] },
        });
        const { body } = server.requests.at(-1)!;
        return (body["response_format"] as { json_schema: { strict: boolean } }).json_schema.strict;
      };
      expect(await ask(z.object({ calls: z.array(z.string()).nullable() }))).toBe(true);
      expect(
        await ask(
          z.object({ calls: z.array(z.record(z.string(), z.unknown())).nullable().optional() }),
        ),
      ).toBe(false);
    } finally {
      delete process.env["STRICT_TEST_KEY"];
      await server.stop();
    }
  });
});
