import { stepChoices } from "../../cli/step-choices.js";

const read = (text: string) => stepChoices("--filters", text);

describe("steps on the command line", () => {
  it("are names, with settings in brackets that are read as YAML", () => {
    expect(
      read('heuristics, learning-dynamics(confidenceThreshold=.2, keep=[a, "b, c"]),pvi()'),
    ).toEqual([
      "heuristics",
      { name: "learning-dynamics", confidenceThreshold: 0.2, keep: ["a", "b, c"] },
      { name: "pvi" },
    ]);
    expect(read("none")).toEqual([]);
    expect(read("harm(words={bad: 2}, languages='en')")).toEqual([
      { name: "harm", words: { bad: 2 }, languages: "en" },
    ]);
  });

  it.each(["pvi(folds=3", "pvi)", "pvi(folds)", "pvi(name=x)", "pvi folds=3", "(a=1)", "pvi(a={)"])(
    "that cannot be read are refused: %s",
    (text) => {
      expect(() => read(text)).toThrow(expect.objectContaining({ code: "USAGE" }));
    },
  );
});
