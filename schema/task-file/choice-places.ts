/** A place of the task file in which something is chosen by name. */
export interface ChoicePlace {
  /** `*` stands for every entry of a list. */
  readonly path: readonly string[];
  /** The slot that the names belong to. */
  readonly slot: string;
  /** What settings without a name belong to. */
  readonly fallback?: string;
  /** A word that may stand there and names nothing of the slot. */
  readonly word?: string;
}

/** Every place of the task file in which something is chosen by name, with settings beside it. */
export const CHOICE_PLACES: readonly ChoicePlace[] = [
  { path: ["plan", "strategy"], slot: "planStrategies", fallback: "deficit" },
  { path: ["plan", "decomposition"], slot: "decompositions", fallback: "auto", word: "auto" },
  { path: ["plan", "seeds"], slot: "seedSelectors", word: "none" },
  { path: ["plan", "conditions", "*"], slot: "conditionSources" },
  { path: ["generate", "strategy"], slot: "generateStrategies", fallback: "label-first" },
  { path: ["generate", "strategies", "*"], slot: "generateStrategies" },
  { path: ["generate", "sources"], slot: "sourceSelectors", fallback: "fitting" },
  { path: ["generate", "demonstrations"], slot: "demonstrationSelectors", fallback: "similarity" },
  { path: ["critique", "criteria", "*"], slot: "criteria" },
  { path: ["steps", "*", "strategy"], slot: "generateStrategies" },
  { path: ["curate", "filters", "*"], slot: "filters" },
  { path: ["curate", "relabel", "*"], slot: "relabelers" },
  { path: ["curate", "reweight"], slot: "reweighters" },
  { path: ["label", "model"], slot: "classifiers" },
  { path: ["evaluate", "metrics", "*"], slot: "metrics" },
];

/** The place that a path of the task file leads to, or null. */
export function choicePlaceAt(path: readonly (string | number)[]): ChoicePlace | null {
  return (
    CHOICE_PLACES.find(
      (place) =>
        place.path.length === path.length &&
        place.path.every((part, index) =>
          part === "*" ? typeof path[index] === "number" : part === path[index],
        ),
    ) ?? null
  );
}
