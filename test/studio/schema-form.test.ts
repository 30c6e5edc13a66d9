import { z } from "zod";
import { ROLES } from "../../agents/roles.js";
import {
  freeName,
  problemsAt,
  problemsBelow,
  renamed,
  withField,
  withItem,
} from "../../studio/web/src/form/form-value.js";
import {
  emptyOf,
  kindOf,
  optionOf,
  type JsonSchema,
} from "../../studio/web/src/form/json-schema.js";

const schemaOf = (schema: z.ZodType): JsonSchema =>
  z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as JsonSchema;
const METHODS = Object.entries(ROLES).flatMap(([role, methods]) =>
  Object.entries(methods as Record<string, { readonly input: z.ZodType }>).map(
    ([method, { input }]) => [`${role}.${method}`, input] as const,
  ),
);

describe("a form that is made of a schema", () => {
  it.each(METHODS)("begins the input of %s with what nobody has to choose", (_, input) => {
    const schema = schemaOf(input);
    expect(kindOf(schema, schema).kind).toBe("object");
    const read = input.safeParse(emptyOf(schema, schema));
    // What is missing is a number or a choice, or an item of a list that must not be empty.
    for (const { code, input: given } of read.error?.issues ?? [])
      expect([code, given]).toEqual([
        expect.stringMatching(/^(?:invalid_type|invalid_value|too_small|invalid_union)$/u),
        undefined,
      ]);
  });

  it("knows what each value is typed into", () => {
    const schema = schemaOf(
      z.object({
        text: z.string(),
        count: z.number().int(),
        share: z.number(),
        is: z.boolean(),
        one: z.enum(["a", "b"]),
        fixed: z.literal("x"),
        list: z.array(z.number()),
        inside: z.object({ text: z.string() }),
        named: z.record(z.string(), z.number()),
        either: z.union([z.string(), z.array(z.string()), z.null()]),
        anything: z.unknown(),
        pair: z.tuple([z.string(), z.number()]),
        both: z.intersection(z.object({ a: z.string() }), z.object({ b: z.string() })),
      }),
    );
    const kinds = Object.fromEntries(
      Object.entries(schema.properties!).map(([name, own]) => [name, kindOf(own, schema)]),
    );
    expect(kinds).toMatchObject({
      text: { kind: "text" },
      count: { kind: "number", isInteger: true },
      share: { kind: "number", isInteger: false },
      is: { kind: "boolean" },
      one: { kind: "choice", values: ["a", "b"] },
      fixed: { kind: "choice", values: ["x"] },
      list: { kind: "list", item: { type: "number" } },
      inside: { kind: "object", required: new Set(["text"]) },
      named: { kind: "map", item: { type: "number" } },
      either: { kind: "union", options: [{ type: "string" }, { type: "array" }, { type: "null" }] },
      pair: { kind: "json" },
      both: { kind: "object", required: new Set(["a", "b"]) },
    });
    const { anything } = kinds;
    const options = anything!.kind === "union" ? anything!.options : [];
    const values = ["", 1, true, null, [1], { a: 1 }];
    expect(values.map((value) => optionOf(options, value, schema))).toEqual([0, 1, 2, 3, 4, 4]);
    expect(emptyOf(schema, schema)).toEqual({
      ...{ text: "", is: false, fixed: "x", list: [], inside: { text: "" }, named: {} },
      ...{ either: "", anything: "", pair: {}, both: { a: "", b: "" } },
    });
  });

  it("tells the options of a union by what is fixed in them, else by what has to be there", () => {
    const schema = schemaOf(
      z.union([
        z.object({ kind: z.literal("cut"), at: z.number() }),
        z.object({ kind: z.literal("keep"), why: z.string().optional() }),
        z.object({ name: z.string() }),
        z.array(z.string()),
      ]),
    );
    const { options } = kindOf(schema, schema) as { options: readonly JsonSchema[] };
    const of = (value: unknown): number => optionOf(options, value, schema);
    expect([of({ kind: "cut", at: 1 }), of({ kind: "keep" }), of({ name: "x" }), of([])]).toEqual([
      0, 1, 2, 3,
    ]);
    // One that is not filled in yet is an object all the same; a number is none of them.
    expect([of({}), of(7), of(undefined)]).toEqual([0, -1, -1]);
  });

  it("follows references, of a schema that contains itself as deep as somebody opens it", () => {
    interface Tree {
      readonly name: string;
      readonly children: readonly Tree[];
    }
    const tree: z.ZodType<Tree> = z.lazy(() =>
      z.object({ name: z.string().default("root"), children: z.array(tree) }),
    );
    const schema = schemaOf(z.object({ tree }));
    expect(emptyOf(schema, schema)).toEqual({ tree: { children: [] } });
    const within = kindOf(schema.properties!["tree"]!, schema);
    const children = within.kind === "object" ? within.properties["children"]! : {};
    const list = kindOf(children, schema);
    expect(list.kind === "list" && kindOf(list.item, schema).kind).toBe("object");
    const endless: JsonSchema = {
      $ref: "#/$defs/a",
      $defs: { a: { type: "object", properties: { a: { $ref: "#/$defs/a" } }, required: ["a"] } },
    };
    expect(JSON.stringify(emptyOf(endless, endless))).toMatch(/^(?:\{"a":)+null\}+$/u);
    const circle: JsonSchema = { $ref: "#/$defs/b", $defs: { b: { $ref: "#/$defs/b" } } };
    expect(kindOf(circle, circle).kind).toBe("union");
  });

  it("changes, names and takes away parts of a value where they stand", () => {
    const object = { a: 1, b: 2, c: 3 };
    expect(Object.entries(withField(object, "b", 9))).toEqual([
      ["a", 1],
      ["b", 9],
      ["c", 3],
    ]);
    expect(withField(object, "b", undefined)).toEqual({ a: 1, c: 3 });
    expect(Object.keys(renamed(object, "b", "z"))).toEqual(["a", "z", "c"]);
    // Another field's name would pass over its value.
    expect(renamed(object, "b", "c")).toEqual(object);
    expect([withItem([1, 2, 3], 1, 9), withItem([1, 2, 3], 1, undefined)]).toEqual([
      [1, 9, 3],
      [1, 3],
    ]);
    expect([freeName(object, "field"), freeName(object, "a")]).toEqual(["field", "a2"]);
  });

  it("says every problem once: at its place, or at the nearest that is shown", () => {
    const problems = ["", "draft", "draft.id", "draft.label.0", "drafts"].map((path) => ({
      path,
      message: "wrong",
    }));
    const paths = (found: readonly { readonly path: string }[]) => found.map(({ path }) => path);
    expect(paths(problemsAt(problems, "draft"))).toEqual(["draft"]);
    expect(paths(problemsBelow(problems, "draft"))).toEqual(["draft.id", "draft.label.0"]);
    expect(paths(problemsBelow(problems, "draft", ["label"]))).toEqual(["draft.id"]);
    expect(paths(problemsBelow(problems, "", ["draft"]))).toEqual(["drafts"]);
  });
});
