import { z } from "zod";
import { AGENT_SLOTS } from "../../../agents/slots.js";
import { RECIPES } from "../../../graphs/recipes/recipes.js";
import { taskJsonSchema } from "../../../graphs/recipes/task-json-schema.js";
import { CHOICE_PLACES } from "../../../schema/task-file/choice-places.js";

interface Node {
  readonly properties?: Readonly<Record<string, Node>>;
  readonly items?: Node;
  readonly anyOf?: readonly Node[];
  readonly const?: unknown;
  readonly description?: string;
}

describe("the published JSON Schema", () => {
  let schema: Node;
  const at = (path: readonly string[]): Node =>
    path.reduce<Node>(
      (node, part) => (part === "*" ? node.items! : node.properties![part]!),
      schema,
    );
  beforeAll(async () => {
    schema = (await taskJsonSchema()) as Node;
  });

  it("has every name of every slot where it can be chosen, and every setting with its description", async () => {
    for (const [key, slot] of Object.entries(AGENT_SLOTS))
      for (const { path } of CHOICE_PLACES.filter((place) => place.slot === key)) {
        const forms = at(path).anyOf!;
        for (const name of slot.names) {
          expect(forms.some((form) => form.const === name && form.description)).toBe(true);
          const full = forms.find((form) => form.properties?.["name"]?.const === name)!;
          const { settings } = await slot.describe(name);
          expect(Object.keys(full.properties!)).toEqual(["name", ...Object.keys(settings.shape)]);
          for (const property of Object.values(full.properties!))
            expect(property.description).toMatch(/\S/u);
        }
      }
    expect(
      at(["recipe"])
        .anyOf!.map((form) => form.const)
        .slice(0, -1),
    ).toEqual(RECIPES.names);
  });

  it("accepts names, settings and plug-ins, and refuses a wrong setting of what is built in", () => {
    const accepts = (path: string, choice: unknown): boolean =>
      z
        .fromJSONSchema(at(path.split(".")) as Parameters<typeof z.fromJSONSchema>[0])
        .safeParse(choice).success;
    const rows = "generate.demonstrations";
    expect(accepts(rows, "mmr")).toBe(true);
    expect(accepts(rows, { name: "mmr", lambda: 0.3, count: 2 })).toBe(true);
    expect(accepts(rows, { count: 2 })).toBe(true);
    expect(accepts(rows, { lambda: 0.3 })).toBe(false);
    expect(accepts(rows, { name: "mmr", lambda: 3 })).toBe(false);
    expect(accepts(rows, "mine")).toBe(true);
    expect(accepts(rows, { name: "mine", any: 1 })).toBe(true);
    expect(accepts("plan.seeds", "none")).toBe(true);
    expect(accepts("plan.seeds", { count: 2 })).toBe(false);
    expect(accepts("critique.criteria", ["format", { name: "faithful", minShare: 1 }])).toBe(true);
  });

  it("has the form of a criterion that is defined in place, under no name that there is", () => {
    const own = at(["critique", "criteria", "*"]).anyOf!.find(
      ({ properties }) => properties?.["question"],
    ) as Node & { readonly required: readonly string[] };
    expect(Object.keys(own.properties!)).toEqual([
      "name",
      "question",
      "scale",
      "steps",
      "reference",
      "atLeast",
      "appliesTo",
      "advice",
    ]);
    expect(own.required).toEqual(["name", "question"]);
    const { pattern } = own.properties!["name"] as { readonly pattern?: string };
    expect(
      ["politeness", "format", "coherent"].map((name) => new RegExp(pattern!).test(name)),
    ).toEqual([true, false, false]);
  });
});
