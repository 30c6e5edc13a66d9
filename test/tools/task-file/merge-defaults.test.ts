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

  it.each<[string, object, object, unknown]>([
    [
      "another name takes its own settings along",
      { name: "mmr" },
      { name: "random", count: 3 },
      { name: "mmr" },
    ],
    [
      "the same name keeps settings of the defaults",
      { name: "random", machine: 1 },
      { name: "random", count: 3 },
      { name: "random", count: 3, machine: 1 },
    ],
    [
      "settings alone belong to the name of the defaults",
      { count: 4 },
      { name: "random", count: 3 },
      { name: "random", count: 4 },
    ],
    [
      "defaults without a name are those of the usual one",
      { name: "mmr" },
      { count: 0 },
      { name: "mmr" },
    ],
    [
      "settings of the usual one meet",
      { machine: 1 },
      { count: 0 },
      { name: "similarity", count: 0, machine: 1 },
    ],
  ])("merges what is chosen by name: %s", (_what, own, defaults, wanted) => {
    const below = (demonstrations: object) => ({ generate: { demonstrations } });
    expect(mergeDefaults(below(own), below(defaults))).toEqual(below(wanted as object));
  });

  it("merges names without settings, and leaves seeds without a name as they are", () => {
    expect(
      mergeDefaults(
        { plan: { strategy: "deficit" } },
        { plan: { strategy: { name: "explore", depth: 3 } } },
      ),
    ).toEqual({ plan: { strategy: "deficit" } });
    expect(
      mergeDefaults({ plan: { seeds: { count: 2 } } }, { plan: { seeds: "accepted" } }),
    ).toEqual({ plan: { seeds: { name: "accepted", count: 2 } } });
    expect(
      mergeDefaults({ plan: { seeds: { count: 2 } } }, { plan: { seeds: { share: 0.5 } } }),
    ).toEqual({ plan: { seeds: { count: 2, share: 0.5 } } });
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
