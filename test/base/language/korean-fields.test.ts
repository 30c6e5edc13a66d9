import { KOREAN_FIELDS } from "../../../base/language/fields/korean-fields.js";
import { taskJsonSchema } from "../../../graphs/recipes/task-json-schema.js";

const described = (node: unknown): string[] =>
  typeof node !== "object" || node === null
    ? []
    : Object.entries(node).flatMap(([key, value]: [string, unknown]) =>
        key === "description" && typeof value === "string" ? [value] : described(value),
      );
describe("the fields of a task file in Korean", () => {
  it("are all there, and no others: a new field needs its line in base/language/fields", async () => {
    const said = new Set(described(await taskJsonSchema()));
    expect([...said].filter((text) => !KOREAN_FIELDS.has(text))).toEqual([]);
    expect([...KOREAN_FIELDS.keys()].filter((text) => !said.has(text))).toEqual([]);
  });

  it("are in Korean, with the names and default values of the English text", () => {
    for (const [english, korean] of KOREAN_FIELDS) {
      expect(korean).toMatch(/[가-힣]/u);
      const names = [...english.matchAll(/`([^`]+)`|\{\w+\}/gu)].map(([name]) => name);
      expect(names.filter((name) => !korean.includes(name))).toEqual([]);
      const usual = /Default: ([\w./-]+)\.$/u.exec(english)?.[1] ?? "";
      if (/^[\d.]+$|^(?:true|false)$|-/u.test(usual)) expect(korean).toContain(usual);
    }
  });
});
