import fc from "fast-check";
import {
  doubledPlaceholders,
  fillPlaceholders,
  placeholdersIn,
} from "../../../base/text/placeholders.js";

const values: Readonly<Record<string, string>> = {
  tone: "calm",
  "time of day": "noon",
  a: "{tone}",
};
const isKnown = (name: string): boolean => Object.hasOwn(values, name);
const valueOf = (name: string): string | undefined => (isKnown(name) ? values[name] : undefined);

describe("names in braces", () => {
  it.each([
    ["Write {tone} at {time of day}.", ["tone", "time of day"], "Write calm at noon."],
    ["{tone}, {tone} and {topic}", ["tone", "topic"], "calm, calm and {topic}"],
    [
      "{label.definition} {toString}",
      ["label.definition", "toString"],
      "{label.definition} {toString}",
    ],
    ["Write {{tone}} and {{x}}.", [], "Write {tone} and {x}."],
    ['{"a": {"b": 1}} { } {} {1} {a, b}', [], '{"a": {"b": 1}} { } {} {1} {a, b}'],
    [
      'Answer as {"tone": "{tone}", "n": [{}]}.',
      ["tone"],
      'Answer as {"tone": "calm", "n": [{}]}.',
    ],
    ["{\n  tone\n}", [], "{\n  tone\n}"],
    ["once: {a}", ["a"], "once: {tone}"],
  ])("of %j are %j, filled %j", (text, names, filled) => {
    expect(placeholdersIn(text, isKnown)).toEqual(names);
    expect(fillPlaceholders(text, valueOf)).toBe(filled);
  });
  it("are found where another template language doubles them with blanks", () => {
    expect(doubledPlaceholders("{{ tone }} {{other }} {{tone}}", isKnown)).toEqual(["tone"]);
  });
  it("leave any text without a name as it is", () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        fc.pre(placeholdersIn(json, () => false).length === 0 && !/\{\{[^{}]*\}\}/u.test(json));
        expect(fillPlaceholders(json, () => undefined)).toBe(json);
      }),
    );
  });
});
