import fc from "fast-check";
import { mergeDefaults } from "../../../tools/task-file/merge-defaults.js";

const task = fc.dictionary(
  fc.constantFrom("a", "b", "c"),
  fc.oneof(
    fc.integer(),
    fc.array(fc.integer()),
    fc.dictionary(fc.constantFrom("x", "y"), fc.integer()),
  ),
);

describe("mergeDefaults", () => {
  it("puts defaults below the task's own fields, map by map, and leaves the task's lists alone", () => {
    const merged = mergeDefaults(
      { plan: { roundSize: 5 }, critique: { criteria: ["format"] }, target: 3 },
      {
        plan: { roundSize: 9, subtopics: 0 },
        critique: { criteria: ["novel", "format"], maxRevisions: 0 },
        seed: 7,
      },
    );
    expect(merged).toEqual({
      plan: { roundSize: 5, subtopics: 0 },
      critique: { criteria: ["format"], maxRevisions: 0 },
      target: 3,
      seed: 7,
    });
  });

  it("keeps null, which takes a default away, and never reaches the prototype", () => {
    expect(
      mergeDefaults({ curate: { reweight: null } }, { curate: { reweight: "sungen" } }),
    ).toEqual({ curate: { reweight: null } });
    mergeDefaults({}, JSON.parse('{"__proto__": {"polluted": true}}') as Record<string, unknown>);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it("gives the task back where it has everything, and changes nothing when it is done twice", () => {
    fc.assert(
      fc.property(task, task, (own, defaults) => {
        const merged = mergeDefaults(own, defaults);
        expect(mergeDefaults(merged, defaults)).toEqual(merged);
        for (const [name, value] of Object.entries(own))
          if (typeof value !== "object" || Array.isArray(value))
            expect(merged[name]).toEqual(value);
      }),
    );
  });
});
